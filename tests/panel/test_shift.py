"""Eight hours without network beside eight hours with it, and kill -9 of panel, web and database.

Two machines do the same work by the same clock before one server, `gozinto up`. One of them has
no network; in the end the projections say the same of both.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from gozinto.deployment import postgres, tls
from tests import homes
from tests.browser.conftest import chromium
from tests.faults import clocked
from tests.panel import browsers
from tests.panel.browsers import Start
from tests.panel.floor_site import NAME
from tests.panel.shifts import (
    BEGIN,
    BESIDE,
    END,
    PLACES,
    Operator,
    Plant,
    Shift,
    begins,
    comes,
    goes_on,
    leaves,
    makes,
    measures,
    moves,
    presses,
    scans,
    sits_idle,
    takes_back,
    up,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def floor(panel: Path, tmp_path: Path) -> Iterator[Plant]:
    """A plant with two machines that are alike, served over TLS, and up again after each blow."""
    chromium()
    clock = tmp_path / "clock"
    clocked.move(clock, BEGIN)
    told = {clocked.CLOCK: str(clock)}
    with homes.temporary() as home:
        made = homes.module(home, "tests.faults.furnished_shift", *PLACES, **told)
        assert made.returncode == 0, made.stderr
        homes.lend_kernels(home)
        papers = tls.prepared(home, named=[NAME])
        with postgres.running(home) as server, up(home, **told) as web:
            key_hash = tls.key_hash(papers.certificate.read_bytes())
            yield Plant(home, web, clock, server.owner, json.loads(made.stdout), key_hash)


@pytest.fixture
def start(floor: Plant) -> Iterator[Start]:
    """Starts the browser of a device."""
    with browsers.devices(floor.key_hash) as start:
        yield start


def test_a_shift_alone_comes_to_what_it_would_have_been_with_the_network(
    floor: Plant, start: Start, tmp_path: Path
) -> None:
    """Each entry once, the pill says so, and what is known of both places has one hash."""
    check_a_shift(floor, start, tmp_path, away="A", blows=(5,))


@pytest.mark.long
def test_two_shifts_alone_come_to_the_same_through_many_blows(
    floor: Plant, start: Start, tmp_path: Path
) -> None:
    check_a_shift(floor, start, tmp_path, away="AC", blows=range(3, 42, 6))


def check_a_shift(
    floor: Plant, start: Start, disks: Path, *, away: str, blows: Sequence[int]
) -> None:
    """away: the places without network.  blows: after so many entries that were handed over, web
    and database are killed."""
    everybody = [Operator(place, floor, start, disks / place) for place in (*away, BESIDE)]
    shift = Shift(everybody)
    for one in everybody:
        one.settles(begins(one))
    for one in everybody[:-1]:
        one.loses_network()
    work(shift)

    hand_over(shift, blows=blows)
    for one in everybody:
        one.pill("Connected")
        verdicts = [verdict for verdict, _ in floor.answered(one.place)]
        assert verdicts == ["ok"] * one.told, "each once, and none refused"
    parts = {at for place in away for _, at in floor.answered(place) if at >= END}
    assert len(parts) == len(blows) + 1, "each blow fell in the middle of handing over"
    shift.at(482, leaves)
    told = floor.says()
    for place in away:
        only = [
            Counter(told[one]) - Counter(told[other])
            for one, other in (place + BESIDE, BESIDE + place)
        ]
        assert only == [Counter(), Counter()]
        assert hash_of(told[place]) == hash_of(told[BESIDE])
    assert len(told[BESIDE]) > 150
    checked = homes.command(floor.home, "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def hand_over(shift: Shift, *, blows: Sequence[int]) -> None:
    """The network is back; while the panels hand over, the server falls, and comes up again."""
    away = [one for one in shift.everybody if one.is_away]
    floor = away[0].plant
    for one in away:
        one.context.set_offline(False)
    for blow in blows:
        homes.wait_until(lambda so=blow: floor.handed_over() >= so)
        floor.strike()
        # What is recorded from here on says that it was.
        shift.pass_to(shift.now + timedelta(milliseconds=1))
        homes.wait_until(floor.is_up)
    for one in away:
        one.is_away = False


def hash_of(rows: Sequence[str]) -> str:
    """One name of all that the projections say."""
    return sha256("\n".join(rows).encode()).hexdigest()


def work(shift: Shift) -> None:
    """Eight hours of it: Ada, with a break in which her session ends, and then Ben."""
    shift.at(10, scans("H-1"))
    shift.at(25, makes(1))
    shift.at(40, scans("V-0002"))
    shift.at(55, measures("51"))
    shift.at(75, scans("H-2"))
    shift.at(78, takes_back)
    shift.at(81, scans("H-2"))
    shift.at(100, makes(3))
    for one in shift.everybody:
        if one.is_away:
            one.stops_and_starts_again(shift.now)
    shift.at(120, scans("V-0006"))
    shift.at(190, sits_idle, comes(1, "Ada"))
    shift.at(200, moves("H-3", to="DOCK"))
    shift.at(201, goes_on)
    shift.at(210, makes(2))
    shift.at(230, leaves)
    shift.at(231, comes(2, "Ben"))
    shift.at(250, measures("49.5"))
    shift.at(275, makes(5))
    shift.at(278, takes_back)
    shift.at(300, makes(4))
    shift.at(320, presses("Pause"))
    shift.at(345, presses("Continue"))
    shift.at(370, scans("V-0020"))
    shift.at(395, makes(6))
    shift.at(420, measures("52"))
    shift.at(445, makes(3))
    shift.at(470, presses("Finish"))
    shift.pass_to(END)
