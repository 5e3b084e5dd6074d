"""A printer over TCP: what it got, byte by byte, and what we believe it did."""

from __future__ import annotations

import pytest

from gozinto.edges.printing import raw
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit
from tests.edges.printing.listeners import (
    BUSY,
    NO_PAPER,
    READY,
    Manner,
    breaks_off,
    listening,
    never_answers,
    nobody_there,
    reads_all,
    speaks_zpl,
)

LABEL = b"^XA^CI28^FO20,20^A0N,30,30^FDIA-23092018-001^FS^XZ"
LARGE = b"^XA" + bytes(range(256)) * 4_000 + b"^XZ"


def deliver(address: str, payload: bytes = LABEL, *, zpl: bool = False) -> None:
    raw.deliver(address, payload, speaks_zpl=zpl, answer_s=0.5, finish_s=1.5)


def failing(manner: Manner, payload: bytes = LABEL, *, zpl: bool = False) -> Undelivered:
    with listening(manner) as printer, pytest.raises(Undelivered) as caught:
        deliver(printer.address, payload, zpl=zpl)
    return caught.value


@pytest.mark.parametrize("payload", [LABEL, LARGE])
def test_every_byte_arrives_and_no_other(payload: bytes) -> None:
    with listening(reads_all) as printer:
        deliver(printer.address, payload)
    assert printer.jobs == [payload]


@pytest.mark.parametrize("payload", [LABEL, LARGE])
def test_a_printer_that_answers_is_asked_before_and_after(payload: bytes) -> None:
    with listening(speaks_zpl(READY, BUSY, READY)) as printer:
        deliver(printer.address, payload, zpl=True)
    assert printer.jobs == [payload]


def test_without_paper_nothing_is_sent() -> None:
    with listening(speaks_zpl(NO_PAPER)) as printer, pytest.raises(NothingSent) as caught:
        deliver(printer.address, zpl=True)
    assert caught.value.code == "printer_not_ready"
    assert printer.jobs == [b""]


def test_a_printer_that_runs_out_of_paper_in_the_middle_is_a_doubt() -> None:
    problem = failing(speaks_zpl(READY, NO_PAPER), zpl=True)
    assert isinstance(problem, Lost)


def test_where_nobody_listens_nothing_is_sent() -> None:
    with pytest.raises(NothingSent) as caught:
        deliver(nobody_there())
    assert caught.value.code == "printer_away"


@pytest.mark.parametrize("after", [1, 1_000])
def test_a_printer_that_closes_in_the_middle_is_a_doubt(after: int) -> None:
    problem = failing(breaks_off(after), LARGE)
    assert isinstance(problem, Lost)
    assert problem.code == "printer_lost"


def test_a_printer_that_goes_before_it_is_sent_anything_got_nothing() -> None:
    problem = failing(breaks_off(3), zpl=True)
    assert isinstance(problem, NothingSent)


def test_a_printer_that_never_answers_is_a_doubt() -> None:
    assert isinstance(failing(never_answers), Lost)


def test_one_that_spoke_and_then_is_silent_is_a_doubt() -> None:
    assert isinstance(failing(speaks_zpl(READY, b""), zpl=True), Lost)


@pytest.mark.parametrize("address", ["", ":9100", "host:", "host:0", "host:99999", "host:x"])
def test_what_is_no_address_is_never_tried(address: str) -> None:
    with pytest.raises(Unfit) as caught:
        deliver(address)
    assert caught.value.code == "printer_address"


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("10.0.0.7", ("10.0.0.7", 9100)),
        ("zd.example:6101", ("zd.example", 6101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("[fe80::1]", ("fe80::1", 9100)),
    ],
)
def test_an_address_is_a_host_and_a_port(address: str, read: tuple[str, int]) -> None:
    assert raw.read_address(address) == read


def test_a_check_says_how_the_printer_is() -> None:
    with listening(speaks_zpl(READY)) as printer:
        assert raw.check(printer.address, speaks_zpl=True, answer_s=0.5) == "ready"
    with listening(speaks_zpl(NO_PAPER)) as printer, pytest.raises(NothingSent) as caught:
        raw.check(printer.address, speaks_zpl=True, answer_s=0.5)
    assert "paper" in caught.value.message
