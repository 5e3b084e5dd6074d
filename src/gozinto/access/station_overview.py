"""All stations as an office sees them: whether a device is there, who works at it, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from gozinto.access import stations
from gozinto.access.station_models import (
    IdentityProof,
    PanelSession,
    PersonPin,
    Proof,
    StationDevice,
)
from gozinto.access.station_models import Station as Row
from gozinto.access.stations import Station
from gozinto.plant.models import Person

MOST_SESSIONS = 30
MOST_PEOPLE = 500
QUIET_AFTER = timedelta(minutes=2)
"""A panel asks every few seconds; one that did not for so long is off, or has no network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """Somebody at a station: now, or from `since` to `until`."""

    person: str
    name: str
    is_proven: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A station as a list shows it. `waiting`: entries not sent yet, as last told; None: untold."""

    code: str
    name: str
    equipment: str
    location: str
    device: StationDevice | None
    seen_at: datetime | None
    is_quiet: bool
    waiting: int | None
    people: tuple[There, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinOf:
    """A person, and since when there is a PIN; None: there is none."""

    person: str
    name: str
    set_at: datetime | None


def listed() -> list[Seen]:
    """Every station, by code."""
    rows = list(Row.objects.order_by("code"))
    devices = {one.station_id: one for one in StationDevice.objects.filter(revoked_at=None)}
    live = _by_station(rows, PanelSession.objects.filter(ended_at=None).order_by("-acted_at"))
    return [_seen(row, devices.get(row.pk), live[row.pk]) for row in rows]


def of(code: str) -> tuple[Station, Seen, list[There]]:
    """A station, how it stands, and who worked there lately, the last first.

    Whoever is there has no `until`. Raises Unknown (unknown_station).
    """
    row = stations.row_of(code)
    device = StationDevice.objects.filter(station=row, revoked_at=None).first()
    found = PanelSession.objects.filter(station=row).order_by("-began_at")[:MOST_SESSIONS]
    lately = _by_station([row], found)[row.pk]
    return stations.told(row), _seen(row, device, lately), lately


def pins(asked: str = "") -> list[PinOf]:
    """Everybody who works here and whose code or name has `asked` in it, `MOST_PEOPLE` at most."""
    people = Person.objects.filter(state=Person.State.ACTIVE).order_by("code")
    wanted = [
        (code, name)
        for code, name in people.values_list("code", "name")
        if asked.casefold() in f"{code} {name}".casefold()
    ][:MOST_PEOPLE]
    since = dict(PersonPin.objects.values_list("person", "set_at"))
    return [PinOf(person=code, name=name, set_at=since.get(code)) for code, name in wanted]


def _seen(row: Row, device: StationDevice | None, lately: list[There]) -> Seen:
    quiet_for = timezone.now() - row.seen_at if row.seen_at else None
    return Seen(
        code=row.code,
        name=row.name,
        equipment=row.equipment,
        location=row.location,
        device=device,
        seen_at=row.seen_at,
        is_quiet=quiet_for is None or quiet_for > QUIET_AFTER,
        waiting=row.waiting,
        people=tuple(one for one in lately if one.until is None),
    )


def _by_station(rows: list[Row], found: Iterable[PanelSession]) -> Mapping[int, list[There]]:
    """The sessions of each station. One that is idle and was not looked at since has ended."""
    idle = {row.pk: timedelta(minutes=row.idle_minutes) for row in rows}
    there = list(found)
    codes = {one.person for one in there}
    names = dict(Person.objects.filter(code__in=codes).values_list("code", "name"))
    proofs = IdentityProof.objects.filter(session__in=[one.pk for one in there])
    proven = set(proofs.values_list("session_id", flat=True))
    now = timezone.now()
    by_station: Mapping[int, list[There]] = defaultdict(list)
    for one in there:
        idle_at = one.seen_at + idle[one.station_id]
        until = one.ended_at or (idle_at if idle_at < now else None)
        told = There(
            person=one.person,
            name=names.get(one.person) or one.person,
            is_proven=one.proof == Proof.PIN or one.pk in proven,
            since=one.began_at,
            until=until,
        )
        by_station[one.station_id].append(told)
    return by_station
