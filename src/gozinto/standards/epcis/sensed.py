"""The values that the sensor reports of an event hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from gozinto.standards.epcis.events import Event


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
