"""Runs begin, stand still and end; people come to machines and leave them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Unknown
from gozinto.operations import badging, correcting, production, runs
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Activity, Involvement
from gozinto.standards.epcis.events import TransactionEvent, TypedReference
from tests.workshop import DOMAIN, OPERATOR, at, event_of, lot, reported_run, words_of

RUN = f"https://{DOMAIN}/run/J-1042%2F80"
MACHINE = f"https://{DOMAIN}/equipment/PRESS-42"


def begin(hours: float = 0) -> str:
    captured = production.start(
        job="J-1042/80", step="curing", equipment="PRESS-42", flow="continuous", product="T205",
        planned=Decimal(500), by=OPERATOR, at=at(hours),
    )  # fmt: skip
    return captured.event_id


def test_a_start_says_run_machine_product_and_how_many() -> None:
    captured = production.start(
        job="J-1042/80", step="curing", equipment="PRESS-42", product="T205",
        planned=Decimal(500), by=OPERATOR, at=at(0),
    )  # fmt: skip
    event, words = event_of(captured), words_of(captured)
    assert isinstance(event, TransactionEvent)
    assert (event.action, event.epc_list) == ("ADD", (MACHINE,))
    assert event.biz_transaction_list == (TypedReference(type="prodorder", value=RUN),)
    assert (words.activity, words.product, words.planned, words.planned_uom) == (
        "start", "T205", Decimal(500), "C62",
    )  # fmt: skip


def test_a_machine_is_no_traceable_object_of_the_event() -> None:
    begin()
    assert not Involvement.objects.exists()
    assert not TraceableObject.objects.filter(uri=MACHINE).exists()


def test_each_activity_is_one_row_of_its_run() -> None:
    begin()
    production.pause("J-1042/80", reason="no green tyres", by=OPERATOR, at=at(1))
    production.resume("J-1042/80", by=OPERATOR, at=at(2))
    production.finish(RUN, by=OPERATOR, at=at(8))
    told = Activity.objects.order_by("at").values_list("activity", "run__uri", "equipment")
    assert list(told) == [
        (activity, RUN, "PRESS-42") for activity in ("start", "pause", "resume", "finish")
    ]


def test_a_started_run_is_known_by_its_number() -> None:
    begin()
    found = runs.get("J-1042/80")
    assert (found.uri, found.step, found.equipment, found.flow, found.product) == (
        RUN, "curing", "PRESS-42", "continuous", "T205",
    )  # fmt: skip
    assert (found.started_by, found.started_at) == (OPERATOR, at(0))


def test_a_run_without_a_start_is_known_by_what_went_in() -> None:
    run = reported_run(
        job="J-7", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(0)
    )
    production.consume(lot("HB", "H-1"), run=run, quantity=Decimal(1), by=OPERATOR, at=at(1))
    found = runs.get("J-7")
    assert (found.uri, found.step, found.equipment, found.flow) == (
        run.uri, "mixing", "MIX-1", "batch",
    )  # fmt: skip


def test_a_run_that_nobody_began_is_unknown() -> None:
    with pytest.raises(Unknown) as caught:
        production.consume(lot("HB", "H-1"), run="J-8", quantity=Decimal(1), by=OPERATOR, at=at(1))
    assert caught.value.code == "unknown_run"


def test_a_start_that_did_not_happen_leaves_no_run() -> None:
    correcting.withdraw(begin(), reason="wrong press", by=OPERATOR)
    with pytest.raises(Unknown):
        runs.get("J-1042/80")


def test_a_run_is_started_for_a_product_that_exists() -> None:
    with pytest.raises(Unknown) as caught:
        production.start(
            job="J-9", step="curing", equipment="PRESS-42", product="T999", by=OPERATOR, at=at(0)
        )
    assert caught.value.code == "unknown_material"


def test_a_badge_says_person_machine_and_role() -> None:
    captured = badging.badge_in(equipment="PRESS-42", role="setter", by=OPERATOR, at=at(0))
    badging.badge_out(equipment="PRESS-42", role="setter", by=OPERATOR, at=at(8))
    assert event_of(captured).biz_step == ""
    told = Activity.objects.order_by("at").values_list(
        "activity", "run", "equipment", "person", "person_role"
    )
    assert list(told) == [
        ("badge_in", None, "PRESS-42", OPERATOR, "setter"),
        ("badge_out", None, "PRESS-42", OPERATOR, "setter"),
    ]


def test_nobody_badges_in_at_a_machine_that_does_not_exist() -> None:
    with pytest.raises(Unknown):
        badging.badge_in(equipment="PRESS-43", by=OPERATOR, at=at(0))
