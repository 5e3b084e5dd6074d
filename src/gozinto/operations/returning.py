"""Goods come back from a dealer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, Unpack

from gozinto.errors import Ambiguous, Refused, Unknown, Violation
from gozinto.operations import candidates as unread
from gozinto.operations import things
from gozinto.operations.candidates import Candidate, Candidates, Marks
from gozinto.operations.inspection import Measured
from gozinto.operations.stamp import Stamp, build, capture, first_told, nth, put
from gozinto.operations.things import Amount, Listed, Thing, Things
from gozinto.record import Captured
from gozinto.record.models import Event as RecordedEvent
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import Event, ObjectEvent, TransactionEvent, TypedReference

ROLE = "warehouse"

_NAMED = 100
"""Candidates that a refusal names."""

Finding = Literal["confirmed", "no_fault_found", "misuse", "worn_out"]


def take_back(
    objects: Things,
    *,
    dealer: str,
    reason: str,
    note: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A dealer (code or URI) returns objects, a container with what is still in it, and says why.

    `note`: our return number. With `certainty="inferred"` the unit was not read but concluded.
    Raises Unknown for a dealer or location that does not exist.
    """
    told = [objects] if isinstance(objects, Thing | Amount) else list(objects)
    listed = things.with_content(told, at=first_told(stamp))
    named = things.listed(told)
    if listed != named:
        listed = _without_what_is_back(listed, named.epcs, stamp)
    return put([_return(listed, dealer, reason, note, location, "", stamp)], stamp)


def candidates(
    material: str,
    *,
    dot_week: str = "",
    made_on: date | None = None,
    lot: str = "",
    dealer: str = "",
    limit: int = 100,
) -> Candidates:
    """Which units a thing may be whose number nobody can read: those that fit what can be read.

    `material`: its model; `dot_week`: the four digits of week and year on a tyre ("0926": week 9
    of 2026, by ISO 8601); `made_on`: the day it was made; `lot`: number or URI of its lot. Only
    units that are not here; first those that went to `dealer` (code or URI). At most `limit`
    are listed. Reads only, in a fixed number of queries. Raises Unknown for a material, dealer or
    lot that does not exist, Malformed for a week that is none (bad_week) or no mark at all
    (no_marks).
    """
    marks = Marks(material=material, dot_week=dot_week, made_on=made_on, lot=lot)
    return unread.find(marks, dealer=dealer, limit=limit)


