"""What becomes of the unit behind a complaint: named, taken back, examined, exchanged.

What happens to the unit is captured as events in the same transaction as the step, under ids made
of the step's request: together or not at all, and once however often it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from gozinto import record
from gozinto.cases import stepping
from gozinto.cases.complaints.claiming import Told
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Unknown, Violation
from gozinto.operations import returning, things
from gozinto.operations.returning import Finding
from gozinto.operations.stamp import Stamp
from gozinto.record import Captured
from gozinto.record.transactions import run_tx

_LONGEST_REASON = 200


def identify(case: Standing, told: Told, taking: Taking) -> Standing:
    """Say which unit it is, where its number could not be read: a conclusion, with its reason."""
    unit = next(iter(taking.subjects.get("unit", ())), "")
    made = {"unit": unit, "certainty": "inferred"}
    return stepping.take(case.number, "identify", told=told, taking=replace(taking, made=made))


def take_back(case: Standing, told: Told, taking: Taking) -> Standing:
    """The unit came back. Where nobody named it, the only one that fits its marks is it.

    Raises Refused (unit_unknown, field_missing), Ambiguous where several fit, and what
    `returning.take_back` raises.
    """

    def capture(stamp: Stamp) -> dict[str, object]:
        dealer = _dealer(case, told)
        unit = unit_of(case)
        location = str(told.get("location") or "")
        if unit:
            captured = returning.take_back(
                unit,
                dealer=dealer,
                reason=_reason(case),
                note=case.number,
                location=location,
                **_sure(case, stamp),
            )
            return {"returned": captured.event_id}
        return _taken_unread(case, dealer=dealer, location=location, stamp=stamp)

    return _together(case, "take_back", told, taking, capture)


def _taken_unread(case: Standing, *, dealer: str, location: str, stamp: Stamp) -> dict[str, object]:
    material, week = (str(case.told.get(name) or "") for name in ("material", "dot_week"))
    if not material or not week:
        raise Refused([_NOBODY])
    # What came back is no candidate any more.
    found = returning.candidates(material, dot_week=week, limit=1)
    captured = returning.take_back_unread(
        material,
        dealer=dealer,
        reason=_reason(case),
        dot_week=week,
        note=case.number,
        location=location,
        **stamp,
    )
    unit = found.listed[0].uri if found.listed else ""
    return {"returned": captured.event_id, "unit": unit, "certainty": "inferred"}


def examine(case: Standing, told: Told, taking: Taking) -> Standing:
    """What it turned out to be; on record of the unit too, where one was named."""

    def capture(stamp: Stamp) -> dict[str, object]:
        unit = unit_of(case)
        if not unit:
            return {}
        captured = returning.examine(
            unit,
            result=cast("Finding", told["result"]),
            cause=str(told.get("cause") or told.get("defect") or ""),
            note=case.number,
            **stamp,
        )
        return {"examined": captured.event_id}

    return _together(case, "examine", told, taking, capture)


def exchange(case: Standing, told: Told, taking: Taking) -> Standing:
    """The dealer gets another unit for it; what came back already is not taken back again."""

    def capture(stamp: Stamp) -> dict[str, object]:
        unit = unit_of(case)
        if not unit:
            raise Refused([_NOBODY])
        (new,) = taking.subjects["new"]
        captured: Captured = returning.exchange(
            unit,
            new=new,
            dealer=_dealer(case, told),
            reason=_reason(case),
            rma=case.number,
            note=str(told["delivery_note"]).strip(),
            location=str(told.get("location") or ""),
            is_back="returned" in case.made,
            **stamp,
        )
        return {"exchanged": captured.event_id, "returned": captured.event_id, "new": new}

    return _together(case, "exchange", told, taking, capture)


def unit_of(case: Standing) -> str:
    """The URI of the unit that a complaint is about, as last named; "" while nobody knows."""
    return str(case.made.get("unit") or "")


_NOBODY = Violation(
    code="unit_unknown",
    message="Nobody said which unit it is.",
    next_step="Name the unit first: scan it, or choose one of the candidates.",
    path="unit",
)


def _together(
    case: Standing,
    act: str,
    told: Told,
    taking: Taking,
    capture: Callable[[Stamp], dict[str, object]],
) -> Standing:
    """Take the step and capture what it brings about, both or neither."""
    stepping.check(case.number, act, told=told, taking=taking)
    stamp: Stamp = {
        "by": taking.by,
        "live": True,
        "event_id": stepping.beside(taking, act).urn,
    }

    def body() -> Standing:
        if stepping.is_taken(taking):
            return stepping.take(case.number, act, told=told, taking=taking)
        made = capture(stamp)
        subjects = dict(taking.subjects)
        if unit := str(made.get("unit") or ""):
            subjects["unit"] = (unit,)
        full = replace(taking, made=made, subjects=subjects)
        return stepping.take(case.number, act, told=told, taking=full)

    with record.unbuffered():
        return run_tx(body)


def _reason(case: Standing) -> str:
    return str(case.told.get("defect") or case.told.get("claim") or "")[:_LONGEST_REASON]


def _sure(case: Standing, stamp: Stamp) -> Stamp:
    is_sure = case.made.get("certainty") != "inferred"
    return stamp if is_sure else {**stamp, "certainty": "inferred"}


def _dealer(case: Standing, told: Told) -> str:
    """Whom it came from. Raises Refused (field_missing, or what nobody goes by)."""
    dealer = str(told.get("dealer") or case.told.get("dealer") or "").strip()
    code, message = "field_missing", "Nobody said which dealer it came from."
    if dealer:
        try:
            things.owner(dealer)
        except Unknown as error:
            code, message = error.code, error.message
        else:
            return dealer
    raise Refused(
        [
            Violation(
                code=code,
                message=message,
                next_step="Name the dealer by the code that it has in Partners.",
                path="dealer",
                value=dealer,
            )
        ]
    )
