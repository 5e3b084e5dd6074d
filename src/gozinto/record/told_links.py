"""What an event tells of its links beyond EPCIS: whose detail is whose, which slots are filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from gozinto.errors import Malformed
from gozinto.plant.identifiers import canonical
from gozinto.record.effect_shapes import Named
from gozinto.standards.epcis.gozinto import LinkDetail
from gozinto.standards.quantities import convert

Item = tuple[Named, Decimal | None, str]
Told = tuple[Item, LinkDetail | None]


def exact(quantity: Decimal | None) -> Decimal | None:
    """As the database keeps it: nine decimals. The event itself keeps what was sent."""
    return None if quantity is None else round(quantity, 9)


def canonically(link: LinkDetail) -> LinkDetail:
    """The link with what it names under its one URI."""
    uri, lot = canonical(link.id), canonical(link.lot)
    return link if (uri, lot) == (link.id, link.lot) else replace(link, id=uri, lot=lot)


class Details:
    """Hands the links' details out to the items they speak of, in the order they stand in.

    One lot may go into two slots, so an id may have several; the last serves all that follow.
    `lots`: what the event tells of its units' lots in the standard's own words.
    """

    def __init__(self, links: Iterable[LinkDetail], lots: Mapping[str, str]) -> None:
        self._lots = lots
        self._waiting: dict[str, list[LinkDetail]] = {}
        for link in map(canonically, links):
            self._waiting.setdefault(link.id, []).append(link)

    def beside(self, items: Iterable[Item]) -> list[Told]:
        """Each item with its detail."""
        return [(item, self._next(item[0].uri)) for item in items]

    def _next(self, uri: str) -> LinkDetail | None:
        waiting = self._waiting.get(uri)
        lot = self._lots.get(uri, "")
        if not waiting:
            return LinkDetail(id=uri, lot=lot) if lot else None
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return replace(found, lot=lot) if lot and not found.lot else found


def amount_of(item: Item, detail: LinkDetail | None) -> tuple[Decimal | None, str]:
    """How much one link is of, and in which unit: its own word before the list's."""
    _, quantity, uom = item
    if detail is None or detail.quantity is None:
        return quantity, uom
    return exact(detail.quantity), detail.uom or uom


def replaced_slots(inputs: list[Told]) -> list[list[str]]:
    """Slots whose own links cover what the bill asks: those the unit does not inherit.

    `required` is in the unit that stands beside it, or else in that of the event's list.
    """
    filled: dict[tuple[str, str, str], list[tuple[Decimal | None, str]]] = {}
    required: dict[tuple[str, str, str], tuple[Decimal, str]] = {}
    for item, detail in inputs:
        if detail is None or detail.slot is None:
            continue
        slot = (detail.slot.step, detail.slot.name, detail.slot.position)
        filled.setdefault(slot, []).append(amount_of(item, detail))
        if detail.required is not None:
            required[slot] = (detail.required, detail.uom or item[2])
    return sorted(
        list(slot)
        for slot, amounts in filled.items()
        if slot not in required or _covers(amounts, *required[slot])
    )


def _covers(amounts: Iterable[tuple[Decimal | None, str]], wanted: Decimal, uom: str) -> bool:
    """Whether these make up the amount wanted; what cannot be compared with it adds nothing."""
    total = Decimal(0)
    for quantity, given in amounts:
        try:
            total += convert(quantity or Decimal(0), given, uom)
        except Malformed:
            # Then the unit inherits the slot as well: rather too much than one input missed.
            continue
    return total >= wanted
