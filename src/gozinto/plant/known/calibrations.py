"""Whether a gauge may be measured with on a day: what its calibrations say."""

from __future__ import annotations

from datetime import date, timedelta

from gozinto.plant.known.shapes import Asset, Calibration


def is_calibrated_at_all(gauge: Asset) -> bool:
    """Whether anybody calibrates it, so that its calibration may run out."""
    return bool(gauge.calibrations) or gauge.calibration_interval_days is not None


def due_on(gauge: Asset) -> date | None:
    """The last day that its last calibration holds; None without end, or where there is none."""
    return _due(gauge, gauge.calibrations[-1]) if gauge.calibrations else None


def _due(gauge: Asset, last: Calibration) -> date | None:
    if last.due_on is None and gauge.calibration_interval_days is not None:
        return last.calibrated_on + timedelta(days=gauge.calibration_interval_days)
    return last.due_on


def fault(gauge: Asset, day: date) -> tuple[str, date] | None:
    """Why its measurements do not count that day ("never", "failed", "due"), and the day that
    decides it; None when they do, or when nobody calibrates it.
    """
    if not is_calibrated_at_all(gauge):
        return None
    before = [one for one in gauge.calibrations if one.calibrated_on <= day]
    if not before:
        return "never", day
    last = before[-1]
    if last.result == "failed":
        return "failed", last.calibrated_on
    due = _due(gauge, last)
    if due is not None and day > due:
        return "due", due
    return None
