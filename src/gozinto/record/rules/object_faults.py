"""What an event breaks, given where its object stood just before it: pure, one object at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gozinto.errors import GozintoError
from gozinto.plant.identifiers import identify
from gozinto.record.effect_shapes import InvolvementEffect
from gozinto.record.projections.standing import (
    HELD,
    INSPECTED,
    RECALLED,
    UNITS,
    USES,
    Said,
    Saying,
    Standing,
    counted_of,
    expiry,
    instant,
    is_so,
)
from gozinto.record.projections.states import State
from gozinto.record.rules.demands import FINAL, INPUT, Demands
from gozinto.record.rules.shapes import Fault
from gozinto.standards import quantities

_PASSED = frozenset(("accepted", "concession"))
_REJECTED = "rejected"
_MADE = frozenset(("made", "commissioned"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One event, and the object of this URI just before it.

    `lots`: what was said by then of the lots that the unit is of. `comes_later`, `is_used_later`:
    whether an event after this one brings the object in, or this one or one after it uses it.
    """

    uri: str
    said: Said
    before: State
    lots: Sequence[Standing] = ()
    comes_later: bool = False
    is_used_later: bool = False

    @property
    def number(self) -> str:
        """What is printed on it: messages are for people."""
        return identify(self.uri).number

    @property
    def is_lot(self) -> bool:
        """Whether it is spoken of by class and quantity."""
        return any(effect.object.is_class for effect in self.said.did)


def found(case: Case, demands: Demands) -> Iterator[Fault]:
    """Everything that the event breaks."""
    if case.said.is_use:
        yield from _unusable(case, demands)
    yield from (*_stock(case), *_duplicate(case), *_orphan(case), *_count(case, demands))


def _fault(of: Case, rule: str, **data: str) -> Fault:
    return Fault(
        rule=rule,
        subject=of.uri,
        object=of.uri,
        position=of.said.position,
        value=of.uri,
        data={"number": of.number, **data},
    )


def _unusable(case: Case, demands: Demands) -> Iterator[Fault]:
    if is_so(HELD, own=case.before.standing, lots=case.lots):
        yield _fault(case, "object_held")
    if is_so(RECALLED, own=case.before.standing, lots=case.lots):
        yield _fault(case, "object_recalled")
    expires = expiry(case.before.standing, case.lots)
    if expires and expires < instant(case.said.at):
        yield _fault(case, "object_expired", expired=expires)
    if not case.said.is_rework:
        yield from _unreleased(case, demands)


def _inspections(case: Case) -> dict[str, Saying]:
    """The last result of each kind of inspection, of the unit or of its lots."""
    latest: dict[str, Saying] = {}
    for standing in (*case.lots, case.before.standing):
        for topic, told in standing.said.items():
            if topic.startswith(INSPECTED):
                kind = topic.removeprefix(INSPECTED)
                if kind not in latest or told.when > latest[kind].when:
                    latest[kind] = told
    return latest


def _unreleased(case: Case, demands: Demands) -> Iterator[Fault]:
    results = _inspections(case)
    last = max(results.values(), key=lambda told: told.when, default=None)
    if last is not None and last.what == _REJECTED:
        yield _fault(case, "not_released", case="rejected")
        return
    passed = {kind for kind, told in results.items() if told.what in _PASSED}
    origins = case.before.standing.origins
    if "received" in origins and INPUT not in passed and _must(case, INPUT, demands):
        yield _fault(case, "not_released", case="not_inspected")
    leaves = any(effect.term == "shipped" for effect in case.said.did)
    is_ours = bool(_MADE.intersection(origins))
    if leaves and is_ours and FINAL not in passed and _must(case, FINAL, demands):
        yield _fault(case, "shipped_without_release")


def _must(case: Case, kind: str, demands: Demands) -> bool:
    return demands.inspection(kind, case.uri, at=case.said.at, is_class=case.is_lot)


def _stock(case: Case) -> Iterator[Fault]:
    used = [effect for effect in case.said.did if effect.term in USES]
    if not used:
        return
    before, standing = case.before, case.before.standing
    if not standing.origins:
        comes = case.comes_later
        yield _fault(case, "consumed_before_received" if comes else "object_not_on_record")
        return
    if standing.origins == (UNITS,) and case.is_lot:
        return  # its pieces have numbers of their own, and their own stock
    wanted = sum((_in_unit_of(before, effect) for effect in used), Decimal(0))
    on_hand = before.on_hand + standing.found
    if wanted > on_hand:
        term, at, _ = standing.moved
        if term == "consumed" and at == instant(case.said.at):
            return  # one thing was taken apart, and each of its pieces tells of it
        if term == "shipped" and not case.is_lot:
            yield _fault(case, "already_shipped")
            return
        yield _fault(
            case,
            "more_than_on_hand",
            wanted=_text(wanted),
            on_hand=_text(on_hand),
            uom=before.uom,
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


def _duplicate(case: Case) -> Iterator[Fault]:
    """A unit is made once. That it was commissioned, and came out of a run, tells of one making."""
    if case.is_lot:
        return
    ways = case.before.standing.new_origins(case.said)
    if not ways:
        return
    for way, other in (("made", "commissioned"), ("commissioned", "made")):
        if way in ways and set(case.before.standing.origins) - {other}:
            yield _fault(case, "duplicate_serial")


def _orphan(case: Case) -> Iterator[Fault]:
    """It is spoken of, and nothing tells where it came from, nor what became of it."""
    is_first = case.before.first_at is None and not case.before.standing.origins
    comes = case.comes_later or case.said.origins
    if not is_first or comes or case.is_used_later:
        return
    identity = identify(case.uri, is_class=case.is_lot)
    if identity.item and identity.kind != "container":
        yield _fault(case, "orphan_object")


def _count(case: Case, demands: Demands) -> Iterator[Fault]:
    before = case.before
    expected = before.on_hand + before.standing.found
    for effect in case.said.did:
        counted = counted_of(effect, before.uom)
        if counted is None:
            continue
        allowed = demands.tolerance(case.uri, before)
        if allowed is not None and abs(counted - expected) > allowed:
            yield _fault(
                case,
                "mass_balance",
                counted=_text(counted),
                expected=_text(expected),
                allowed=_text(allowed),
                uom=before.uom,
            )
