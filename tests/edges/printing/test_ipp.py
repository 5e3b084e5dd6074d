"""A real IPP printer: what it took, and what we believe where it fails."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from gozinto.edges.printing import ipp
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit
from tests.edges.printing import ipp_printer
from tests.edges.printing.listeners import breaks_off, listening, never_answers, nobody_there

PDF = b"%PDF-1.4\n" + b"1 0 obj<</Type/Catalog>>endobj\n" * 3_000 + b"%%EOF\n"
real = pytest.mark.skipif(bool(ipp_printer.why_not()), reason=ipp_printer.why_not())


def deliver(address: str, *, kind: str = "application/pdf", finish_s: float = 20) -> None:
    ipp.deliver(address, PDF, kind=kind, name="lot 4711", copies=2, finish_s=finish_s)


@real
def test_a_real_printer_gets_the_document_byte_for_byte(tmp_path: Path) -> None:
    with ipp_printer.running(tmp_path) as printer:
        deliver(printer.address)
        assert printer.printed() == [PDF]
        assert ipp.check(printer.address).startswith("ready")


@real
def test_a_document_that_it_does_not_speak_is_refused_for_good(tmp_path: Path) -> None:
    with ipp_printer.running(tmp_path) as printer:
        with pytest.raises(Unfit) as caught:
            deliver(printer.address, kind="application/vnd.zebra-zpl")
        assert caught.value.code == "printer_refuses"
        assert printer.printed() == []


@real
def test_a_printer_that_fails_at_it_is_a_doubt(tmp_path: Path) -> None:
    with ipp_printer.running(tmp_path, command="/bin/false") as printer:
        with pytest.raises(Lost) as caught:
            deliver(printer.address)
        assert caught.value.code == "printer_lost"


@real
def test_a_printer_killed_while_it_prints_is_a_doubt(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 30\n")
    slow.chmod(0o755)
    with ipp_printer.running(tmp_path, command=str(slow)) as printer:

        def strike() -> None:
            while not printer.printed():
                time.sleep(0.05)  # a file tells nobody when it comes
            printer.process.kill()

        threading.Thread(target=strike, daemon=True).start()
        with pytest.raises(Lost):
            deliver(printer.address)


def test_where_nobody_listens_nothing_is_sent() -> None:
    with pytest.raises(NothingSent) as caught:
        deliver(f"ipp://{nobody_there()}/ipp/print")
    assert caught.value.code == "printer_away"


def test_a_printer_that_closes_in_the_middle_is_a_doubt() -> None:
    with listening(breaks_off(200)) as printer, pytest.raises(Lost):
        deliver(f"ipp://{printer.address}/ipp/print")


def test_a_printer_that_never_answers_is_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipp, "CONNECT_S", 0.5)
    with listening(never_answers) as printer, pytest.raises(Lost):
        deliver(f"ipp://{printer.address}/ipp/print")


@pytest.mark.parametrize(
    "address", ["", "10.0.0.7", "ftp://x/", "ipp://", "ipp://x:99999/", "ipp://x:abc/", "ipp://[/"]
)
def test_what_is_no_address_is_never_tried(address: str) -> None:
    with pytest.raises(Undelivered) as caught:
        deliver(address)
    assert caught.value.code == "printer_address"
