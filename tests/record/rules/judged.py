"""A plant whose master data says how things are to be done, and what became of doing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from tests import workshop
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, event_of, lot

from gozinto import record
from gozinto.errors import Refused
from gozinto.operations import correcting, receiving
from gozinto.plant.models import (
    Approval,
    BillLine,
    Equipment,
    Material,
    Partner,
    Person,
    Qualification,
    RoutingStep,
    Skill,
)
from gozinto.record import Captured, clock
from gozinto.record.models import Event, Finding, OutboxRow
from gozinto.standards.epcis.gozinto import Context, Override

QUALITY = "P-9"
LONG_AGO = date(2020, 1, 1)
Act = Callable[..., Captured]


def describe() -> None:
    """The small plant, and how liner compound is made: of bromobutyl or butyl, and of zinc oxide.

    It is mixed at MIX-1, by people who learned it: OPERATOR did.
    """
    workshop.furnish()
    for code, kind in (("IIR", "raw"), ("ZN", "raw"), ("SALT", "raw"), ("SOAP", "auxiliary")):
        Material.objects.create(code=code, name=code.title(), kind=kind, uom="KGM")
    compound = Material.objects.get(code="LC")
    for slot, component, quantity, priority in (
        ("rubber", "HB", "0.9", 0),
        ("rubber", "IIR", "0.9", 1),
        ("zinc", "ZN", "0.1", 0),
    ):
        BillLine.objects.create(
            material=compound, component=Material.objects.get(code=component), step="mixing",
            slot=slot, quantity=quantity, uom="KGM", priority=priority,
        )  # fmt: skip
    mixing = Equipment.objects.create(code="MIXING", name="Mixing", level="work_center")
    Equipment.objects.filter(code="MIX-1").update(parent=mixing)
    skill = Skill.objects.create(code="MIX", name="Runs a mixer")
    RoutingStep.objects.create(
        material=compound, sequence=10, step="mixing", work_center=mixing, skill=skill
    )
    Qualification.objects.create(
        person=Person.objects.get(code=OPERATOR), skill=skill, obtained_on=LONG_AGO
    )
    for supplier, material, state in (("ELASTO", "HB", "approved"), ("RIVAL", "HB", "suspended")):
        Approval.objects.create(
            partner=Partner.objects.get(code=supplier),
            material=Material.objects.get(code=material), state=state,
        )  # fmt: skip


def stock(*materials: str) -> None:
    """A tonne of each, an hour before the first shift: lot `<material>-1`."""
    for material in materials:
        receiving.receive(
            material=material, supplier="ELASTO", supplier_lot=f"{material}-1",
            quantity=Decimal(1000), by=CLERK, at=at(-1),
        )  # fmt: skip


def stocked(material: str) -> str:
    """The URI of the lot of `stock`."""
    return lot(material, f"{material}-1", "ELASTO")


def refused(act: Act, *, hours: float = 1) -> list[str]:
    """The rules by which a live request of that hour was refused; it left nothing behind."""
    before = (Event.objects.count(), Finding.objects.count(), OutboxRow.objects.count())
    with clock.set_to(at(hours)), pytest.raises(Refused) as caught:
        act(at=at(hours), live=True)
    assert (Event.objects.count(), Finding.objects.count(), OutboxRow.objects.count()) == before
    return [violation.code for violation in caught.value.violations]


def accepted(act: Act, *, hours: float = 1) -> Captured:
    """What became of a live request of that hour."""
    with clock.set_to(at(hours)):
        return act(at=at(hours), live=True)


def overridden(act: Act, rule: str, *, role: str = "quality", hours: float = 1) -> Captured:
    """A live request of that hour by which somebody lets a rule pass, with a reason."""
    with transaction.atomic():
        event = event_of(act(at=at(hours)))
        transaction.set_rollback(True)
    told = Override(code=rule, reason="Tried and found good.", person=QUALITY, role=role)
    words = Context(overrides=(told,)).extensions()
    event = replace(event, event_id="", extensions={**event.extensions, **words})
    with clock.set_to(at(hours)):
        return record.capture(event, live=True)


def findings() -> list[tuple[str, str]]:
    """Every finding on record: its rule and the event at fault."""
    return sorted(Finding.objects.values_list("rule", "event__event_id"))


def only(rule: str, *events: Captured) -> bool:
    """Whether exactly these events break exactly that rule, and nothing else is found."""
    return findings() == sorted((rule, one.event_id) for one in events)


def passes_overridden(act: Act, rule: str, *, hours: float = 1) -> bool:
    """Whether quality lets the rule pass, which stands on record, and an operator may not."""
    with pytest.raises(Refused) as caught:
        overridden(act, rule, role="operator", hours=hours)
    assert {violation.code for violation in caught.value.violations} == {
        rule,
        "override_not_allowed",
    }
    assert findings() == []
    done = overridden(act, rule, hours=hours)
    stands = Finding.objects.get()
    told = (stands.state, stands.override_person, stands.override_reason)
    return only(rule, done) and told == ("overridden", QUALITY, "Tried and found good.")


def take_back(one: Captured) -> None:
    """It did not happen."""
    correcting.withdraw(one.event_id, reason="Wrong scan.", by=INSPECTOR, at=at(20))
