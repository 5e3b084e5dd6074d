"""What comes back of a recall is scanned, and is on record as a return of who had it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gozinto import record
from gozinto.cases import stepping
from gozinto.cases.recalls import freezing, places
from gozinto.cases.recalls.places import OUT, Placed
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.operations import returning, things
from gozinto.operations.things import Amount, Thing
from gozinto.plant import known
from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import run_tx


def take_back(
    number: str,
    *,
    taking: Taking,
    location: str = "",
    quantity: Decimal | None = None,
    customer: str = "",
) -> Standing:
    """What of a recall is here again: `taking.subjects["returned"]`, into this place.

    A container that holds any of it comes back whole, with all that is in it. Who had it, the
    record says; of a lot that several have, `customer` (URI or code) says whose it
    was, and `quantity` how much of it came, else all of theirs. The returns and the step are
    recorded together or not at all. Raises what `stepping.take` and `returning.take_back` raise,
    Refused (not_out) for what is of another recall, or here.
    """
    told = {
        "location": location,
        "quantity": "" if quantity is None else str(quantity),
        "customer": customer,
    }
    stepping.check(number, "take_back", told=told, taking=taking)
    stands = stepping.find(number)

    def body() -> Standing:
        if stepping.is_taken(taking):
            return stepping.take(number, "take_back", told=told, taking=taking)
        events = [
            returning.take_back(
                some,
                dealer=holder,
                reason=stands.title[:200],
                note=number,
                location=location,
                by=taking.by,
                live=True,
                event_id=stepping.beside(taking, f"take_back {holder}").urn,
            ).event_id
            for holder, some in _returned(stands, taking, quantity, customer).items()
        ]
        whole = replace(taking, made={"returned": events})
        return stepping.take(number, "take_back", told=told, taking=whole)

    with record.unbuffered():
        return run_tx(body)


def _returned(
    stands: Standing, taking: Taking, quantity: Decimal | None, customer: str
) -> Mapping[str, list[Thing | Amount]]:
    """What comes back, by the company that had it. Raises Refused (not_out)."""
    uris = list(dict.fromkeys(taking.subjects.get("returned", ())))
    inside = {uri: _content(uri) for uri in uris}
    reached = set(uris).union(*inside.values())
    named = {one.uri: one for one in TraceableObject.objects.filter(uri__in=reached)}
    partner = known.now().partners.get(customer)
    out = _out(stands, named.values(), of=partner.uri if partner else customer)
    boxes = {one.pk for one in named.values() if one.kind == TraceableObject.Kind.CONTAINER}
    left = places.left_in(boxes)
    found: dict[str, list[Thing | Amount]] = defaultdict(list)
    coming = set[str]()
    for uri in uris:
        if uri not in named:
            continue
        holder = left[named[uri].pk].customer if named[uri].pk in left else ""
        if any(part.holder == holder for one in inside[uri] for part in out[one]):
            found[holder].append(uri)
            coming.add(uri)
        for part in out[uri]:
            found[part.holder].append(_amount(named[uri], part, quantity))
            coming.add(uri)
    _check(uris, coming)
    return found


def _content(uri: str) -> Collection[str]:
    """What is in a container, however deep; nothing for what is none."""
    held = things.with_content(uri, at=None)
    return {*held.epcs, *(part.epc_class for part in held.quantities)} - {uri}


def _out(
    stands: Standing, some: Iterable[TraceableObject], *, of: str
) -> Mapping[str, Sequence[Placed]]:
    """What of these, by URI, the recall is about and somebody has; `of`: one company alone."""
    frozen = set(freezing.frozen_objects(stands))
    uris = {one.pk: one.uri for one in some if one.pk in frozen}
    out: dict[str, list[Placed]] = defaultdict(list)
    for part in places.find(list(uris)).placed:
        if part.place in OUT and part.holder and of in ("", part.holder):
            out[uris[part.object]].append(part)
    return out


def _amount(one: TraceableObject, part: Placed, quantity: Decimal | None) -> Thing | Amount:
    if one.kind != TraceableObject.Kind.LOT:
        return one
    return Amount(of=one, quantity=part.quantity if quantity is None else quantity, uom=part.uom)


def _check(uris: Iterable[str], out: set[str]) -> None:
    wrong = [
        Violation(
            code="not_out",
            message="This of the recall is out with nobody.",
            next_step="Take back only what is still out; what is here already counts.",
            path="returned",
            value=uri,
        )
        for uri in uris
        if uri not in out
    ]
    if wrong:
        raise Refused(wrong)
