"""Assets and auxiliaries are put into a machine, and taken off."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import master_data, things
from gozinto.operations.production.transforming import ROLE
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Thing
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import AssociationEvent
from gozinto.standards.epcis.gozinto import Slot


def mount(
    thing: Thing,
    *,
    equipment: str,
    slot: str,
    position: str = "",
    step: str = "",
    cycles: int | None = None,
    **stamp: Unpack[Stamp],
) -> Captured:
    """An asset or a lot goes into a slot of a machine and stays until something else does.

    `cycles`: how many it has behind it. Raises Unknown for equipment that does not exist.
    """
    slot_there = Slot(name=slot, step=step, position=position)
    return _associate(thing, "ADD", equipment, slot_there, cycles, stamp)


def unmount(
    thing: Thing,
    *,
    equipment: str,
    slot: str,
    position: str = "",
    step: str = "",
    cycles: int | None = None,
    **stamp: Unpack[Stamp],
) -> Captured:
    """What was mounted comes off. `cycles`: how many it has behind it now."""
    slot_there = Slot(name=slot, step=step, position=position)
    return _associate(thing, "DELETE", equipment, slot_there, cycles, stamp)


def _associate(
    thing: Thing, action: str, equipment: str, slot: Slot, cycles: int | None, stamp: Stamp
) -> Captured:
    master_data.check_equipment(equipment)
    listed = things.listed(thing)
    return capture(
        AssociationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": action,
            "biz_step": "installing" if action == "ADD" else "removing",
            "disposition": "in_progress",
            "parent_id": identifiers.equipment_uri(things.domain(), code=equipment),
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "context": {
                "equipment": equipment,
                "slot": slot,
                "step": slot.step,
                "position": slot.position,
                "cycles": cycles,
            },
        },
    )
