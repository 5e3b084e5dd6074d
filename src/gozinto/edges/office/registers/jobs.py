"""Jobs: what each run is to make, how far it is, and where it runs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

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
from gozinto.record.registers import RUNS

STATES: Mapping[str, tuple[Word, str]] = {
    "start": (_("running"), ""),
    "resume": (_("running"), ""),
    "pause": (_("paused"), "warn"),
    "finish": (_("finished"), ""),
}
"""What the last thing told of a run comes to."""


def _share(row: Row) -> Decimal | None:
    """How much of what was planned came out; None where the two are in other units."""
    planned, made = row.get("planned"), row.get("made")
    if not planned or (made and row.get("uom") != row.get("made_uom")):
        return None
    return (made or Decimal(0)) / Decimal(planned)


JOBS = ListPage(
    name="jobs",
    title=_("Jobs"),
    reader=OfRecord(RUNS),
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
    filters=(
        FilterBox(name="equipment", word=_("Equipment"), kind="choice", choices=choices.equipment),
        FilterBox(name="product", word=_("Makes"), kind="choice", choices=choices.materials),
        FilterBox(name="started_at", word=_("Started"), kind="time", sort="-started_at"),
    ),
    empty=Empty(
        sentence=_("No job was started yet"),
        next_step=_("A job stands here as soon as somebody starts it at its machine."),
    ),
)
