"""What left, under which delivery note, for whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import Empty, FilterBox, ListPage, OfRecord, Shown
from gozinto.edges.office.registers import cells, choices, names
from gozinto.record.registers import SHIPMENTS as READ

_NOTE = cells.page_of("shipment", column="note")

SHIPMENTS = ListPage(
    name="shipments",
    title=_("Shipments"),
    reader=OfRecord(READ),
    search=_("Delivery note or thing begins with"),
    row_address=_NOTE,
    shown=(
        cells.WHEN,
        Shown(column="note", word=_("Delivery note"), render="code", link=_NOTE),
        Shown(column="partner", word=_("Customer"), names=names.of_partners, link=cells.COMPANY),
        Shown(column="things", word=_("Lots and units"), render="number"),
        Shown(column="carrier", word=_("Carrier"), names=names.of_partners),
        cells.PERSON,
        cells.EVENT,
    ),
    filters=(
        FilterBox(name="partner", word=_("Customer"), kind="choice", choices=choices.partners),
        FilterBox(name="at", word=_("When"), kind="time"),
    ),
    empty=Empty(
        sentence=_("Nothing was shipped yet"),
        next_step=_("The first delivery note that leaves the dock stands here."),
    ),
)
