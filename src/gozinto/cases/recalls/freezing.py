"""The scope of a recall is frozen, and what comes into it later joins by signature alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from gozinto.cases import stepping
from gozinto.cases.models import Case, CaseStep, RecallLook, RecallUnit
from gozinto.cases.recalls import counting, origins, scoping
from gozinto.cases.recalls.places import Placed
from gozinto.cases.recalls.scoping import Found
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Refused, Unknown, Violation
from gozinto.plant.models import TraceableObject
from gozinto.record import clock, copying
from gozinto.record.models import Event
from gozinto.record.transactions import run_tx
from gozinto.trace.questions import WIDTHS

_COLUMNS = (
    *("step_id", "case_id", "object_id", "width", "is_piece", "place", "holder", "location"),
    *("quantity", "uom", "position"),
)
LOOK_AGAIN = timedelta(minutes=1)
"""After so long an open recall's scope is asked again, if anything was recorded since."""
_OPEN = ("frozen", "stopped", "notified")


def freeze(number: str, *, because: str, taking: Taking, width: str = "possible") -> Standing:
    """Write down what the recall is about: each thing, how sure that is, and where it was.

    The step keeps how many there are and a hash over all of them. Raises what `stepping.take`
    raises; Refused (scope_too_large, scope_empty).
    """
    told = {"because": because, "width": width}
    stepping.check(number, "freeze", told=told, taking=taking)
    if was_taken(taking):
        return stepping.find(number)
    found = scope_of(stepping.find(number))
    parts = parts_of(found, width=width)
    _check(found, parts)
    return _write(number, "freeze", told=told, taking=taking, found=found, parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joiner:
    """A thing that came into the scope after it was frozen."""

    uri: str
    number: str
    item: str
    width: str
    is_piece: bool
    place: str


def joiners(number: str) -> list[Joiner]:
    """What the scope has now, in the width that was frozen, and was not frozen; by number."""
    stands = stepping.find(number)
    found, new = _new(stands)
    things = TraceableObject.objects.in_bulk({one.object for one in new})
    listed = [
        Joiner(
            uri=things[one.object].uri,
            number=things[one.object].number,
            item=things[one.object].item,
            width=found.width_of[one.object],
            is_piece=one.object in found.pieces,
            place=one.place,
        )
        for one in new
    ]
    return sorted(listed, key=lambda one: (not one.is_piece, one.number, one.uri))


def join(number: str, *, because: str, taking: Taking) -> Standing:
    """What came into the scope since is of the recall too. Refused (nothing_joins) where nothing
    did; else as `freeze`."""
    told = {"because": because}
    stepping.check(number, "join", told=told, taking=taking)
    if was_taken(taking):
        return stepping.find(number)
    stands = stepping.find(number)
    found, new = _new(stands)
    if not new:
        raise Refused(
            [
                Violation(
                    code="nothing_joins",
                    message="Nothing came into the scope since it was frozen.",
                    next_step="Look again when something was recorded.",
                )
            ]
        )
    return _write(number, "join", told=told, taking=taking, found=found, parts=new)


def look() -> int:
    """Ask the scopes of open recalls again where something was recorded; answers how many were.

    The inbox shows what came of it.
    """
    position = Event.objects.order_by("-position").values_list("position", flat=True).first() or 0
    before = {one.case_id: one for one in RecallLook.objects.all()}
    looked = 0
    for case in stepping.listed("recall", states=_OPEN):
        last = before.get(case.pk)
        if last and (last.position == position or clock.now() - last.looked_at < LOOK_AGAIN):
            continue
        _, new = _new(stepping.find(case.number))
        _noted(case, position=position, more=len({one.object for one in new}))
        looked += 1
    return looked


def flagged() -> list[tuple[Case, int]]:
    """The open recalls into whose scope something came since it was frozen, and how much."""
    found = RecallLook.objects.filter(more__gt=0).select_related("case").order_by("-case_id")
    numbers = {one.case_id: one for one in found}
    open_ = stepping.listed("recall", states=_OPEN).filter(pk__in=numbers)
    return [(case, numbers[case.pk].more) for case in open_]


def scope_of(stands: Standing) -> Found:
    """The scope of a recall as it is now."""
    return scoping.find(origins.kept(stands.subjects, stands.made))


def parts_of(found: Found, *, width: str) -> list[Placed]:
    """Each thing of these widths where it is; one of which nothing is anywhere stands too."""
    until = WIDTHS[: WIDTHS.index(width) + 1]
    parts = found.placed(narrowest=until, counted=False)
    standing = {one.object for one in parts}
    missing = (pk for pk, one in found.width_of.items() if one in until and pk not in standing)
    return [*parts, *(Placed(pk, "unknown", "", "", Decimal(0), "", 0) for pk in missing)]


def digest(uris: Mapping[int, str], width_of: Mapping[int, str], objects: Iterable[int]) -> str:
    """A hash over what was frozen: each URI with its width, in order."""
    lines = sorted(f"{uris[pk]}\t{width_of[pk]}\n" for pk in set(objects))
    return sha256("".join(lines).encode()).hexdigest()


def _new(stands: Standing) -> tuple[Found, list[Placed]]:
    found = scope_of(stands)
    frozen = set(RecallUnit.objects.filter(case=stands.id).values_list("object_id", flat=True))
    width = str(stands.told.get("width", "possible"))
    return found, [one for one in parts_of(found, width=width) if one.object not in frozen]


def _check(found: Found, parts: Collection[Placed]) -> None:
    wrong = []
    if found.truncated:
        wrong.append(
            Violation(
                code="scope_too_large",
                message="The scope has more things than are looked at.",
                next_step="Recall in parts: by a shorter time, or by a lot further on.",
            )
        )
    if not parts:
        wrong.append(
            Violation(
                code="scope_empty",
                message="Nothing is in this width.",
                next_step="Choose a wider one, or another origin.",
            )
        )
    if wrong:
        raise Refused(wrong)


def _write(
    number: str,
    act: str,
    *,
    told: Mapping[str, object],
    taking: Taking,
    found: Found,
    parts: Sequence[Placed],
) -> Standing:
    objects = {one.object for one in parts}
    uris = dict(TraceableObject.objects.filter(pk__in=objects).values_list("pk", "uri"))
    counted = counting.tally((one for one in parts if one.object in found.pieces), found.kinds)
    made: dict[str, Any] = {
        "things": len(objects),
        "amounts": counting.told(counted.amounts),
        "hash": digest(uris, found.width_of, objects),
        "position": found.position,
    }

    def body() -> Standing:
        stands = stepping.take(number, act, told=told, taking=replace(taking, made=made))
        step = CaseStep.objects.get(case=stands.id, sequence=stands.seen)
        if not RecallUnit.objects.filter(step=step).exists():
            copying.copy(RecallUnit, columns=_COLUMNS, rows=_rows(step, found, parts))
            case = Case.objects.get(pk=stands.id)
            _noted(case, position=found.position, more=0)
        return stands

    return run_tx(body)


def _rows(step: CaseStep, found: Found, parts: Iterable[Placed]) -> list[tuple[Any, ...]]:
    return [
        (
            *(step.pk, step.case_id, one.object, found.width_of[one.object]),
            *(one.object in found.pieces, one.place, one.holder, one.location),
            *(one.quantity, one.uom, found.position),
        )
        for one in parts
    ]


def _noted(case: Case, *, position: int, more: int) -> None:
    values = {"position": position, "more": more, "looked_at": clock.now()}
    RecallLook.objects.update_or_create(case=case, defaults=values)


def was_taken(taking: Taking) -> bool:
    """Whether this request was a step already."""
    if taking.request is None:
        return False
    return CaseStep.objects.filter(request=taking.request).exists()


def frozen_objects(stands: Standing) -> list[int]:
    """What the recall is about, as it was frozen. Raises Unknown (not_frozen)."""
    found = RecallUnit.objects.filter(case=stands.id).values_list("object_id", flat=True)
    objects = sorted(set(found))
    if not objects:
        raise Unknown(
            f"{stands.number} has no frozen scope.",
            code="not_frozen",
            next_step="Freeze it first.",
            value=stands.number,
        )
    return objects
