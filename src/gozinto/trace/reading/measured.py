"""What machines measured, told of an object: the parameters of the runs that it came out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from gozinto.standards.epcis.events import Event

OF_RUNS = """
SELECT a.event_id FROM (
    SELECT l.run_id, min(l.earliest) AS earliest, max(l.latest) AS latest, max(l.at) AS at,
           (SELECT bool_and(r.flow = 'continuous') FROM gozinto_runevent r
            WHERE r.run_id = l.run_id AND r.flow <> '') AS continuous
    FROM gozinto_link l WHERE l.object_id = %(own)s AND NOT l.is_input
    AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)
    GROUP BY l.run_id) m
JOIN gozinto_activity a ON a.run_id = m.run_id AND a.activity = 'measured'
WHERE NOT coalesce(m.continuous, false) OR (a.earliest <= m.latest AND m.earliest <= a.latest)
   OR a.at = (SELECT max(b.at) FROM gozinto_activity b
              WHERE b.run_id = m.run_id AND b.activity = 'measured' AND b.at <= m.at)
"""
"""The places in the record of what was measured in the runs that the object `own` came out of.

In a batch all of it; on a line what was measured as the object left, and the last before.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value that a machine measured; `at` where it is one point of a curve."""

    name: str
    value: Decimal | str
    uom: str = ""
    at: datetime | None = None


def of(event: Event) -> tuple[Measurement, ...]:
    """The values in an event's sensor reports, in their order."""
    reports = (report for element in event.sensor_element_list for report in element.sensor_report)
    return tuple(_measurements(reports))


def _measurements(reports: Iterable[Any]) -> Iterable[Measurement]:
    for report in reports:
        value = report.get("value", report.get("stringValue"))
        if value is None:
            continue
        at = report.get("time")
        yield Measurement(
            name=unquote(str(report.get("type", "")).rsplit("/", 1)[-1]),
            value=value,
            uom=report.get("uom", ""),
            at=None if at is None else datetime.fromisoformat(at),
        )
