"""Stations and the device that is enrolled at each: invited by a code, known by a cookie, revoked.

A device is found by a secret of 256 bits, of which a hash is kept. A station has one device at a
time, says the database; enrolling another ends the one before.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from gozinto.access import changes
from gozinto.access.station_models import (
    Ended,
    PanelSession,
    StationDevice,
    StationInvitation,
)
from gozinto.access.station_models import Station as Row
from gozinto.errors import Conflict, Malformed, NotSignedIn, Unknown, Violation
from gozinto.plant import known

INVITED_FOR = timedelta(hours=1)
SEEN_IS_NOTED_EVERY = timedelta(seconds=20)
COOKIE_IS_RENEWED_EVERY = timedelta(days=7)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
_LETTERS_OF_A_CODE = 12
_READ_AS = str.maketrans("OILoil", "011011")
_MOST_KEYS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station as whoever asks from it may know it. `device`: which of its devices asks."""

    code: str
    name: str
    equipment: str
    location: str
    printer: str
    language: str
    px_per_mm: Decimal
    idle_minutes: int
    undo_minutes: int
    warn_offline_minutes: int
    scanner: Mapping[str, str] | None
    device: int = 0


def create(*, by: str, **fields: str) -> Station:
    """A new station, with the fields that `change` takes, and `code`.

    Raises Malformed (bad_station) with all that is wrong, Conflict (station_exists).
    """
    code = fields.pop("code", "").strip()
    faults = [] if _CODE.fullmatch(code) else [_wrong("code")]
    read = _read(fields, faults)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = Row.objects.create(code=code, **read)
        except IntegrityError as error:
            raise Conflict(
                f"There is a station {code} already.",
                code="station_exists",
                next_step="Choose another code, or open the station that is there.",
            ) from error
        changes.note("station_created", about=code, by=by, **_plain(read))
    return told(row)


def change(code: str, *, by: str, **fields: str) -> Station:
    """Change fields of a station: those of `_READERS`.

    Raises Unknown (unknown_station), and Malformed (bad_station) with all that is wrong.
    """
    with transaction.atomic():
        row = _locked(code)
        wanted = _read(fields, [])
        changed = {k: [getattr(row, k), v] for k, v in wanted.items() if getattr(row, k) != v}
        if changed:
            Row.objects.filter(pk=row.pk).update(**{k: new for k, (_, new) in changed.items()})
            noted = {k: [_json(old), _json(new)] for k, (old, new) in changed.items()}
            changes.note("station_changed", about=code, by=by, **noted)
    return get(code)


def learn(code: str, *, by: str, keys: Mapping[str, str] | None) -> Station:
    """Keep what the scanner of a station types, by key code. None: as keys say themselves.

    Raises Unknown (unknown_station) and Malformed (bad_station).
    """
    is_map = keys is None or (
        len(keys) <= _MOST_KEYS
        and all(0 < len(k) <= 40 and 0 < len(str(v)) <= 4 for k, v in keys.items())
    )
    if not is_map:
        raise _bad([_wrong("scanner")])
    with transaction.atomic():
        row = _locked(code)
        Row.objects.filter(pk=row.pk).update(scanner=dict(keys) if keys is not None else None)
        changes.note("station_changed", about=code, by=by, scanner=len(keys or ()))
    return get(code)


def get(code: str) -> Station:
    """The station of that code. Raises Unknown (unknown_station)."""
    return told(row_of(code))


def row_of(code: str) -> Row:
    """The row of a station. Raises Unknown (unknown_station)."""
    found = Row.objects.filter(code=code).first()
    if found is None:
        raise Unknown(
            f"There is no station {code[:40]}.",
            code="unknown_station",
            next_step="Choose one of the list of stations.",
        )
    return found


def invite(code: str, *, by: str) -> str:
    """A code that enrols one device for a station within the hour; those before it are dead.

    It is shown once: only its hash is kept. Raises Unknown (unknown_station).
    """
    plain = "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_A_CODE))
    now = timezone.now()
    with transaction.atomic():
        row = _locked(code)
        row.invitations.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
        StationInvitation.objects.create(
            station=row, hash=_hash(plain), created_by=by, expires_at=now + INVITED_FOR
        )
        changes.note("station_invited", about=code, by=by)
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def enrol(invitation: str, *, agent: str = "") -> tuple[Station, str]:
    """The station that a code invites to, and the secret by which its device is known from now on.

    The device before it, and who was signed in at it, end. Of two that come with one code, one
    wins. Raises NotSignedIn (invitation_not_valid).
    """
    now = timezone.now()
    plain = re.sub(r"[^0-9A-Z]", "", invitation.translate(_READ_AS).upper())
    with transaction.atomic():
        unused = StationInvitation.objects.filter(
            hash=_hash(plain), used_at=None, expires_at__gt=now
        )
        if unused.update(used_at=now) != 1:
            raise NotSignedIn(
                "This enrolment code was used already, or has expired.",
                code="invitation_not_valid",
                next_step="Have a new code shown in the office: Setup, Stations.",
            )
        given = StationInvitation.objects.select_related("station").get(hash=_hash(plain))
        row = _locked(given.station.code)
        _end_device(row, at=now)
        secret = secrets.token_urlsafe(32)
        device = StationDevice.objects.create(
            station=row, hash=_hash(secret), enrolled_by=given.created_by, agent=agent[:300]
        )
        Row.objects.filter(pk=row.pk).update(seen_at=now, waiting=None)
        changes.note("station_enrolled", about=row.code, by=given.created_by, agent=agent[:100])
    return told(row, device=device.pk), secret


