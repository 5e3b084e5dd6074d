"""What an event breaks, given where its object stood just before it: pure, one object at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gozinto.errors import GozintoError
from gozinto.record.effect_shapes import InvolvementEffect
from gozinto.record.projections.states import Said, State
from gozinto.record.rules.shapes import Fault
from gozinto.standards import quantities


@dataclass(frozen=True, slots=True)
class Told:
    """What one event says of the object of this URI."""

    uri: str
    said: Said


USED = frozenset(("consumed", "shipped"))


def found(before: State, told: Told) -> Iterator[Fault]:
    """Everything that the event breaks."""
    used = [effect for effect in told.said.did if effect.term in USED]
    if used:
        yield from _not_usable(before, told)
        yield from _not_there(before, told, used)
    yield from _duplicate(before, told)


def _broken(told: Told, rule: str, message: str) -> Fault:
    return Fault(
        rule=rule,
        subject=told.uri,
        object=told.uri,
        position=told.said.position,
        message=message,
        value=told.uri,
    )


def _not_usable(before: State, told: Told) -> Iterator[Fault]:
    if before.held:
        yield _broken(told, "object_held", f"{told.uri} is on hold.")
    if before.expires_at and before.expires_at < told.said.at:
        yield _broken(
            told, "object_expired", f"{told.uri} expired on {before.expires_at.isoformat()}."
        )


def _not_there(before: State, told: Told, used: Iterable[InvolvementEffect]) -> Iterator[Fault]:
    if before.first_at is None:
        yield _broken(
            told, "object_not_on_record", f"{told.uri} was never received or produced here."
        )
        return
    wanted = sum((_in_unit_of(before, effect) for effect in used), Decimal(0))
    if wanted > before.on_hand:
        yield _broken(
            told,
            "more_than_on_hand",
            f"{told.uri}: {_text(wanted)} wanted, {_text(before.on_hand)} {before.uom} on hand.",
        )


def _text(amount: Decimal) -> str:
    # The database gives nine decimals, an event what it was sent with: one amount, one text.
    return format(amount.normalize(), "f")


def _in_unit_of(state: State, effect: InvolvementEffect) -> Decimal:
    amount = -effect.delta
    if not state.uom or not effect.uom or state.uom == effect.uom:
        return amount
    try:
        return quantities.convert(amount, effect.uom, state.uom)
    except GozintoError:
        # Another dimension cannot be compared with the stock; the form of the event is sound.
        return Decimal(0)


def _duplicate(before: State, told: Told) -> Iterator[Fault]:
    terms = {effect.term for effect in told.said.did if not effect.object.is_class}
    if "produced" in terms and "consumed" not in terms and before.first_at is not None:
        yield _broken(
            told,
            "duplicate_serial",
            f"{told.uri} exists already; a serial number is used once for ever.",
        )
