"""What a label is of: found by what a person calls it, as what the purpose asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_args

from gozinto.errors import Ambiguous, GozintoError, Malformed, Refused, Unknown, Violation
from gozinto.labels.jobs import asking, devices
from gozinto.labels.jobs.asking import Asked
from gozinto.labels.jobs.models import PrintJob
from gozinto.labels.layouts import Purpose
from gozinto.plant import enterprise, identifiers, known, objects
from gozinto.plant.known import Known

_PURPOSES: Mapping[str, Purpose] = {one: one for one in get_args(Purpose)}
_OBJECTS = frozenset({"lot", "serial", "container"})


def find(texts: Iterable[str], *, purpose: str = "") -> list[Asked]:
    """What labels are wanted of. Without a purpose: lots, units and containers, as what they are.

    Raises Malformed (unknown_purpose), and Refused with every text that names nothing, or not
    one thing, or nothing of that purpose.
    """
    if purpose and purpose not in _PURPOSES:
        raise Malformed(
            f"There are no labels for a {purpose!r}.",
            code="unknown_purpose",
            next_step="Choose one of: " + ", ".join(_PURPOSES) + ".",
        )
    found: list[Asked] = []
    faults: list[Violation] = []
    plant = known.now()
    for place, text in enumerate(texts):
        try:
            found.append(_one(text.strip(), purpose, plant))
        except (Unknown, Ambiguous, Malformed) as problem:
            faults.append(_fault(problem, text, place))
    if faults:
        raise Refused(faults)
    return found


def ask(
    texts: Sequence[str],
    *,
    printer: str,
    by: str,
    purpose: str = "",
    layout: str = "",
    copies: int = 1,
    reason: str = "",
) -> list[PrintJob]:
    """Queue a label of each of these at a printer in use; all or none.

    Raises what `find`, `devices.usable` and `asking.print_labels` raise.
    """
    where = devices.usable(printer)
    return asking.print_labels(
        find(texts, purpose=purpose),
        printer=where.code,
        layout=layout,
        copies=copies,
        reason=reason,
        by=by,
    )


def _fault(problem: GozintoError, text: str, place: int) -> Violation:
    return Violation(
        code=problem.code,
        message=problem.message,
        next_step=problem.next_step,
        path=f"ids[{place}]",
        value=text,
    )


def _one(text: str, purpose: str, plant: Known) -> Asked:
    if purpose in _BY_CODE:
        return _by_code(text, _PURPOSES[purpose], plant)
    if purpose == "job":
        uri = text if "://" in text else identifiers.run_uri(enterprise.get().domain, number=text)
        return Asked(purpose="job", subject=uri, number=text.rpartition("/")[2])
    thing = objects.resolve(text)
    if purpose and thing.kind != purpose:
        raise Unknown(
            f"{thing.number} is a {thing.kind}, and no {purpose}.",
            code="not_of_this_purpose",
            next_step=f"Ask for a label for a {thing.kind}.",
        )
    return Asked(purpose=_PURPOSES[thing.kind], subject=thing.uri, number=thing.number)


def _by_code(code: str, purpose: Purpose, plant: Known) -> Asked:
    if code not in _BY_CODE[purpose](plant):
        raise Unknown(
            f"There is nothing of the code {code!r} for a {purpose} label.",
            next_step="Check the code: `gozinto plant list`.",
        )
    return Asked(purpose=purpose, subject=code, number=code)


_BY_CODE: Mapping[str, Callable[[Known], Mapping[str, Any]]] = {
    "location": lambda plant: plant.locations,
    "badge": lambda plant: plant.people,
    "station": lambda plant: plant.equipment,
    "asset": lambda plant: plant.assets,
}
"""Purposes whose subjects go by a code, and what there is of each."""
