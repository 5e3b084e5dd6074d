"""Documents through the command line: told of event by event, and what leaves comes in again."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from gozinto import record, trace
from gozinto.cli import app, exits
from gozinto.plant import objects
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.events import Event
from tests.plants import lot, packed, pallet, received, run, shipped, some, transformed, unit

pytestmark = pytest.mark.django_db
HB, MIX, TYRE = lot("HB", "HB-1"), lot("MIX", "M-1"), unit("T", "1")


def chain() -> list[Event]:
    """A delivery, a mixing, a tyre, a pallet, a shipment; and a lot apart."""
    events = [
        received(some(HB, 500), 0),
        transformed(1, run_id=run("MIX"), inputs=[some(HB, 50)], outputs=[some(MIX, 50)]),
        transformed(2, inputs=[some(MIX, 1)], units_out=[TYRE]),
        packed(pallet(1), [TYRE], 4),
        shipped([pallet(1)], 5),
        received(some(lot("X", "X-1"), 1), 6),
    ]
    return [
        replace(event, event_id=f"urn:uuid:0190a000-0000-7000-8000-{i:012d}")
        for i, event in enumerate(events)
    ]


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Path]:
    """A file that holds these events."""

    def write(*events: Event, name: str = "events.json") -> Path:
        path = tmp_path / name
        with path.open("wb") as to:
            documents.write(events, to=to, syntax="xml" if path.suffix == ".xml" else "json")
        return path

    return write


def test_files_are_recorded_whole(
    document: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = document(*chain()[:3]), document(*chain()[3:], name="more.xml")
    assert app.run(["capture", str(first), str(second)]) == exits.DONE
    assert EventRow.objects.count() == 6
    said = capsys.readouterr().out
    assert "3 events, 3 recorded" in said
    assert app.run(["capture", str(first)]) == exits.DONE
    assert "0 recorded, 3 were there before" in capsys.readouterr().out


def test_a_faulty_event_is_named_and_nothing_of_its_file_is_recorded(
    document: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = document(*chain())
    file.write_bytes(file.read_bytes().replace(b'"2026-03-02T08:00:00Z"', b'"2026-03-02T08:00:00"'))
    assert app.run(["capture", str(file)]) == exits.REFUSED
    said = capsys.readouterr().out
    assert "1 refused, so nothing of this file was stored" in said
    assert "missing_zone" in said
    assert "$.epcisBody.eventList[2].eventTime" in said
    assert EventRow.objects.count() == 0
    assert app.run(["capture", "--proceed", str(file)]) == exits.REFUSED
    assert EventRow.objects.count() == 5


def test_a_file_that_is_no_document_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stock.json"
    file.write_text("lot,quantity\nHB-1,5\n", encoding="utf-8")
    assert app.run(["capture", str(file)]) == exits.REFUSED
    assert "not_json" in capsys.readouterr().out
    assert app.run(["capture", str(tmp_path / "nowhere.json")]) == exits.USAGE


@pytest.mark.parametrize("name", ["out.json", "out.xml"])
def test_the_events_of_a_trace_give_the_same_answer_elsewhere(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    syntax = ["--xml"] if name.endswith("xml") else []
    with transaction.atomic():
        for event in chain():
            record.capture(event)
        answer = trace.backward([objects.resolve("1")])
        assert app.run(["export", str(out), "--trace", "1", *syntax]) == exits.DONE
        transaction.set_rollback(True)
    with out.open("rb") as source:
        assert {e.event_id for e in documents.read_all(source)} == {e.event_id for e in chain()[:5]}
    assert app.run(["capture", str(out)]) == exits.DONE
    again = trace.backward([objects.resolve("1")])
    assert (again.nodes, again.links, again.facts) == (answer.nodes, answer.links, answer.facts)


def test_the_record_is_exported_whole_or_by_time(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for event in chain():
        record.capture(event)
    out = tmp_path / "all.json"
    assert app.run(["export", str(out)]) == exits.DONE
    found = documents.read_all(out.read_bytes())
    assert [replace(event, record_time=None) for event in found] == chain()
    times = ["--from", "2026-03-02T07:00:00Z", "--to", "2026-03-02T09:00:00Z"]
    assert app.run(["export", *times]) == exits.DONE
    sent = documents.read_all(capfdbinary.readouterr().out)
    assert [event.event_id for event in sent] == [event.event_id for event in chain()[1:3]]


def test_a_trace_and_a_time_exclude_each_other() -> None:
    options = ["--trace", "1", "--from", "2026-03-02T07:00:00Z"]
    assert app.run(["export", *options]) == exits.REFUSED


def test_what_a_document_says_is_shown_as_text_and_never_as_a_command(
    document: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = document(chain()[0])
    sent = file.read_bytes().replace(chain()[0].event_id.encode(), b"urn:x:[red]/")
    file.write_bytes(sent.replace(b'"quantityList"', b'"\\u001b[31m[/]":1,"quantityList"'))
    assert app.run(["capture", str(file)]) == exits.REFUSED
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert r"\x1b[31m[/]" in said
    assert "urn:x:[red]/" in said


def test_every_fault_comes_with_what_to_do(
    document: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = document(*chain()[:1])
    file.write_bytes(file.read_bytes().replace(b'06:00:00Z"', b'06:00:00"'))
    app.run(["capture", str(file)])
    said = capsys.readouterr().out
    assert "1 event, 0 recorded, 1 refused, so nothing of this file was stored" in said
    assert "→ Add Z or an offset such as +01:00." in said


def test_a_file_that_breaks_off_is_said_to_have_left_nothing(
    document: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = document(*chain())
    file.write_bytes(file.read_bytes()[:-100])
    assert app.run(["capture", str(file)]) == exits.REFUSED
    assert "so nothing of this file was stored" in capsys.readouterr().out
    assert EventRow.objects.count() == 0


def test_a_document_out_of_a_pipe_is_recorded(
    document: Callable[..., Path], tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    body = document(*chain()).read_bytes()
    sender = threading.Thread(target=pipe.write_bytes, args=(body,), daemon=True)
    sender.start()
    assert app.run(["capture", str(pipe)]) == exits.DONE
    sender.join()
    assert EventRow.objects.count() == len(chain())


def test_an_export_goes_into_a_pipe_and_leaves_it_a_pipe(tmp_path: Path) -> None:
    record.capture(chain()[0])
    pipe, told = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: told.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert app.run(["export", str(pipe)]) == exits.DONE
    reader.join()
    assert pipe.is_fifo()
    assert [event.event_id for event in documents.read_all(told[0])] == [chain()[0].event_id]


@pytest.mark.parametrize("where", ["nowhere/out.json", "."])
def test_an_export_to_no_file_is_refused_at_once(tmp_path: Path, where: str) -> None:
    assert app.run(["export", str(tmp_path / where)]) == exits.USAGE
    assert list(tmp_path.iterdir()) == []


def test_a_direction_without_a_trace_is_refused(tmp_path: Path) -> None:
    assert app.run(["export", "--forward", str(tmp_path / "out.json")]) == exits.REFUSED


def test_an_export_that_fails_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.capture(chain()[0])
    out = tmp_path / "out.json"
    out.write_text("yesterday's")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(documents, "write", full)
    with pytest.raises(OSError, match="No space"):
        app.run(["export", str(out)])
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [
        ("out.json", "yesterday's")
    ]