def take_back_unread(
    material: str,
    *,
    dealer: str,
    reason: str,
    dot_week: str = "",
    made_on: date | None = None,
    lot: str = "",
    chosen: Thing | None = None,
    note: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A dealer returns a unit whose number nobody can read: which one it is, is concluded.

    The marks are those of `candidates`. Where one unit alone fits, it is that one; else `chosen`
    says which. The record says that it was inferred, and from what. Raises Ambiguous with the
    candidates where several fit and none is chosen, Unknown (no_candidate) where none fits,
    Refused (not_a_candidate) for a chosen one that does not, and as `candidates`.
    """
    marks = Marks(material=material, dot_week=dot_week, made_on=made_on, lot=lot)
    found = unread.find(marks, dealer=dealer)
    one = _chosen(found, marks, things.uri_of(chosen) if chosen else "")
    told: Stamp = {**stamp, "certainty": "inferred"}
    listed = Listed((one,), ())
    return put([_return(listed, dealer, reason, note, location, marks.told, told)], told)


def exchange(
    old: Thing,
    *,
    new: Thing,
    dealer: str,
    reason: str,
    rma: str,
    note: str,
    location: str = "",
    is_back: bool = False,
    **stamp: Unpack[Stamp],
) -> Captured:
    """A dealer gives a unit back and gets another one: the return, what leaves, and that they go
    together, in one transaction; so the trace of either shows both.

    `rma`: our return number; `note`: the number of the delivery note of the new one; `location`:
    where the old one is put. `is_back`: it was taken back before. Answers the event that ties
    them together. Raises as `take_back` and `shipping.ship`.
    """
    gone, came = things.uris_of([old, new])
    events: list[Event] = []
    if not is_back:
        events.append(_return(Listed((gone,), ()), dealer, reason, rma, location, "", stamp))
    tie = things.document("rma", rma)
    shipped = {
        "action": "OBSERVE",
        "biz_step": "shipping",
        "disposition": "in_transit",
        "epc_list": (came,),
        "biz_transaction_list": (*things.document("desadv", note), *tie),
        "destination_list": (things.owner(dealer),),
    }
    events.append(build(ObjectEvent, nth(stamp, len(events)), role=ROLE, fields=shipped))
    tied = {
        "action": "ADD",
        "biz_step": "replacing",
        "epc_list": (gone, came),
        "biz_transaction_list": tie,
        "context": {"reason": reason},
    }
    events.append(build(TransactionEvent, nth(stamp, len(events)), role=ROLE, fields=tied))
    return put(events, stamp)


def examine(
    objects: Things,
    *,
    result: Finding,
    cause: str = "",
    values: Sequence[Measured] = (),
    note: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """What a returned thing turned out to be: the fault is there, or not, or somebody's misuse.

    `cause`: what was found, in words; `values`: what was measured; `note`: our return number.
    Raises Unknown or Ambiguous for a printed number.
    """
    listed = things.listed(objects)
    return capture(
        ObjectEvent,
        stamp,
        role="quality",
        fields={
            "action": "OBSERVE",
            "biz_step": "inspecting",
            "disposition": "non_conformant" if result == "confirmed" else "conformant",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_transaction_list": things.document("rma", note),
            "context": {
                "inspection": "returned",
                "result": result,
                "reason": cause,
                "values": tuple(value.as_json() for value in values),
            },
        },
    )


def _without_what_is_back(listed: Listed, named: Collection[str], stamp: Stamp) -> Listed:
    """What came back by itself is in its container no more, though nobody took it out of it."""
    inside = set(listed.epcs).difference(named)
    states = ObjectState.objects.filter(object__uri__in=inside, is_here=True)
    here = dict(states.values_list("object__uri", "here_event"))
    returns = RecordedEvent.objects.filter(
        event_id__in=here.values(), disposition="returned", is_declaration=False
    ).exclude(event_id=stamp.get("event_id", ""))
    back = set(returns.values_list("event_id", flat=True))
    epcs = tuple(uri for uri in listed.epcs if here.get(uri) not in back)
    return Listed(epcs, listed.quantities)


def _return(
    listed: Listed,
    dealer: str,
    reason: str,
    note: str,
    location: str,
    marks: str,
    stamp: Stamp,
) -> ObjectEvent:
    source: TypedReference = things.owner(dealer)
    return build(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": "returned",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "source_list": (source,),
            "biz_transaction_list": things.document("rma", note),
            "biz_location": things.place(location),
            "context": {"reason": reason, "note": marks},
        },
    )


def _chosen(found: Candidates, marks: Marks, chosen: str) -> str:
    """The URI of the one unit that is taken for it."""
    if not found.listed:
        raise Unknown(
            f"No {marks.told} is out there.",
            code="no_candidate",
            next_step="Read the marks again; a digit may be wrong.",
        )
    if chosen and all(one.uri != chosen for one in found.listed):
        raise Refused(
            [
                Violation(
                    code="not_a_candidate",
                    message=f"{chosen} is no {marks.told} that is out there.",
                    next_step="Choose one of the candidates, or read the marks again.",
                    value=chosen,
                )
            ]
        )
    if not chosen and found.total > 1:
        raise Ambiguous(
            f"{found.total} units may be this {marks.told}.",
            candidates=[(one.uri, _described(one)) for one in found.listed[:_NAMED]],
        )
    return chosen or found.listed[0].uri


def _described(one: Candidate) -> str:
    went = f", went to {one.shipped_to.rpartition('/')[2]}" if one.shipped_to else ""
    return f"{one.number}, made {one.made_at:%Y-%m-%d}{went}"
