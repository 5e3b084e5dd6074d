"""What came in: a row for each lot or unit of each delivery."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import Empty, FilterBox, ListPage, OfRecord, Shown
from gozinto.edges.office.registers import cells, choices, names
from gozinto.record.registers import RECEIPTS as READ

RECEIPTS = ListPage(
    name="receipts",
    title=_("Receipts"),
    reader=OfRecord(READ),
    search=_("Lot or delivery note begins with"),
    row_address=cells.page_of("receipt", column="event_id"),
    subject=lambda row: str(row["uri"]),
    bulk=cells.HOLDING,
    reasons=choices.hold_reasons,
    shown=(
        cells.WHEN,
        cells.NUMBER,
        cells.MATERIAL,
        Shown(column="quantity", word=_("Quantity"), render="quantity"),
        Shown(column="partner", word=_("Supplier"), names=names.of_partners, link=cells.COMPANY),
        Shown(column="note", word=_("Delivery note"), render="code"),
        cells.STANDING,
        cells.WHERE,
        Shown(column="expires_at", word=_("Expires"), render="date", is_default=False),
        cells.PERSON,
        cells.EVENT,
    ),
    filters=(
        FilterBox(name="partner", word=_("Supplier"), kind="choice", choices=choices.partners),
        FilterBox(name="item", word=_("Material"), kind="choice", choices=choices.materials),
        FilterBox(name="status", word=_("Status"), kind="choice", choices=choices.statuses),
        FilterBox(name="held", word=_("On hold"), kind="flag"),
        FilterBox(name="at", word=_("When"), kind="time"),
    ),
    empty=Empty(
        sentence=_("Nothing was received yet"),
        next_step=_("Receive the first delivery at the goods-in station or over the API."),
    ),
)
