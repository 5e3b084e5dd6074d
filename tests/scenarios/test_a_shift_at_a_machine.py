"""A shift at a machine: badge in, start, scan, produce, stand still, go on, hand over, finish."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import badging, production, receiving
from gozinto.operations.production import Component, Parameter
from gozinto.plant import objects
from gozinto.plant.models import BillLine, Material, NumberingFormat
from gozinto.record.models import Activity, Finding
from gozinto.trace.answer import Trace
from tests.workshop import CLERK, INSPECTOR, OPERATOR, asset, at, lot, reported_run

EARLY, LATE = OPERATOR, INSPECTOR
RUBBER = lot("HB", "EL-77", "ELASTO")


@pytest.fixture
def tyres() -> tuple[str, ...]:
    """What the shift made."""
    number_tyres()
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(100), by=CLERK,
        at=at(-1),
    )  # fmt: skip
    production.mount(
        asset("M-88"), equipment="PRESS-42", slot="mould", cycles=100, by=EARLY, at=at(-0.5)
    )
    badging.badge_in(equipment="PRESS-42", by=EARLY, at=at(0))
    production.start(
        job="J-1042/80", step="curing", equipment="PRESS-42", flow="continuous", product="T205",
        planned=Decimal(4), by=EARLY, at=at(0.1),
    )  # fmt: skip
    first = cure(1, 2, by=EARLY)
    production.pause("J-1042/80", reason="the bladder leaks", by=EARLY, at=at(3))
    production.resume("J-1042/80", by=EARLY, at=at(4))
    badging.badge_in(equipment="PRESS-42", by=LATE, at=at(7.9))
    badging.badge_out(equipment="PRESS-42", by=EARLY, at=at(8))
    second = cure(9, 10, by=LATE)
    production.put_back(
        "EL-77", run="J-1042/80", quantity=Decimal(16), uom="KGM", slot="tread", by=LATE,
        at=at(10.5),
    )  # fmt: skip
    production.backflush("J-1042/80", quantity=Decimal(4), by=LATE, at=at(10.6))
    production.finish("J-1042/80", by=LATE, at=at(11))
    badging.badge_out(equipment="PRESS-42", by=LATE, at=at(11))
    return (*first, *second)


def number_tyres() -> None:
    """Serial numbers of ten digits; a kilogram of liner a tyre, which nobody scans."""
    tyre = Material.objects.get(code="T205")
    tyre.serial_format = NumberingFormat.objects.create(
        code="TYRES", name="Tyres", subject="serial", pattern="{seq:10}"
    )
    tyre.save()
    for component, slot in (("HB", "tread"), ("LC", "liner")):
        BillLine.objects.create(
            material=tyre, component=Material.objects.get(code=component), step="curing",
            slot=slot, quantity=Decimal(1), uom="KGM",
        )  # fmt: skip
    run = reported_run(job="J-0", step="mixing", equipment="MIX-1", by=CLERK, at=at(-3))
    production.mix(
        run=run, inputs=[Component(of=lot("HB", "OLD-1"), quantity=Decimal(50), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(50), by=CLERK, at=at(-2),
    )  # fmt: skip


def cure(*hours: float, by: str) -> tuple[str, ...]:
    """The lot is scanned, the press tells its heat, a tyre comes out each time."""
    made: tuple[str, ...] = ()
    for hour in hours:
        production.consume(
            "EL-77", run="J-1042/80", quantity=Decimal(5), uom="KGM", slot="tread", by=by,
            at=at(hour - 0.5),
        )  # fmt: skip
        heat = Parameter(name="platen heat", uom="CEL", value=Decimal(170 + int(hour)))
        production.record_parameters(run="J-1042/80", values=[heat], by=by, at=at(hour - 0.2))
        made += production.produce_serial(
            run="J-1042/80", material="T205", position="L", by=by, at=at(hour)
        ).numbers
    return made


def where_from(number: str) -> Trace:
    return trace.backward([objects.resolve(number)])


def test_each_tyre_was_numbered_as_it_came_out(tyres: tuple[str, ...]) -> None:
    assert tyres == ("0000000001", "0000000002", "0000000003", "0000000004")


def test_who_was_at_the_press_stands_in_the_trace_of_what_came_out_then(
    tyres: tuple[str, ...],
) -> None:
    morning = {one.id for one in where_from(tyres[0]).facts.people if one.role == "operator"}
    evening = {one.id for one in where_from(tyres[3]).facts.people if one.role == "operator"}
    assert (EARLY in morning, LATE in morning) == (True, False)
    assert LATE in evening


def test_the_trace_names_machine_mould_and_supplier(tyres: tuple[str, ...]) -> None:
    facts = where_from(tyres[0]).facts
    press = next(one for one in facts.equipment if one.code == "PRESS-42")
    assert [one.code for one in press.assets] == ["M-88"]
    assert [one.supplier_lots for one in facts.suppliers] == [("EL-77",)]


def test_what_was_scanned_is_proven_and_what_was_reckoned_is_not(tyres: tuple[str, ...]) -> None:
    last = objects.resolve(tyres[3])
    reached = {
        width: {node.uri for node in trace.backward([last], width=width).nodes}
        for width in ("proven", "recorded", "possible")
    }
    assert all(RUBBER in found for found in reached.values())
    # Nobody scanned the liner: the record says that it is in there, and proves it of no tyre.
    liner = lot("LC", "LC-1")
    assert [liner in reached[width] for width in ("proven", "recorded", "possible")] == [
        False, True, True,
    ]  # fmt: skip


def test_the_heat_of_the_press_stands_in_the_story_of_the_tyre(tyres: tuple[str, ...]) -> None:
    told = [one.value for e in trace.story(objects.resolve(tyres[1])) for one in e.measured]
    assert told == [Decimal(172)]


def test_the_lot_is_accounted_for(tyres: tuple[str, ...]) -> None:
    (found,) = trace.balance(objects.resolve("EL-77")).balances
    terms = {term.term: term.quantity for term in found.terms}
    assert (terms, found.on_hand, found.difference) == (
        {"received": 100, "consumed": 4}, 96, 0,
    )  # fmt: skip


def test_the_day_of_the_run_is_on_record(tyres: tuple[str, ...]) -> None:
    told = Activity.objects.filter(run__uri__endswith="J-1042%2F80").exclude(activity="measured")
    assert list(told.order_by("at").values_list("activity", "person")) == [
        ("start", EARLY), ("pause", EARLY), ("resume", EARLY), ("finish", LATE),
    ]  # fmt: skip
    assert not Finding.objects.filter(rule__in=["run_not_open", "operator_not_badged"]).exists()
