"""The one table of what a panel may do: which verb, who may, and whether without the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gozinto.access.roles import LABORATORY, QUALITY, RECORDERS, SHOP, STORE, Role
from gozinto.operations.panels import handling, making, measuring, undoing
from gozinto.operations.panels.doing import Doing, Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: how it is done, by whom, and whether it may be told after it was done offline."""

    do: Callable[[Doing], Done]
    roles: frozenset[Role]
    is_offline: bool = False


ACTS: Mapping[str, Act] = {
    "start": Act(do=making.start, roles=SHOP),
    "pause": Act(do=making.pause, roles=SHOP, is_offline=True),
    "resume": Act(do=making.resume, roles=SHOP, is_offline=True),
    "finish": Act(do=making.finish, roles=SHOP, is_offline=True),
    "consume": Act(do=making.consume, roles=SHOP, is_offline=True),
    "put_back": Act(do=making.put_back, roles=SHOP, is_offline=True),
    "mount": Act(do=making.mount, roles=SHOP, is_offline=True),
    "unmount": Act(do=making.unmount, roles=SHOP, is_offline=True),
    "produce": Act(do=making.produce, roles=SHOP, is_offline=True),
    "scrap": Act(do=making.scrap, roles=SHOP | STORE | LABORATORY, is_offline=True),
    "measure": Act(do=measuring.measure, roles=SHOP | LABORATORY, is_offline=True),
    "receive": Act(do=handling.receive, roles=STORE),
    "move": Act(do=handling.move, roles=STORE | SHOP, is_offline=True),
    "pack": Act(do=handling.pack, roles=STORE | SHOP),
    "ship": Act(do=handling.ship, roles=STORE),
    "hold": Act(do=handling.hold, roles=RECORDERS, is_offline=True),
    "undo": Act(do=undoing.undo, roles=RECORDERS | QUALITY, is_offline=True),
    "badge_in": Act(do=making.badge_in, roles=RECORDERS, is_offline=True),
    "badge_out": Act(do=making.badge_out, roles=RECORDERS, is_offline=True),
}
"""Whoever sees something wrong may stop it; only quality frees it, and not at a panel."""
