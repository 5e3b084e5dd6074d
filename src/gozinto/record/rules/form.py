"""What must not enter the record at all, whoever sends it: events that are not well-formed.

Each check is a function that yields its violations; a table names them, so that all violations
come at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from gozinto.errors import Malformed, Violation
from gozinto.plant.identifiers import canonical
from gozinto.record import clock
from gozinto.standards import quantities
from gozinto.standards.epcis import jsonld, reading
from gozinto.standards.epcis.events import Event, QuantityElement
from gozinto.standards.epcis.gozinto import Context, LinkDetail

LARGEST_QUANTITY = Decimal(10) ** 18
AHEAD_LIMIT = timedelta(hours=24)


def malformed(event: Event, *, is_read: bool = False) -> list[Violation]:
    """Everything about `event` alone that keeps it out of the record.

    What cannot be read again must not be stored, so the codec has the first word; and not the
    last, so that who corrects one fault does not meet the next one only then. Of an event that
    it has just read (`is_read`) it has said all it has to say.
    """
    rules = _BEYOND_THE_CODEC if is_read else (_codec, *_BEYOND_THE_CODEC)
    return [violation for rule in rules for violation in rule(event)]


def named(event: Event, *, is_read: bool = False) -> list[Violation]:
    """What `malformed` finds, each with the id of the event where that has one: of several."""
    found = malformed(event, is_read=is_read)
    if not event.event_id:
        return found
    return [replace(one, data={**one.data, "event_id": event.event_id}) for one in found]


def _codec(event: Event) -> Iterator[Violation]:
    try:
        yield from jsonld.check(event)
    except Malformed as error:
        # It cannot even be written: a time without zone, a number that is none.
        yield from error.violations or [
            Violation(code=error.code, message=error.message, next_step=error.next_step, path="$")
        ]


def _time_ahead(event: Event) -> Iterator[Violation]:
    aware = event.event_time.utcoffset() is not None
    if aware and event.event_time > clock.now() + AHEAD_LIMIT:
        yield Violation(
            code="time_in_future",
            message="The event time is more than 24 hours ahead.",
            next_step="Check the clock of the device that sent it.",
            path="$.eventTime",
            value=event.event_time.isoformat(),
        )


def _context(event: Event) -> Iterator[Violation]:
    try:
        context = Context.of(event)
    except ValueError as error:
        yield Violation(
            code="unreadable_extension",
            message=str(error),
            next_step="Correct the value, or leave the word out.",
            path="$.gozinto",
        )
        return
    earliest, latest = context.earliest or event.event_time, context.latest or event.event_time
    aware = event.event_time.utcoffset() is not None
    if aware and not earliest <= event.event_time <= latest:
        yield Violation(
            code="time_outside_bounds",
            message="The event time lies outside its own bounds.",
            next_step="Send earliest ≤ event time ≤ latest.",
            path="$.gozinto:earliest",
            value=f"{earliest.isoformat()} … {latest.isoformat()}",
        )
    listed = {
        canonical(e.epc_class): e.uom for name in _QUANTITY_FIELDS for e in getattr(event, name, ())
    }
    for link in context.links:
        uom = link.uom or listed.get(canonical(link.id), "")
        yield from _amount(link, uom, f"$.gozinto:links[{link.id}]")
        yield from _uri(link.lot, f"$.gozinto:links[{link.id}].lot")
    yield from _uri(context.job, "$.gozinto:job")


def _uri(value: str, path: str) -> Iterator[Violation]:
    if value:
        here = reading.Reading({})
        reading.uri(here, value, path)
        yield from here.faults


def _amounts(event: Event) -> Iterator[Violation]:
    for field, name in _QUANTITY_FIELDS.items():
        elements: Sequence[QuantityElement] = getattr(event, field, ())
        for index, element in enumerate(elements):
            if _is_too_large(element.quantity, element.uom):
                yield _too_large(element.quantity, f"$.{name}[{index}].quantity")


def _is_too_large(quantity: Decimal | None, uom: str) -> bool:
    """Also when it is only so in the unit that stock is counted in: kilotonnes as kilograms."""
    if quantity is None or not quantity.is_finite() or not quantities.is_unit(uom):
        return False
    in_base = quantities.convert(quantity, uom, quantities.base_unit(uom))
    return max(quantity, in_base) >= LARGEST_QUANTITY


def _declaration(event: Event) -> Iterator[Violation]:
    if event.error_declaration is not None and not event.event_id:
        yield Violation(
            code="declaration_without_id",
            message="An error declaration names no event, so it takes nothing back.",
            next_step="Send it with the event id of the event that is wrong.",
            path="$.eventID",
        )


_QUANTITY_FIELDS: Mapping[str, str] = {
    "quantity_list": "quantityList",
    "child_quantity_list": "childQuantityList",
    "input_quantity_list": "inputQuantityList",
    "output_quantity_list": "outputQuantityList",
}
"""An event's lists of quantities: our name and the standard's."""


def _too_large(quantity: Decimal | None, path: str) -> Violation:
    return Violation(
        code="quantity_too_large",
        message=f"{quantity} is more than any plant handles at once.",
        next_step="Check the number and its unit.",
        path=path,
        value=str(quantity),
    )


def _amount(link: LinkDetail, uom: str, path: str) -> Iterator[Violation]:
    """What the codec cannot know of the extension: its amounts."""
    if _is_too_large(link.quantity, uom):
        yield _too_large(link.quantity, f"{path}.quantity")
    elif link.quantity is not None and link.quantity < 0:
        yield Violation(
            code="negative_quantity",
            message=f"A quantity cannot be {link.quantity}.",
            next_step="Send the amount as a positive number; the event says which way it went.",
            path=f"{path}.quantity",
            value=str(link.quantity),
        )
    if not quantities.is_unit(link.uom):
        yield Violation(
            code="unknown_unit",
            message=f"{link.uom!r} is not a unit of UN/ECE Recommendation 20 known here.",
            next_step="Send the code, for example KGM for kilograms or C62 for pieces.",
            path=f"{path}.uom",
            value=link.uom,
        )


_BEYOND_THE_CODEC: tuple[Callable[[Event], Iterator[Violation]], ...] = (
    _declaration,
    _time_ahead,
    _context,
    _amounts,
)
