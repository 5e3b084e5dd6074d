"""The one table of the verbs under /api/v1: where each is called, and who may call it.

What a verb is asked with, and what it answers, is read off the verb (`deriving`); an example of
each stands in `examples`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gozinto.access.roles import LABORATORY, QUALITY, Role
from gozinto.edges.api.verbs.deriving import Request, request_of
from gozinto.edges.api.verbs.examples import EXAMPLES
from gozinto.operations import (
    badging,
    correcting,
    counting,
    holding,
    inspection,
    moving,
    opening,
    packing,
    production,
    receiving,
    returning,
    scrapping,
    shipping,
)

_ROOMS = "gozinto.operations."
_PROGRAMS = frozenset({Role.INTEGRATOR, Role.ADMIN})
"""A program tells what somebody else did; who that was it says in `by`."""
_STORE = _PROGRAMS | {Role.WAREHOUSE, Role.PLANNER}
_SHOP = _PROGRAMS | {Role.OPERATOR, Role.PLANNER}

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb as an endpoint."""

    call: Call
    roles: frozenset[Role]
    summary: str
    request: Request = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "request", request_of(self.call, self.name))

    @property
    def room(self) -> str:
        """The subject it belongs to: "production"."""
        return self.call.__module__.removeprefix(_ROOMS).partition(".")[0]

    @property
    def path(self) -> str:
        """Where it is called, below /api/v1."""
        return f"/{self.room}/{self.call.__name__.replace('_', '-')}"

    @property
    def example(self) -> Mapping[str, Any]:
        """A request that a plant may send."""
        return EXAMPLES[self.path]

    @property
    def name(self) -> str:
        """What its request is called on the OpenAPI page: ProductionConsume."""
        words = [self.room, *self.call.__name__.split("_")]
        return "".join(word.capitalize() for word in words)


def _verb(call: Call, summary: str, roles: frozenset[Role]) -> Verb:
    return Verb(call=call, roles=roles, summary=summary)


VERBS: tuple[Verb, ...] = (
    _verb(opening.open_stock, "Open stock", _STORE | {Role.QUALITY}),
    _verb(receiving.receive, "Receive a lot", _STORE),
    _verb(receiving.receive_lots, "Receive a delivery", _STORE),
    _verb(receiving.receive_units, "Receive units", _STORE),
    _verb(receiving.put_away, "Put away", _STORE),
    _verb(inspection.inspect, "Inspect", LABORATORY),
    _verb(inspection.inspect_by_plan, "Inspect by a plan", LABORATORY),
    _verb(inspection.take_sample, "Take a sample", LABORATORY),
    _verb(inspection.sort_out, "Sort a lot", LABORATORY),
    _verb(holding.hold, "Hold", LABORATORY),
    _verb(holding.release, "Release", QUALITY),
    _verb(badging.badge_in, "Badge in", _SHOP),
    _verb(production.start, "Start a run", _SHOP),
    _verb(production.mount, "Mount", _SHOP),
    _verb(production.consume, "Consume", _SHOP),
    _verb(production.pause, "Pause a run", _SHOP),
    _verb(production.resume, "Resume a run", _SHOP),
    _verb(production.produce_lot, "Produce a lot", _SHOP),
    _verb(production.mix, "Mix", _SHOP),
    _verb(production.produce_serial, "Produce a unit", _SHOP),
    _verb(production.unmount, "Unmount", _SHOP),
    _verb(production.put_back, "Put back what was not used", _SHOP),
    _verb(production.produce_serials, "Produce units", _SHOP),
    _verb(production.backflush, "Backflush", _SHOP),
    _verb(production.record_parameters, "Record parameters", _SHOP),
    _verb(production.scrap, "Scrap what a run made", _SHOP),
    _verb(production.rework, "Rework", _SHOP),
    _verb(production.repair, "Repair", _SHOP),
    _verb(production.finish, "Finish a run", _SHOP),
    _verb(badging.badge_out, "Badge out", _SHOP),
    _verb(moving.move, "Move", _STORE | _SHOP),
    _verb(production.split, "Split a lot", _STORE | _SHOP),
    _verb(production.merge, "Merge lots", _STORE | _SHOP),
    _verb(production.repack, "Repack", _STORE | _SHOP),
    _verb(packing.pack, "Pack", _STORE | _SHOP),
    _verb(packing.unpack, "Unpack", _STORE | _SHOP),
    _verb(shipping.pick, "Pick", _STORE),
    _verb(shipping.ship, "Ship", _STORE),
    _verb(shipping.void, "Void a shipment", _STORE | {Role.QUALITY}),
    _verb(returning.take_back, "Take back", _STORE | {Role.QUALITY}),
    _verb(returning.take_back_unread, "Take back unread", _STORE | {Role.QUALITY}),
    _verb(returning.exchange, "Exchange", _STORE | {Role.QUALITY}),
    _verb(returning.examine, "Examine", LABORATORY),
    _verb(counting.count_lot, "Count a lot", _STORE),
    _verb(counting.count_place, "Count a place", _STORE),
    _verb(holding.hold_forward, "Hold all forward", LABORATORY),
    _verb(holding.release_forward, "Release all forward", QUALITY),
    _verb(correcting.replace, "Replace an event", QUALITY),
    _verb(correcting.withdraw, "Withdraw an event", QUALITY),
    _verb(scrapping.scrap, "Scrap", _SHOP | _STORE | LABORATORY),
)
"""Every public verb of `operations`; a test finds one that is missing."""
