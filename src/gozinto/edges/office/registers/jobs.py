"""Jobs: what each run is to make, how far it is, and where it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import (
    Empty,
    FilterBox,
    ListPage,
    OfRecord,
    Row,
    Shown,
    Word,
)
from gozinto.edges.office.registers import cells, choices, names
from gozinto.record import clock
from gozinto.record.listing import Page
from gozinto.record.registers import RUNS

STATES: Mapping[str, tuple[Word, str]] = {
    "start": (_("running"), ""),
    "resume": (_("running"), ""),
    "pause": (_("paused"), "warn"),
    "finish": (_("finished"), ""),
}
"""What the last thing told of a run comes to."""


RECENT_DAYS = 90
"""Jobs that run or are paused are looked for among those that began so lately: nearly every job is
finished, and the few that are not would be looked for in all of them."""


@dataclass(frozen=True, slots=True)
class _Jobs(OfRecord):
    """The runs of the record, of which what is still open is looked for among the recent ones."""

    def page(self, *, where: Mapping[str, Sequence[str]], **asked: Any) -> Page:
        """One page of rows."""
        return OfRecord.page(self, where=_recent(where), **asked)

    def count(self, *, where: Mapping[str, Sequence[str]], **asked: Any) -> int:
        """How many rows there are; `most` + 1 where there are more."""
        return OfRecord.count(self, where=_recent(where), **asked)


def _recent(where: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    if not set(where.get("state", ())) & {"running", "paused"} or "started_at__gte" in where:
        return where
    since = clock.now() - timedelta(days=RECENT_DAYS)
    return {**where, "started_at__gte": [since.isoformat()]}


def _states() -> Sequence[tuple[str, Word]]:
    return [("running", _("running")), ("paused", _("paused")), ("finished", _("finished"))]


def _beside() -> Sequence[tuple[Word, str]]:
    """What is planned and has no run yet stands among the orders."""
    orders = reverse("office:setup-list", args=["orders"])
    planned = f"{orders}?kind=production&state=planned"
    return [(_("Orders that are planned"), planned), (_("All orders"), orders)]


def _share(row: Row) -> Decimal | None:
    """How much of what was planned came out; None where the two are in other units."""
    planned, made = row.get("planned"), row.get("made")
    if not planned or (made and row.get("uom") != row.get("made_uom")):
        return None
    return (made or Decimal(0)) / Decimal(planned)


JOBS = ListPage(
    name="jobs",
    title=_("Jobs"),
    reader=_Jobs(RUNS),
    search=_("Job begins with"),
    row_address=cells.page_of("job", column="run"),
    shown=(
        Shown(column="job", word=_("Job"), render="code"),
        Shown(column="last", word=_("State"), render="chip", words=STATES),
        Shown(column="step", word=_("Step")),
        Shown(column="equipment", word=_("Equipment"), render="code"),
        Shown(column="product", word=_("Makes"), names=names.of_materials),
        Shown(column="planned", word=_("Planned"), render="quantity"),
        Shown(column="made", word=_("Made"), render="quantity", unit="made_uom"),
        Shown(column="progress", word=_("Progress"), render="share", value=_share),
        Shown(column="started_at", word=_("Started"), render="time"),
        Shown(column="last_at", word=_("Last told"), render="time", is_default=False),
        Shown(
            column="started_by",
            word=_("Started by"),
            names=names.of_people,
            is_default=False,
        ),
        Shown(column="run", word=_("Identifier"), render="uri", is_default=False),
    ),
    beside=_beside,
    filters=(
        FilterBox(name="state", word=_("State"), kind="choice", choices=_states),
        FilterBox(name="equipment", word=_("Equipment"), kind="choice", choices=choices.equipment),
        FilterBox(name="product", word=_("Makes"), kind="choice", choices=choices.materials),
        FilterBox(name="started_at", word=_("Started"), kind="time", sort="-started_at"),
    ),
    empty=Empty(
        sentence=_("No job was started yet"),
        next_step=_("A job stands here as soon as somebody starts it at its machine."),
    ),
)
