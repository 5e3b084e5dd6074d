"""PINs: what a person types at an enrolled station, and how often somebody may guess."""

from __future__ import annotations

import itertools
import math
import re
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils import timezone

from gozinto.access import changes, stations
from gozinto.access.station_models import PersonPin, PinTries
from gozinto.errors import Forbidden, Malformed, NotSignedIn, TooManyRequests, Unknown
from gozinto.plant.models import Person

FREE_TRIES = 5
"""Wrong PINs of one person at one station before the first wait."""

FIRST_WAIT_S = 60
MOST_DOUBLINGS = 10

_PIN = re.compile(r"[0-9]{4,12}")

_COUNT = f"""
    INSERT INTO {PinTries._meta.db_table} AS tries (person, station_id, count)
    VALUES (%(person)s, %(station)s, 1)
    ON CONFLICT (person, station_id) DO UPDATE SET
        count = tries.count + 1,
        blocked_until = CASE WHEN tries.count + 1 >= %(free)s THEN
            %(now)s + interval '1 second' * %(wait_s)s
                * power(2, least(tries.count + 1 - %(free)s, %(doublings)s))
        END
    WHERE tries.blocked_until IS NULL OR tries.blocked_until <= %(now)s
    RETURNING count, blocked_until
"""


def typed_twice(first: str, second: str) -> str:
    """The PIN that somebody typed twice without seeing it. Raises Malformed (pins_differ)."""
    if first != second:
        raise Malformed(
            "The two PINs are not the same.",
            code="pins_differ",
            next_step="Type the same one twice.",
        )
    return first


def choose(person: str, *, pin: str, by: str) -> None:
    """Give a person a PIN; whoever guessed at the one before begins anew.

    Raises Unknown (unknown_person) and Malformed (weak_pin).
    """
    if not Person.objects.filter(code=person, state=Person.State.ACTIVE).exists():
        raise Unknown(f"There is no person {person[:40]}.", code="unknown_person")
    if not _PIN.fullmatch(pin) or _is_guessed_first(pin):
        raise Malformed(
            "A PIN has 4 to 12 digits, not all alike and not one after another.",
            code="weak_pin",
            next_step="Choose another one.",
        )
    with transaction.atomic():
        PersonPin.objects.update_or_create(
            person=person,
            defaults={"hash": make_password(pin), "set_at": timezone.now(), "set_by": by},
        )
        PinTries.objects.filter(person=person).delete()
        changes.note("pin_set", about=person, by=by)


def remove(person: str, *, by: str) -> bool:
    """Let a person sign in at no station any more. False when there was no PIN."""
    with transaction.atomic():
        removed, _by_model = PersonPin.objects.filter(person=person).delete()
        if removed:
            changes.note("pin_removed", about=person, by=by)
    return bool(removed)


def check(person: str, *, pin: str, station: str) -> None:
    """Nothing when the PIN is that person's.

    A try counts before it is looked at, so that many at once are no more than many. Raises
    Forbidden (pin_not_set), TooManyRequests (pin_blocked, with the seconds to wait), and
    NotSignedIn (wrong_pin, with the tries that are left).
    """
    kept = PersonPin.objects.filter(person=person).first()
    if kept is None:
        raise Forbidden(
            "No PIN was given to this person.",
            code="pin_not_set",
            next_step="Ask a quality manager or an administrator to set one in the office.",
        )
    row = stations.row_of(station)
    count, blocked_until = _count(person, station=row.pk)
    if check_password(pin, kept.hash):
        PinTries.objects.filter(person=person, station=row).update(count=0, blocked_until=None)
        return
    if blocked_until is not None:
        changes.note("pin_blocked", about=person, by=station, until=blocked_until.isoformat())
    raise NotSignedIn(
        "This PIN is wrong.",
        code="wrong_pin",
        next_step="Type it again; ask for a new one if you forgot it.",
        tries_left=max(FREE_TRIES - count, 0),
        wait_s=_seconds_to(blocked_until),
    )


def _count(person: str, *, station: int) -> tuple[int, datetime | None]:
    now = timezone.now()
    asked: dict[str, str | int | datetime] = {
        "person": person,
        "station": station,
        "free": FREE_TRIES,
        "now": now,
        "wait_s": FIRST_WAIT_S,
        "doublings": MOST_DOUBLINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        counted = cursor.fetchone()
    if counted is not None:
        return counted[0], counted[1]
    tries = PinTries.objects.get(person=person, station_id=station)
    raise TooManyRequests(
        "The PIN was wrong too often.",
        code="pin_blocked",
        next_step="Wait, or ask a quality manager or an administrator for a new PIN.",
        retry_after_s=max(_seconds_to(tries.blocked_until), 1),
    )


def _seconds_to(until: datetime | None) -> int:
    return max(math.ceil((until - timezone.now()).total_seconds()), 0) if until else 0


def _is_guessed_first(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}
