"""The one table of the verbs under /api/v1: where each is called, and who may call it.

What a verb is asked with, and what it answers, is read off the verb (`deriving`); an example of
each stands in `examples`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gozinto.access.roles import LABORATORY, QUALITY, SHOP, STORE, Role
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
    _verb(opening.open_stock, "Open stock", STORE | {Role.QUALITY}),
    _verb(receiving.receive, "Receive a lot", STORE),
    _verb(receiving.receive_lots, "Receive a delivery", STORE),
    _verb(receiving.receive_units, "Receive units", STORE),
    _verb(receiving.put_away, "Put away", STORE),
    _verb(inspection.inspect, "Inspect", LABORATORY),
    _verb(inspection.inspect_by_plan, "Inspect by a plan", LABORATORY),
    _verb(inspection.take_sample, "Take a sample", LABORATORY),
    _verb(inspection.sort_out, "Sort a lot", LABORATORY),
    _verb(holding.hold, "Hold", LABORATORY),
    _verb(holding.release, "Release", QUALITY),
    _verb(badging.badge_in, "Badge in", SHOP),
    _verb(production.start, "Start a run", SHOP),
    _verb(production.mount, "Mount", SHOP),
    _verb(production.consume, "Consume", SHOP),
    _verb(production.pause, "Pause a run", SHOP),
    _verb(production.resume, "Resume a run", SHOP),
    _verb(production.produce_lot, "Produce a lot", SHOP),
    _verb(production.mix, "Mix", SHOP),
    _verb(production.produce_serial, "Produce a unit", SHOP),
    _verb(production.unmount, "Unmount", SHOP),
    _verb(production.put_back, "Put back what was not used", SHOP),
    _verb(production.produce_serials, "Produce units", SHOP),
    _verb(production.backflush, "Backflush", SHOP),
    _verb(production.record_parameters, "Record parameters", SHOP),
    _verb(production.scrap, "Scrap what a run made", SHOP),
    _verb(production.rework, "Rework", SHOP),
    _verb(production.repair, "Repair", SHOP),
    _verb(production.finish, "Finish a run", SHOP),
    _verb(badging.badge_out, "Badge out", SHOP),
    _verb(moving.move, "Move", STORE | SHOP),
    _verb(production.split, "Split a lot", STORE | SHOP),
    _verb(production.merge, "Merge lots", STORE | SHOP),
    _verb(production.repack, "Repack", STORE | SHOP),
    _verb(packing.pack, "Pack", STORE | SHOP),
    _verb(packing.unpack, "Unpack", STORE | SHOP),
    _verb(shipping.pick, "Pick", STORE),
    _verb(shipping.ship, "Ship", STORE),
    _verb(shipping.void, "Void a shipment", STORE | {Role.QUALITY}),
    _verb(returning.take_back, "Take back", STORE | {Role.QUALITY}),
    _verb(returning.take_back_unread, "Take back unread", STORE | {Role.QUALITY}),
    _verb(returning.exchange, "Exchange", STORE | {Role.QUALITY}),
    _verb(returning.examine, "Examine", LABORATORY),
    _verb(counting.count_lot, "Count a lot", STORE),
    _verb(counting.count_place, "Count a place", STORE),
    _verb(holding.hold_forward, "Hold all forward", LABORATORY),
    _verb(holding.release_forward, "Release all forward", QUALITY),
    _verb(correcting.replace, "Replace an event", QUALITY),
    _verb(correcting.withdraw, "Withdraw an event", QUALITY),
    _verb(scrapping.scrap, "Scrap", SHOP | STORE | LABORATORY),
)
"""Every public verb of `operations`; a test finds one that is missing."""
