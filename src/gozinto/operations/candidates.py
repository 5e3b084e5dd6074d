"""Which units something may be that carries no number any more: by what can still be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from gozinto import record
from gozinto.errors import Malformed, Unknown
from gozinto.operations import master_data, things
from gozinto.plant import objects

_DOT = re.compile(r"(\d\d)(\d\d)", re.ASCII)
_ALL = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What can still be read: the model, the week or day it was made, or its lot."""

    material: str
    dot_week: str = ""
    made_on: date | None = None
    lot: str = ""

    @property
    def told(self) -> str:
        """The marks in words."""
        parts = [
            self.material,
            f"DOT {self.dot_week}" if self.dot_week else "",
            f"made on {self.made_on}" if self.made_on else "",
            f"of lot {self.lot}" if self.lot else "",
        ]
        return " ".join(part for part in parts if part)

    def days(self) -> tuple[date, date] | None:
        """The first day and the one after the last on which it may have been made.

        Raises Malformed (bad_week) for a week that is none.
        """
        if self.made_on and self.made_on < date.max:
            return self.made_on, self.made_on + timedelta(days=1)
        if not self.dot_week:
            return None
        match = _DOT.fullmatch(self.dot_week)
        try:
            week, year = (int(part) for part in match.groups()) if match else (0, 0)
            first = date.fromisocalendar(2000 + year, week, 1)
        except ValueError as error:
            raise Malformed(
                f"{self.dot_week!r} is no week and year.",
                code="bad_week",
                next_step="Give the last four digits behind DOT: 0926 is week 9 of 2026.",
                value=self.dot_week,
            ) from error
        return first, first + timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit that it may be; `shipped_to`: the URI of the company it last went to."""

    uri: str
    number: str
    made_at: datetime
    shipped_to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """The units that it may be; `total` of them, of which the first are listed."""

    total: int
    listed: tuple[Candidate, ...]


_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {}.event_id)"
_FOUND = f"""
SELECT o.uri, o.number, made.at, coalesce(sent.party, '')
FROM gozinto_material p
JOIN gozinto_traceableobject o ON o.item IN (p.code, p.gtin) AND o.kind = 'serial'
JOIN gozinto_objectstate s ON s.object_id = o.id AND s.on_hand = 0
CROSS JOIN LATERAL (
    SELECT min(i.at) AS at FROM gozinto_involvement i
    WHERE i.object_id = o.id AND i.term = 'produced' AND {_STANDS.format("i")}) made
LEFT JOIN LATERAL (
    SELECT d.value->>'destination' AS party
    FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id,
        jsonb_array_elements(e.document::jsonb->'destinationList') AS d (value)
    WHERE i.object_id = o.id AND i.term = 'shipped' AND {_STANDS.format("i")}
      AND d.value->>'type' = 'owning_party'
    ORDER BY i.at DESC LIMIT 1) sent ON true
WHERE p.code = %(material)s
  AND (%(begin)s::timestamptz IS NULL OR (made.at >= %(begin)s AND made.at < %(end)s))
  AND (%(lot)s = '' OR EXISTS (
    SELECT 1 FROM gozinto_membership m JOIN gozinto_traceableobject l ON l.id = m.lot_id
    WHERE m.unit_id = o.id AND l.uri = %(lot)s AND {_STANDS.format("m")}))
ORDER BY coalesce(sent.party, '') <> %(dealer)s, o.number, o.id
"""


def find(marks: Marks, *, dealer: str = "", limit: int = _ALL) -> Candidates:
    """The units that fit the marks and are not here; those that went to `dealer` come first.

    Raises Unknown for a material, dealer or lot that does not exist, Malformed (bad_week,
    no_marks).
    """
    days = marks.days()
    if days is None and not marks.lot:
        raise Malformed(
            "Nothing is told of it but its model.",
            code="no_marks",
            next_step="Tell the week and year on it, the day it was made, or its lot.",
        )
    company = master_data.company()
    begin, end = (_midnight(day, company.zone) for day in days) if days else (None, None)
    asked: dict[str, Any] = {
        "material": master_data.material(marks.material).code,
        "begin": begin,
        "end": end,
        "lot": _lot(marks),
        "dealer": things.owner(dealer).value if dealer else "",
    }
    record.flush()
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, asked)
        rows = cursor.fetchall()
    return Candidates(
        total=len(rows),
        listed=tuple(
            Candidate(uri=uri, number=number, made_at=at, shipped_to=party)
            for uri, number, at, party in rows[:limit]
        ),
    )


def _lot(marks: Marks) -> str:
    if not marks.lot:
        return ""
    if things.is_uri(marks.lot):
        return things.uri_of(marks.lot)
    found = [one for one in objects.find_all(marks.lot) if one.kind == "lot"]
    if not found:
        raise Unknown(f"There is no lot {marks.lot}.", near=objects.near(marks.lot))
    return found[0].uri


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
