"""What happened asks for its labels, each event once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from gozinto import record
from gozinto.labels.jobs import draining
from gozinto.labels.jobs.models import PrintJob
from gozinto.labels.jobs.rules import Rule
from gozinto.operations import production, receiving
from gozinto.operations.receiving import Delivered
from gozinto.record import Captured, clock
from gozinto.record.models import OutboxRow
from gozinto.standards.epcis.events import ErrorDeclaration
from tests.workshop import CLERK, OPERATOR, at, event_of, lot, reported_run

RECEIVED = Rule(code="IN", when="received", purpose="lot", printer="ZD-1", copies=2)


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with today(at(1)):
        yield


@contextmanager
def today(time: datetime) -> Iterator[None]:
    with clock.set_to(time):
        yield


def receive(number: str = "4711", **changes: object) -> Captured:
    told = {
        "material": "HB",
        "supplier": "ELASTO",
        "supplier_lot": number,
        "quantity": Decimal(500),
        "location": "DOCK",
        "by": CLERK,
        "at": at(0),
    }
    return receiving.receive(**(told | changes))  # type: ignore[arg-type]


def drain(*rules: Rule, **serving: str) -> int:
    return draining.drain(rules=rules, serving=serving)


def test_a_lot_that_comes_in_asks_for_its_label() -> None:
    receive()
    assert drain(RECEIVED) == 1
    job = PrintJob.objects.get()
    assert (job.subject, job.number) == (lot("HB", "4711", "ELASTO"), "4711")
    assert (job.printer, job.copies, job.why, job.rule) == ("ZD-1", 2, "rule", "IN")
    assert (job.by, job.state) == (CLERK, "queued")


def test_an_event_is_worked_off_once() -> None:
    receive()
    drain(RECEIVED)
    assert drain(RECEIVED) == 0
    OutboxRow.objects.update(done_at=None)
    assert drain(RECEIVED) == 1
    assert PrintJob.objects.count() == 1


def test_what_fails_half_way_is_done_again_from_the_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive()
    with monkeypatch.context() as broken:
        broken.setattr(draining.Event, "objects", None)
        with pytest.raises(AttributeError):
            drain(RECEIVED)
    assert OutboxRow.objects.get().done_at is None
    assert drain(RECEIVED) == 1
    assert PrintJob.objects.count() == 1


@pytest.mark.parametrize(
    "rule",
    [
        replace(RECEIVED, when="produced"),
        replace(RECEIVED, purpose="container"),
        replace(RECEIVED, material="LC"),
    ],
)
def test_another_rule_asks_for_nothing(rule: Rule) -> None:
    receive()
    assert drain(rule) == 1
    assert not PrintJob.objects.exists()


def test_every_lot_of_a_delivery_has_its_label() -> None:
    receiving.receive_lots(
        lots=[Delivered(material="HB", supplier_lot=n, quantity=Decimal(1)) for n in "123"],
        supplier="ELASTO", location="DOCK", by=CLERK, at=at(0),
    )  # fmt: skip
    drain(RECEIVED)
    assert sorted(PrintJob.objects.values_list("number", flat=True)) == ["1", "2", "3"]


def test_the_printer_is_that_of_the_machine() -> None:
    run = reported_run(
        job="J-1", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(0)
    )
    production.produce_lot(
        run=run, material="LC", quantity=Decimal(9), number="M-1", by=OPERATOR, at=at(0.5)
    )
    drain(replace(RECEIVED, when="produced", printer=""), **{"MIX-1": "ZD-9"})
    job = PrintJob.objects.get()
    assert (job.number, job.printer) == ("M-1", "ZD-9")


def test_the_printer_is_that_of_the_place_where_it_was_put() -> None:
    receive()
    drain(replace(RECEIVED, printer=""), **{"https://id.demo.example/loc/DOCK": "ZD-3"})
    assert PrintJob.objects.get().printer == "ZD-3"


def test_where_no_printer_serves_the_label_is_not_lost_but_failed() -> None:
    receive()
    drain(replace(RECEIVED, printer=""))
    job = PrintJob.objects.get()
    assert (job.state, job.code) == ("failed", "no_printer_here")


def test_old_news_print_nothing() -> None:
    receive()
    with today(at(1) + draining.FRESH):
        assert drain(RECEIVED) == 1
    assert not PrintJob.objects.exists()


def test_what_was_an_error_takes_its_waiting_label_back() -> None:
    done = receive()
    drain(RECEIVED)
    wrong = ErrorDeclaration(declaration_time=at(1), reason="incorrect_data")
    record.capture(replace(event_of(done), error_declaration=wrong))
    drain(RECEIVED)
    assert PrintJob.objects.get().state == "void"


def test_an_error_known_at_once_never_asks() -> None:
    done = receive()
    wrong = ErrorDeclaration(declaration_time=at(1), reason="incorrect_data")
    record.capture(replace(event_of(done), error_declaration=wrong))
    assert drain(RECEIVED) == 2
    assert not PrintJob.objects.exists()


def test_a_label_of_tomorrow_is_still_todays() -> None:
    """The clock of a machine may run ahead a little."""
    receive()
    with today(at(0) - timedelta(minutes=5)):
        drain(RECEIVED)
    assert PrintJob.objects.count() == 1
    assert timezone.is_aware(PrintJob.objects.get().at)