def revoke(code: str, *, by: str) -> bool:
    """End the device of a station, who is signed in there, and codes not used yet, at once.

    False when no device was enrolled. Raises Unknown (unknown_station).
    """
    now = timezone.now()
    with transaction.atomic():
        row = _locked(code)
        row.invitations.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
        was_there = _end_device(row, at=now)
        if was_there:
            changes.note("station_revoked", about=code, by=by)
    return was_there


def find(secret: str) -> tuple[Station, StationDevice]:
    """The station whose device has this secret.

    Raises NotSignedIn: station_not_enrolled where nobody has it, station_revoked where it was
    ended.
    """
    rows = StationDevice.objects.select_related("station").filter(hash=_hash(secret))
    device = rows.first() if secret else None
    if device is None:
        raise NotSignedIn(
            "This device is not enrolled as a station.",
            code="station_not_enrolled",
            next_step="Have an enrolment code shown in the office, and scan it here.",
        )
    if device.revoked_at is not None:
        raise NotSignedIn(
            "This device was ended as a station.",
            code="station_revoked",
            next_step="Have a new enrolment code shown in the office, and scan it here.",
        )
    return told(device.station, device=device.pk), device


def note_seen(device: StationDevice, *, waiting: int | None) -> None:
    """Note that a station asked, and how many entries wait at it, where it says so."""
    row, now = device.station, timezone.now()
    is_old = row.seen_at is None or now - row.seen_at > SEEN_IS_NOTED_EVERY
    if is_old or (waiting is not None and waiting != row.waiting):
        also = {} if waiting is None else {"waiting": waiting}
        Row.objects.filter(pk=row.pk).update(seen_at=now, **also)


def must_renew(device: StationDevice) -> bool:
    """Whether the cookie should be handed out again; it is noted that it was."""
    now = timezone.now()
    is_old = now - device.cookie_at > COOKIE_IS_RENEWED_EVERY
    if is_old:
        StationDevice.objects.filter(pk=device.pk).update(cookie_at=now)
    return is_old


def _end_device(row: Row, *, at: datetime) -> bool:
    live = PanelSession.objects.filter(station=row, ended_at=None)
    live.update(ended_at=at, ended_by=Ended.REVOKED)
    return row.devices.filter(revoked_at=None).update(revoked_at=at) == 1


def _hash(plain: str) -> str:
    # Random, and of a length that leaves nothing to guess: no slow hash is needed.
    return hashlib.sha256(plain.encode()).hexdigest()


def _locked(code: str) -> Row:
    return Row.objects.select_for_update().get(pk=row_of(code).pk)


def told(row: Row, *, device: int = 0) -> Station:
    """A station as whoever asks from it may know it."""
    return Station(
        code=row.code,
        name=row.name,
        equipment=row.equipment,
        location=row.location,
        printer=row.printer,
        language=row.language,
        px_per_mm=row.px_per_mm,
        idle_minutes=row.idle_minutes,
        undo_minutes=row.undo_minutes,
        warn_offline_minutes=row.warn_offline_minutes,
        scanner=row.scanner,
        device=device,
    )


_SAID = {
    "code": "letters, digits and . _ - , 40 at most",
    "name": "a name of 200 letters at most",
    "equipment": "the code of a machine, or nothing",
    "location": "the code of a location, or nothing",
    "printer": "the code of a printer, or nothing",
    "language": "en, tr or de",
    "px_per_mm": "how many pixels a millimetre has, from 1 to 40",
    "idle_minutes": "minutes from 1 to 480",
    "undo_minutes": "minutes from 0 to 480",
    "warn_offline_minutes": "minutes from 1 to 480",
    "scanner": "key codes and the character that each types",
}


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", "").split())
    if not 0 < len(name) <= 200:
        raise ValueError
    return name


def _one_of(there: Callable[[], Collection[str]]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and text not in there():
            raise ValueError
        return text

    return read


def _language(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise ValueError
    return text


def _minutes(*, least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        minutes = int(text)
        if not least <= minutes <= 480:
            raise ValueError
        return minutes

    return read


def _size(text: str) -> Decimal:
    size = round(Decimal(text), 3)
    if not 1 <= size <= 40:
        raise ValueError
    return size


_READERS: Mapping[str, Callable[[str], Any]] = {
    "name": _name,
    "equipment": _one_of(lambda: known.now().equipment.keys()),
    "location": _one_of(lambda: known.now().locations.keys()),
    "printer": _one_of(lambda: known.now().printers.keys()),
    "language": _language,
    "px_per_mm": _size,
    "idle_minutes": _minutes(least=1),
    "undo_minutes": _minutes(least=0),
    "warn_offline_minutes": _minutes(least=1),
}
"""What a person may say of a station, and how each is read. A reader raises ValueError."""


def _read(fields: Mapping[str, str], faults: list[Violation]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, text in fields.items():
        try:
            read[name] = _READERS[name](str(text).strip())
        except (KeyError, ValueError, InvalidOperation):
            faults.append(_wrong(name, value=str(text)[:80]))
    if faults:
        raise _bad(faults)
    return read


def _wrong(name: str, *, value: str = "") -> Violation:
    said = _SAID.get(name, "nothing that a station has")
    return Violation(
        code="bad_station", message=f"{name} is {said}.", path=name, value=value, data={"is": name}
    )


def _bad(faults: list[Violation]) -> Malformed:
    return Malformed(
        "A station is not described so.",
        code="bad_station",
        next_step="Correct what is listed; nothing was stored.",
        violations=faults,
    )


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _plain(read: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in read.items()}
