"""What is known of a plant by code, by URI and by day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.plant.changing.works import SMALL, send

from gozinto.plant import known
from gozinto.plant.models import (
    BillLine,
    Calibration,
    Location,
    Material,
    MaterialRevision,
    PhysicalAsset,
    RoutingStep,
)

pytestmark = pytest.mark.django_db

A_DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _described() -> None:
    send(SMALL)


def test_a_material_is_found_by_its_code_and_by_its_gtin() -> None:
    Material.objects.filter(code="TYRE").update(gtin="04012345678901")
    there = known.now()
    assert there.material_of("TYRE") == there.material_of("04012345678901")
    assert there.material_of("TYRE") is not None
    assert there.material_of("04012345678918") is None


def test_a_company_and_an_asset_are_found_by_their_uris() -> None:
    there = known.now()
    for found in (
        there.partner_of("https://id.works.example/partner/ACME"),
        there.asset_of("https://id.works.example/asset/G-1"),
    ):
        assert found is not None
        assert found.code in ("ACME", "G-1")
    assert there.asset_of("https://id.works.example/asset/G-2") is None


def test_a_machine_knows_what_it_is_part_of() -> None:
    assert known.now().equipment["PR-1"].within == ("PR-1", "CURE", "SITE")


def test_a_place_knows_what_it_is_part_of() -> None:
    uri = "https://id.works.example/loc/"
    hall = Location.objects.create(code="HALL", uri=uri + "HALL", name="Hall")
    Location.objects.create(code="RACK", uri=uri + "RACK", name="Rack", parent=hall)
    assert known.now().locations["RACK"].within == ("RACK", "HALL")


def test_a_layout_has_its_elements_in_order_and_a_rule_its_names() -> None:
    there = known.now()
    text, symbol = there.label_layouts["TAG"].elements
    assert (text.text, text.size_pt, symbol.symbology) == ("{number}", Decimal(12), "qr")
    assert (symbol.size_pt, symbol.thickness_mm) == (None, None)
    assert there.printers["ZEBRA"].equipment == "PR-1"
    rule = there.print_rules["IN"]
    assert (rule.layout, rule.printer, rule.material, rule.copies) == ("TAG", "ZEBRA", "", 1)


def test_the_day_is_the_plants() -> None:
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 01:30 in Istanbul
    assert known.now().day(late) == A_DAY


def lines(on: date = A_DAY) -> list[str]:
    return [line.component for line in known.now().bill("TYRE", on=on)]


def test_a_draft_revision_is_not_made() -> None:
    assert lines() == []
    MaterialRevision.objects.update(state="released")
    assert lines() == ["RUBBER"]


def test_a_revision_is_made_on_its_days_even_when_it_is_obsolete_now() -> None:
    MaterialRevision.objects.update(
        state="obsolete", effective_from=A_DAY, effective_to=date(2026, 3, 31)
    )
    assert lines() == ["RUBBER"]
    assert lines(date(2026, 4, 1)) == []
    MaterialRevision.objects.update(effective_to=None)
    assert lines() == []  # nobody said until when it was made


def test_a_line_of_all_revisions_stands_beside_those_of_one() -> None:
    MaterialRevision.objects.update(state="released")
    product, rubber = (Material.objects.get(code=code) for code in ("TYRE", "RUBBER"))
    BillLine.objects.create(
        material=product, component=rubber, slot="tread", quantity=2, uom="KGM",
        effective_to=A_DAY,
    )  # fmt: skip
    assert lines() == ["RUBBER", "RUBBER"]
    assert lines(date(2026, 3, 3)) == ["RUBBER"]


def test_a_routing_is_in_the_order_of_its_steps() -> None:
    MaterialRevision.objects.update(state="released")
    product = Material.objects.get(code="TYRE")
    RoutingStep.objects.create(material=product, sequence=5, step="building")
    building, curing = known.now().routing("TYRE", on=A_DAY)
    assert (building.step, building.work_center, building.skill) == ("building", "", "")
    assert (curing.step, curing.work_center, curing.skill) == ("curing", "CURE", "PRESS")


def test_a_plan_has_what_it_looks_at_with_limits_and_gauge() -> None:
    plan = known.now().plans["IP-1"]
    (mass,) = plan.characteristics
    assert (plan.material, plan.kind, mass.gauge) == ("TYRE", "final", "G-1")
    assert (mass.lower, mass.upper, mass.uom) == (Decimal("8.9"), Decimal("9.5"), "KGM")


def test_a_gauge_has_its_calibrations_in_order() -> None:
    gauge = PhysicalAsset.objects.get(code="G-1")
    for day in (date(2026, 2, 1), date(2025, 2, 1)):
        Calibration.objects.create(gauge=gauge, calibrated_on=day, result="passed")
    found = [one.calibrated_on for one in known.now().assets["G-1"].calibrations]
    assert found == [date(2025, 2, 1), date(2026, 2, 1)]


def test_an_amount_is_converted_by_the_materials_own_rows() -> None:
    there = known.now()
    two = there.amount(Decimal(2), of="TYRE", from_uom="C62", to_uom="KGM")
    assert two == Decimal("18.4")
    assert there.amount(Decimal(2), of="RUBBER", from_uom="C62", to_uom="KGM") is None
