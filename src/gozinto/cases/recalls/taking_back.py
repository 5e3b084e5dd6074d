"""What comes back of a recall is scanned, and is on record as a return of who had it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from gozinto import record
from gozinto.cases import stepping
from gozinto.cases.recalls import freezing, places
from gozinto.cases.recalls.places import OUT, Placed
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Violation
from gozinto.operations import returning
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

    Who had it, the record says; of a lot that several have, `customer` (URI or code) says whose it
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
    named = {one.uri: one for one in TraceableObject.objects.filter(uri__in=uris)}
    frozen = set(freezing.frozen_objects(stands))
    partner = known.now().partners.get(customer)
    of = partner.uri if partner else customer
    out: dict[int, list[Placed]] = defaultdict(list)
    for one in places.find({one.pk for one in named.values()} & frozen).placed:
        if one.place in OUT and one.holder and of in ("", one.holder):
            out[one.object].append(one)
    _check(uris, {uri for uri, one in named.items() if out[one.pk]})
    found: dict[str, list[Thing | Amount]] = defaultdict(list)
    for uri in uris:
        parts = out[named[uri].pk]
        for part in parts:
            found[part.holder].append(_amount(named[uri], part, quantity))
    return found


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
