"""The forms of acts, drawn from the table of a kind: a field is a box, a thing a box to scan into.

What is typed is read by the same table, so a form asks for what the door takes and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import uuid6
from django.http import QueryDict

from gozinto.cases.kinds import Act, Field
from gozinto.edges.office.cases import wording
from gozinto.operations import sentences
from gozinto.operations.sentences import Sentence
from gozinto.plant import known

_LONGEST = 20_000
_THING = "about-"
"""Before the name of a box into which things are scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of a form."""

    name: str
    word: str
    kind: str
    value: Any
    required: bool
    choices: Sequence[tuple[str, str]] = ()
    list: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A form that was sent and refused: its act, what was typed, and all that is wrong."""

    act: str
    given: QueryDict
    faults: Sequence[tuple[str, Sentence]]

    def of(self, path: str) -> str:
        """What is wrong with a box."""
        return " ".join(
            f"{one.message} {one.next_step}" for where, one in self.faults if where == path
        )


def refused(act: str, given: QueryDict, error: Any) -> Refused:
    """What is said of an error on the form that caused it."""
    several = getattr(error, "violations", ()) or (error,)
    return Refused(
        act=act,
        given=given,
        faults=[(getattr(one, "path", ""), sentences.of(one)) for one in several],
    )


def form(
    kind: str, act: Act, *, given: Mapping[str, str] | None = None, was: Refused | None = None
) -> dict[str, Any]:
    """The form of an act. `given`: what its boxes begin with; `was`: how it was refused."""
    typed = was.given if was and was.act == act.name else None
    button, _done = wording.act(kind, act.name)
    boxes = [
        Box(
            name=_THING + one.role,
            word=wording.of(wording.SUBJECTS, kind, one.role),
            kind="things" if one.many else "thing",
            value=_typed(typed, _THING + one.role, (given or {}).get(_THING + one.role, "")),
            required=one.required,
            wrong=was.of(one.role) if typed is not None and was else "",
        )
        for one in act.about
    ]
    boxes += [_box(kind, act, one, given or {}, typed, was) for one in act.fields]
    names = {box.name.removeprefix(_THING) for box in boxes}
    faults = was.faults if typed is not None and was else ()
    return {
        "act": act.name,
        "word": button,
        "boxes": boxes,
        "signed": act.signed,
        "request": _typed(typed, "request", "") or str(uuid6.uuid7()),
        "is_wrong": typed is not None,
        "faults": [said for path, said in faults if path not in names],
        "is_end": act.name in ENDINGS,
    }


ENDINGS = frozenset({"cancel", "withdraw", "abandon", "fail"})
"""Acts by which a case is given up, or goes back."""


def _box(
    kind: str,
    act: Act,
    field: Field,
    given: Mapping[str, str],
    typed: QueryDict | None,
    was: Refused | None,
) -> Box:
    some = typed.getlist(field.name) if typed is not None and field.kind == "choices" else []
    return Box(
        name=field.name,
        word=wording.of(wording.FIELDS, kind, field.name),
        kind=field.kind,
        value=some or _typed(typed, field.name, given.get(field.name, "")),
        required=field.required,
        choices=[(one, str(wording.CHOICES.get(one, one))) for one in field.choices],
        list=_LISTS.get(field.name, ""),
        wrong=was.of(field.name) if typed is not None and was else "",
    )


_LISTS: Mapping[str, str] = {
    "dealer": "partners",
    "customer": "partners",
    "material": "materials",
    "defect": "defects",
    "location": "places",
}
"""The fields that offer what is known, by the name of the list; anything else may be typed too."""


def offered(boxes: Sequence[Box]) -> dict[str, list[tuple[str, str]]]:
    """What the boxes of a page offer, by the name of the list; out of memory."""
    wanted = {box.list for box in boxes} - {""}
    plant = known.now()
    readers: Mapping[str, Any] = {
        "partners": lambda: [(one.code, one.name) for one in plant.partners.values()],
        "materials": lambda: [(one.code, one.name) for one in plant.materials.values()],
        "defects": lambda: [
            (one.code, one.name) for one in plant.reasons.values() if one.category == "return"
        ],
        "places": lambda: [(one.code, one.name) for one in plant.locations.values()],
    }
    return {name: sorted(readers[name]())[:500] for name in sorted(wanted)}


def _typed(typed: QueryDict | None, name: str, else_: str) -> str:
    return else_ if typed is None else typed.get(name, "")


def told(act: Act, given: QueryDict) -> dict[str, object]:
    """What an act was told by its form."""
    return {one.name: _read(one, given) for one in act.fields}


def subjects(act: Act, given: QueryDict) -> dict[str, list[str]]:
    """The things that an act was named by its form, one a line."""
    return {one.role: _lines(given.get(_THING + one.role, "")) for one in act.about}


def request_of(given: QueryDict) -> UUID:
    """The id of the request of a form; a new one where it has none that is one."""
    try:
        return UUID(given.get("request", ""))
    except ValueError:
        return uuid6.uuid7()


def seen_of(given: QueryDict) -> int | None:
    """The last step that whoever sends a form has seen."""
    text = given.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _read(field: Field, given: QueryDict) -> object:
    text = given.get(field.name, "")[:_LONGEST]
    if field.kind == "flag":
        return bool(text)
    if field.kind == "choices":
        return given.getlist(field.name)
    if field.kind == "lines":
        return _lines(text)
    if field.kind == "decimal" and text.count(",") == 1 and "." not in text:
        return text.strip().replace(",", ".")
    return text.strip() if field.kind in ("date", "decimal") else text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
