"""Who is at which machine: people badge in and out, and count for what is made meanwhile."""

from __future__ import annotations

from typing import Unpack
from urllib.parse import quote

from gozinto.operations import master_data, things
from gozinto.operations.stamp import Stamp, capture
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import TransactionEvent
from gozinto.standards.epcis.gozinto import Activity


def badge_in(*, equipment: str, role: str = "operator", **stamp: Unpack[Stamp]) -> Captured:
    """A person (`by`) begins to work at a machine, and answers for what is done there.

    equipment: the code of the machine.  role: as what, such as "operator" or "setter".
    They are there until they badge out, and a day at the longest. Raises Unknown for equipment
    that does not exist.
    """
    return _badge("badge_in", "ADD", equipment, role, stamp)


def badge_out(*, equipment: str, role: str = "operator", **stamp: Unpack[Stamp]) -> Captured:
    """A person (`by`) leaves a machine. `equipment`: its code; `role`: as what they were there."""
    return _badge("badge_out", "DELETE", equipment, role, stamp)


def _badge(activity: Activity, action: str, equipment: str, role: str, stamp: Stamp) -> Captured:
    master_data.check_equipment(equipment)
    # EPCIS wants a business transaction: this one is the person's presence at that machine.
    presence = "presence/" + "/".join(quote(part, safe="") for part in (equipment, stamp["by"]))
    return capture(
        TransactionEvent,
        stamp,
        role=role,
        fields={
            "action": action,
            "biz_transaction_list": things.document("", presence),
            "epc_list": (identifiers.equipment_uri(things.domain(), code=equipment),),
            "context": {"equipment": equipment, "activity": activity},
        },
    )
