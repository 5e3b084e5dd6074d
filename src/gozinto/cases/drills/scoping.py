"""Both ways from the item of a drill: what went into it, where all of it is, and what is not known.

Asked as a recall asks, and kept in the step. Nothing is held, and nobody is written to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gozinto import trace
from gozinto.cases import stepping
from gozinto.cases.drills import weighing
from gozinto.cases.recalls import counting, freezing, origins, scoping
from gozinto.cases.recalls.counting import Amounts
from gozinto.cases.recalls.places import OUT, Placed
from gozinto.cases.recalls.scoping import Found
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.standards.quantities import PIECES
from gozinto.trace.answer import Trace

WIDTH = "possible"
"""A drill rehearses the widest, as a recall opens."""
GAPS_KEPT = 200
"""Gaps that are kept one by one; how many there are is kept too."""

Json = dict[str, Any]
_OF_NOTHING = Violation(
    code="drill_of_nothing",
    message="This drill has no item.",
    next_step="Abandon it, and begin another.",
)


def scope(stands: Standing, told: Mapping[str, object], taking: Taking) -> Standing:
    """Find where all of the item went and what it came from, and keep it in a step.

    Asked again it is found again, and the newest counts. Raises what `stepping.take` raises;
    Refused (drill_of_nothing) for one that was opened before drills had items.
    """
    stepping.check(stands.number, "scope", told=told, taking=taking)
    if stepping.is_taken(taking):
        return stepping.find(stands.number)
    if "origin" not in stands.subjects:
        raise Refused([_OF_NOTHING])
    (uri,) = stands.subjects["origin"]
    made = {**taking.made, "scope": found_of(uri)}
    return stepping.take(stands.number, "scope", told=told, taking=replace(taking, made=made))


def found_of(uri: str) -> Json:
    """All of it as a step keeps it; everything at one state of the record."""
    with snapshot():
        item = TraceableObject.objects.get(uri=uri)
        found = scoping.find(origins.Origins(things=(uri,)))
        parts = freezing.parts_of(found, width=WIDTH)
        counted = [one for one in parts if one.object in found.pieces]
        behind = trace.backward([item], width=WIDTH)
        balances = weighing.balances(item)
        gaps = _each_once(
            [*_unplaced(counted), *weighing.gaps(item, balances), *_told_gaps(item, found)]
        )
        return {
            **_ahead(found, parts, counted),
            "behind": _behind(behind),
            "balance": balances,
            "gaps": gaps[:GAPS_KEPT],
            "gap_count": len(gaps),
        }


def is_located(one: Placed) -> bool:
    """Whether the record knows where this part is; of what left, with whom."""
    return one.place != "unknown" and bool(one.place not in OUT or one.holder)


def _ahead(found: Found, parts: Sequence[Placed], counted: Sequence[Placed]) -> Json:
    objects = {one.object for one in parts}
    uris = dict(TraceableObject.objects.filter(pk__in=objects).values_list("pk", "uri"))
    tally = counting.tally(counted, found.kinds)
    located = _summed(one for one in counted if is_located(one))
    share = counting.share(located, of=tally.amounts)
    return {
        "width": WIDTH,
        "position": found.position,
        "things": len(objects),
        "amounts": counting.told(tally.amounts),
        "places": {name: counting.told(some) for name, some in tally.by_place.items()},
        "located": None if share is None else str(share),
        "customers": _customers(counted),
        "hash": freezing.digest(uris, found.width_of, objects),
    }


def _customers(counted: Iterable[Placed]) -> list[Json]:
    """Who has any of what counts, and how much."""
    with_whom: dict[str, list[Placed]] = defaultdict(list)
    for one in counted:
        if one.place in OUT and one.holder:
            with_whom[one.holder].append(one)
    return [
        {"uri": uri, "amounts": counting.told(_summed(some))}
        for uri, some in sorted(with_whom.items())
    ]


def _summed(some: Iterable[Placed]) -> Amounts:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for one in some:
        amounts[one.uom or PIECES] += one.quantity
    return amounts


def _behind(found: Trace) -> Json:
    """What went into it, of how many lots and runs, and the companies with their own numbers."""
    objects = [one for one in found.nodes if one.kind != "run" and one.depth]
    return {
        "things": len(objects),
        "materials": len({one.material for one in objects if one.material}),
        "runs": sum(one.kind == "run" for one in found.nodes),
        "suppliers": [
            {"uri": one.uri, "name": one.name, "lots": list(one.supplier_lots)}
            for one in found.facts.suppliers
        ],
    }


def _told_gaps(item: TraceableObject, found: Found) -> list[Json]:
    """What the two answers say they do not know; of a large scope those of the way back alone."""
    answer = trace.both([item]) if found.is_priced else trace.backward([item])
    told = [
        _gap(one.code, uri=one.uri, message=one.message, adds=one.widens_by) for one in answer.gaps
    ]
    if found.truncated:
        told.append(_gap("cut_by_limit", message="More is in the scope than is looked at."))
    return told


def _unplaced(counted: Sequence[Placed]) -> list[Json]:
    """Those of which nothing says where they are, or with whom."""
    lost = {one.object: one for one in counted if not is_located(one)}
    names: Mapping[int, tuple[str, str]] = {
        pk: (uri, number)
        for pk, uri, number in TraceableObject.objects.filter(
            pk__in=sorted(lost)[:GAPS_KEPT]
        ).values_list("pk", "uri", "number")
    }
    return [
        _gap(
            "customer_missing",
            uri=uri,
            message=f"{number} was shipped, and no record says to whom.",
        )
        if lost[pk].place in OUT
        else _gap("place_unknown", uri=uri, message=f"No record says where {number} is.")
        for pk in sorted(lost)
        for uri, number in [names.get(pk, ("", ""))]
    ]


def _each_once(gaps: Iterable[Json]) -> list[Json]:
    """What both answers say of a thing stands once, as it was said first."""
    first: dict[tuple[str, str], Json] = {}
    for one in gaps:
        first.setdefault((one["code"], one["uri"] or one["message"]), one)
    return list(first.values())


def _gap(code: str, *, message: str, uri: str = "", adds: int = 0) -> Json:
    return {"code": code, "uri": uri, "message": message, "adds": adds}
