"""What came back, from whom, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import (
    Empty,
    FilterBox,
    ListPage,
    OfRecord,
    Shown,
    Word,
)
from gozinto.edges.office.registers import cells, choices, names
from gozinto.record.registers import RETURNS as READ

CERTAINTIES: Mapping[str, tuple[Word, str]] = {
    "scanned": (_("read"), ""),
    "inferred": (_("concluded"), "warn"),
}
"""How it is known which unit came back."""

RETURNS = ListPage(
    name="returns",
    title=_("Returns"),
    reader=OfRecord(READ),
    search=_("Number begins with"),
    row_address=cells.page_of("receipt", column="event_id"),
    subject=lambda row: str(row["uri"]),
    bulk=cells.HOLDING,
    reasons=choices.hold_reasons,
    shown=(
        cells.WHEN,
        cells.NUMBER,
        cells.MATERIAL,
        Shown(column="partner", word=_("From"), names=names.of_partners, link=cells.COMPANY),
        Shown(column="reason", word=_("Why"), names=names.of_reasons),
        cells.STANDING,
        Shown(column="certainty", word=_("Its number"), render="chip", words=CERTAINTIES),
        Shown(column="note", word=_("Return number"), render="code"),
        replace(cells.WHERE, is_default=False),
        cells.PERSON,
        cells.EVENT,
    ),
    filters=(
        FilterBox(name="partner", word=_("From"), kind="choice", choices=choices.partners),
        FilterBox(name="item", word=_("Material"), kind="choice", choices=choices.materials),
        FilterBox(name="status", word=_("Status"), kind="choice", choices=choices.statuses),
        FilterBox(name="at", word=_("When"), kind="time"),
    ),
    empty=Empty(
        sentence=_("Nothing came back"),
        next_step=_("What a dealer or customer returns stands here, with the reason."),
    ),
)
