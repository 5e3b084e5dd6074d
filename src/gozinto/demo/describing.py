"""What exists in a demo plant becomes master data: its files, and what depends on its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from gozinto.demo import described
from gozinto.plant import changing
from gozinto.plant.calendars import writing
from gozinto.plant.changing import Given
from gozinto.plant.importing import loading
from gozinto.plant.importing.loading import Source

BY = "demo"
SHIFTS_AHEAD_DAYS = 14
"""The calendar goes on after the demo's end, so that what a visitor captures has a shift."""
RENEWED_DAYS_BEFORE = 30
LASTS_DAYS = 365
QUALIFIED_DAYS = 3 * 365

Row = tuple[str, Mapping[str, str]]
"""A kind of master data, and the values of one of it."""


def describe(plant: str, *, begins: date, until: date, grown: Iterable[Row] = ()) -> None:
    """Write all master data of a plant that lives from `begins` to `until`.

    `grown`: what its size asks for beside its files. Saying it twice is harmless.
    """
    loading.load([Source(tables=described.folder(plant))], by=BY, why="The plant as it stands.")
    told = [*grown, *_calibrated(plant, begins), *_qualified(plant, begins)]
    changing.apply(
        [Given(kind=kind, values=dict(values)) for kind, values in told],
        by=BY,
        why="What the size of the plant and its dates ask for.",
    )
    writing.extend(since=begins, until=until + timedelta(days=SHIFTS_AHEAD_DAYS), by=BY)


def _calibrated(plant: str, begins: date) -> Iterator[Row]:
    """Every gauge of the files was calibrated before the record begins, and for all of it."""
    on = begins - timedelta(days=RENEWED_DAYS_BEFORE)
    days = {"calibrated_on": on.isoformat(), "due_on": (on + timedelta(LASTS_DAYS)).isoformat()}
    for row in described.rows(plant, "assets"):
        if row["kind"] == "gauge":
            yield "calibrations", {"gauge": row["code"], "result": "passed"} | days


def _qualified(plant: str, begins: date) -> Iterator[Row]:
    """Who is still there renews what would run out."""
    people = described.by_code(plant, "people")
    on = begins - timedelta(days=RENEWED_DAYS_BEFORE)
    until = on + timedelta(days=QUALIFIED_DAYS)
    days = {"obtained_on": on.isoformat(), "expires_on": until.isoformat()}
    for row in described.rows(plant, "qualifications"):
        if row["expires_on"] and people[row["person"]]["state"] == "active":
            yield "qualifications", {"person": row["person"], "skill": row["skill"]} | days
