"""The live page, and the streams that tell it when the record has something new."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.signals import request_finished
from django.test import Client

from gozinto.edges.office.live import streams
from gozinto.edges.office.live.streams import Ticks
from gozinto.operations import production
from gozinto.plant.models import Equipment, Material, Shift
from gozinto.record.newest import Newest
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text

LIVE = "/live/"


class Record:
    """A record of which only the newest place is known, and how often it was looked at."""

    def __init__(self) -> None:
        self.position, self.looks, self.closed = 0, 0, threading.Event()

    def read(self) -> int:
        self.looks += 1
        return self.position


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
def newest(record: Record) -> Newest:
    return Newest(read=record.read, close=record.closed.set, pause_s=0.01)


@pytest.fixture
def _all_streams_free() -> Iterator[None]:
    yield
    streams.end_when(lambda: False)


@pytest.mark.django_db
class TestThePage:
    """What runs, what was made, and where nothing was told."""

    @pytest.fixture(autouse=True)
    def _hall(self, _own_language: None) -> None:
        hall = Equipment.objects.create(code="HALL", name="Press hall", level="work_center")
        for code in ("PRESS-1", "PRESS-2"):
            Equipment.objects.create(code=code, name=code, level="work_unit", parent=hall)
        Material.objects.create(code="T205", name="205/55 R16 tyre", kind="finished", uom="C62")
        begun = datetime.now(UTC) - timedelta(hours=2)
        Shift.objects.create(
            code="Night", date=begun.date(), starts_at=begun, ends_at=begun + timedelta(hours=8)
        )

    def start(self, hours_ago: float = 1.0) -> str:
        at = datetime.now(UTC) - timedelta(hours=hours_ago)
        production.start(
            job="J-1042", step="curing", equipment="PRESS-1", product="T205", by="A1", at=at
        )
        return "J-1042"

    def test_it_says_what_runs_where_and_how_much_was_made_this_shift(self, desk: Client) -> None:
        run = self.start()
        production.produce_serial(run=run, material="T205", number="0001", by="A1")
        shown = text(desk.get(LIVE))
        assert "1 of 2 machines runs 1 output reported in shift Night" in shown
        assert "Press hall HALL 1" in shown
        assert "PRESS-1 runs J-1042 205/55 R16 tyre curing · A1" in shown
        assert "PRESS-2 Nothing was told of a run here" in shown
        production.finish(run=run, by="A1")
        assert "0 of 2 machines run" in text(desk.get(LIVE))

    def test_htmx_gets_the_board_alone_and_a_center_by_itself(self, desk: Client) -> None:
        part = desk.get(LIVE, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert 'id="board"' in part
        assert "PRESS-1" not in text(desk.get(LIVE, {"center": "OTHER"}))
        assert "PRESS-1" in text(desk.get(LIVE, {"center": "HALL"}))

    def test_it_asks_at_most_twelve_questions(self, desk: Client) -> None:
        self.start()
        assert few(desk, LIVE).status_code == 200

    def test_more_streams_than_may_be_are_refused_and_come_free_again(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Whoever closes an answer closes its connection too, and the test goes on with that.
        monkeypatch.setattr(request_finished, "send", lambda **_: None)
        held = [desk.get(f"{LIVE}stream/") for _ in range(streams.MOST_STREAMS)]
        assert {one.status_code for one in held} == {200}
        assert held[0]["Content-Type"].startswith("text/event-stream")
        assert desk.get(f"{LIVE}stream/").status_code == 503
        for one in held:
            one.close()
        again = desk.get(f"{LIVE}stream/")
        assert again.status_code == 200
        again.close()
        assert desk.post(f"{LIVE}stream/").status_code == 405

    def test_nobody_without_a_session_gets_a_stream(self, client: Client) -> None:
        assert client.get(f"{LIVE}stream/").status_code == 302


class TestTheReader:
    """One thread looks for all who wait, and ends when nobody does."""

    def test_all_who_wait_are_told_by_one_reader(self, record: Record, newest: Newest) -> None:
        told: list[int] = []
        waiting = [
            threading.Thread(target=lambda: told.append(newest.wait(0, timeout_s=5, ends=0)))
            for _ in range(5)
        ]
        for one in waiting:
            one.start()
        record.position = 7
        for one in waiting:
            one.join(5)
        assert told == [7] * 5

    def test_who_waits_in_vain_is_let_go(self, newest: Newest) -> None:
        begin = time.monotonic()
        assert newest.wait(0, timeout_s=0.05, ends=0) == 0
        assert time.monotonic() - begin < 2

    def test_the_reader_ends_when_nobody_waits(
        self, record: Record, newest: Newest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("gozinto.record.newest.LINGER_S", 0.0)
        newest.wait(0, timeout_s=0.03, ends=0)
        assert record.closed.wait(5)
        looks = record.looks
        record.position = 3
        assert newest.wait(0, timeout_s=5, ends=0) == 3, "another one looks"
        assert record.looks > looks

    def test_what_goes_wrong_reaches_whoever_waits(self, record: Record) -> None:
        def fail() -> int:
            raise OSError("gone")

        newest = Newest(read=fail, close=record.closed.set, pause_s=0.01)
        with pytest.raises(OSError, match="gone"):
            newest.wait(0, timeout_s=5, ends=0)


class TestAStream:
    """It tells what changed since it was last there, and ends."""

    def test_it_tells_each_change_once(self, record: Record, newest: Newest) -> None:
        record.position = 5
        lines = iter(Ticks(after=4, newest=newest, release=lambda: None))
        assert next(lines) == "retry: 1000\n\n"
        assert next(lines) == "id: 5\nevent: changed\ndata: 5\n\n"
        record.position = 9
        assert next(lines) == "id: 9\nevent: changed\ndata: 9\n\n"

    @pytest.mark.usefixtures("_all_streams_free")
    def test_it_ends_at_once_when_the_server_stops(self, newest: Newest) -> None:
        streams.end_when(lambda: True)
        assert list(Ticks(after=0, newest=newest, release=lambda: None)) == ["retry: 1000\n\n"]

    def test_it_ends_after_its_time_and_says_meanwhile_that_it_is_there(
        self, newest: Newest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(streams, "LASTS_S", 0.3)
        monkeypatch.setattr(streams, "TELLS_S", 0.1)
        monkeypatch.setattr(streams, "LOOKS_S", 0.05)
        lines = list(Ticks(after=0, newest=newest, release=lambda: None))
        assert lines[0] == "retry: 1000\n\n"
        assert set(lines[1:]) == {": still here\n\n"}

    def test_one_that_outlives_the_end_of_its_server_has_nothing_looked_up(
        self, record: Record, newest: Newest
    ) -> None:
        lines = iter(Ticks(after=0, newest=newest, release=lambda: None))
        next(lines)
        newest.end(timeout_s=5)
        looks = record.looks
        assert list(lines) == []
        assert record.looks == looks
        assert newest.wait(0, timeout_s=1, ends=newest.ends) == 0, "who comes after it is told"
        assert record.looks > looks

    def test_its_place_comes_free_once_however_it_ends(self, newest: Newest) -> None:
        freed: list[bool] = []
        ticks = Ticks(after=0, newest=newest, release=lambda: freed.append(True))
        ticks.close()
        ticks.close()
        assert freed == [True]
