"""Machines that do the same work by the same clock before one server that may be killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import BrowserContext, expect

from gozinto.deployment import locations
from gozinto.deployment.attach import PLANT
from gozinto.deployment.homes import Home
from tests import homes, workshop
from tests.faults import clocked, furnished_shift
from tests.faults.striking import Web
from tests.panel import browsers
from tests.panel.browsers import Start
from tests.panel.conftest import Device, Site
from tests.panel.floor_site import NAME

PLACES, BESIDE = "ABC", "B"
"""One of them keeps its network."""
UP = ("-m", "tests.faults.clocked", "up", "--tls-name", NAME)
BEGIN = workshop.at(16)
"""22:00 in Istanbul: midnight falls into the shift."""
END = BEGIN + timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Plant:
    """A home, its server, and the clock of both."""

    home: Home
    web: Web
    clock: Path
    owner: locations.Address
    codes: dict[str, str]
    key_hash: str

    def ask(self, query: str, *told: object) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(psycopg.connect(**self.owner.of(PLANT).psycopg())) as owner:
            return owner.execute(query, told).fetchall()

    def answered(self, place: str) -> list[tuple[str, datetime]]:
        """What became of each entry of a place, and when it was told."""
        query = "SELECT verdict, received_at FROM gozinto_panelentry WHERE station = %s ORDER BY id"
        return [(told, at) for told, at in self.ask(query, furnished_shift.panel(place))]

    def recorded(self, place: str) -> int:
        """How many entries of a place are answered."""
        return len(self.answered(place))

    def handed_over(self) -> int:
        """How many entries came after the shift."""
        return int(
            self.ask("SELECT count(*) FROM gozinto_panelentry WHERE received_at >= %s", END)[0][0]
        )

    def is_up(self) -> bool:
        """Whether web and database answer."""
        with suppress(psycopg.OperationalError):
            return _answers(self.web.port) and bool(self.ask("SELECT 1"))
        return False

    def strike(self) -> None:
        """kill -9 of the database and of the web."""
        os.kill(homes.server_pid(self.home), signal.SIGKILL)
        self.web.kill()

    def says(self) -> dict[str, list[str]]:
        """What the projections say of each place."""
        done = homes.module(self.home, "tests.faults.shift_state", *PLACES)
        assert done.returncode == 0, done.stderr
        found: dict[str, list[str]] = json.loads(done.stdout)
        return found


@contextmanager
def up(home: Home, **told: str) -> Iterator[Web]:
    """The server, which is started again whenever it fell."""
    web, over = Web(home, command=UP, **told), threading.Event()
    keeping = threading.Thread(target=web.keep_up, args=(over,))
    keeping.start()
    try:
        homes.wait_until(lambda: _answers(web.port))
        yield web
    finally:
        over.set()
        keeping.join()
        web.stop()


def _answers(port: int) -> bool:
    unknown = ssl._create_unverified_context()  # the browsers look who it is
    with closing(http.client.HTTPSConnection("127.0.0.1", port, context=unknown)) as line:
        try:
            line.request("GET", "/panel/", headers={"Host": NAME})
            return line.getresponse().status == 200
        except OSError:
            return False  # it is just coming up


@dataclass(frozen=True, slots=True)
class Invited(Site):
    """The server, and the codes by which its devices are enrolled."""

    codes: dict[str, str]

    def invitation(self, station: str) -> str:
        return self.codes[station]


@dataclass(slots=True)
class Operator:
    """Who works at a place; `told`: how many entries she made there."""

    place: str
    plant: Plant
    start: Start
    disk: Path
    told: int = 0
    is_away: bool = False
    context: BrowserContext = field(init=False)
    device: Device = field(init=False)

    def begin(self, at: datetime) -> None:
        """Takes the device in hand."""
        self.context = self.start(self.disk)
        self.context.clock.install(time=at)
        self.context.clock.set_fixed_time(at)
        url = f"https://{NAME}:{self.plant.web.port}"
        site = Invited(url, self.plant.key_hash, _asks_nobody, self.plant.codes)
        self.device = Device(self.context.new_page(), site)

    def scan(self, text: str) -> None:
        """Of what her own place has."""
        self.device.scan(f"{self.place}-{text}")

    def tap(self, *words: str) -> None:
        """One key after the other."""
        for word in words:
            self.device.tap(word)

    def comes(self, number: int, name: str) -> None:
        """By badge and PIN, or by the badge alone where nobody can look at a PIN."""
        self.scan(str(number))
        self.device.reads(name)
        if self.is_away:
            self.tap("Go on with the badge alone")
        else:
            self.device.type(furnished_shift.PIN)
            self.tap("Sign in")
        expect(self.device.page.locator(".who")).to_contain_text(name)
        self.told += self.is_away

    def settles(self, entries: int) -> None:
        """What she did is kept here, or recorded there."""
        self.told += entries
        if self.is_away:
            waiting = self.told - self.plant.recorded(self.place)
            self.pill(f"{waiting} waiting")
        else:
            homes.wait_until(lambda: self.plant.recorded(self.place) == self.told)
            self.pill("Connected")

    def pill(self, word: str) -> None:
        """It says that."""
        expect(self.device.page.locator(".pill").first).to_contain_text(word)

    def loses_network(self) -> None:
        """From now on she is alone."""
        self.context.set_offline(True)
        self.is_away = True

    def stops_and_starts_again(self, at: datetime) -> None:
        """Her browser is killed, and starts without the network."""
        cookies = self.context.cookies()
        assert all(cookie["expires"] > 0 for cookie in cookies), "none ends with the browser"
        browsers.kill(self.context)
        self.begin(at)
        # A browser writes new ones to its disk every half minute; this device is a minute old.
        self.context.add_cookies(cookies)
        self.context.set_offline(True)
        self.device.page.goto(f"{self.device.site.url}/panel/")
        self.settles(0)  # all that was kept is there


def _asks_nobody(*_told: object, **_more: object) -> object:
    raise AssertionError("the server is another process")


Step = Callable[[Operator], int | None]
"""What an operator does; how many entries that makes, where it is not one."""


@dataclass(slots=True)
class Shift:
    """Those who do the same at the same times."""

    everybody: Sequence[Operator]
    now: datetime = BEGIN

    def at(self, minutes: float, *steps: Step) -> None:
        """All do it, so many minutes after the shift began."""
        self.pass_to(BEGIN + timedelta(minutes=minutes))
        for step in steps:
            for one in self.everybody:
                made = step(one)
                one.settles(1 if made is None else made)

    def pass_to(self, then: datetime) -> None:
        """The time goes by, for all clocks and for what waits for its time on the device."""
        self.now = then
        clocked.move(self.everybody[0].plant.clock, then)
        for one in self.everybody:
            one.device.page.clock.set_fixed_time(then)


def begins(one: Operator) -> int:
    """A new device, a badge with its PIN, and a job."""
    one.begin(BEGIN)
    one.device.enrol(one.place)
    one.comes(1, "Ada")
    one.scan("MO/10")
    one.device.reads("Scan: Bromobutyl")
    expect(one.device.page.locator(".slots")).to_contain_text(f"{one.place}-H-1")
    one.device.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return 1


def makes(count: int) -> Step:
    """So many are made, and told by a key."""

    def step(one: Operator) -> None:
        one.tap("Other quantity")
        one.device.type(str(count))
        one.tap(f"Made · {count}")
        one.tap("Back")

    return step


def scans(text: str) -> Step:
    """Something of hers is held before the scanner."""
    return lambda one: one.scan(text)


def measures(value: str) -> Step:
    """The hardness of what was made last."""

    def step(one: Operator) -> None:
        one.tap("Measure")
        one.device.type(value)
        one.tap(f"Record {value}")

    return step


def takes_back(one: Operator) -> None:
    """What was done last."""
    one.device.page.locator(".events li").first.get_by_role("button", name="Undo").click()


def leaves(one: Operator) -> int:
    """The end of her shift. Online it is the session that ends, and no entry that is made."""
    one.device.page.locator(".who").click()
    one.tap("Everybody leaves")
    one.device.reads("Scan your badge")
    return int(one.is_away)


def comes(number: int, name: str) -> Step:
    def step(one: Operator) -> int:
        one.comes(number, name)
        return 0

    return step


def moves(text: str, to: str) -> Step:
    """A place is scanned, and then what goes there."""

    def step(one: Operator) -> int:
        one.device.scan(to)
        one.device.reads("Scan what goes there")
        one.scan(text)
        return 2

    return step


def presses(word: str) -> Step:
    """One key."""
    return lambda one: one.tap(word)


def goes_on(one: Operator) -> int:
    """From where things are moved back to the job."""
    one.tap("Done")
    return 0


def sits_idle(one: Operator) -> int:
    """Nobody did anything for longer than a session lasts."""
    if one.is_away:
        one.device.page.clock.run_for(31_000)
    one.device.reads("Scan your badge")
    return 0
