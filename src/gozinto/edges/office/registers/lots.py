"""Lots, serials and containers, and how each stands now."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.lists.declaring import Empty, FilterBox, ListPage, OfRecord, Row, Shown
from gozinto.edges.office.registers import cells, choices, names
from gozinto.record.registers import OBJECTS


def _on_hand(row: Row) -> Decimal | None:
    """How much of it there is; a container is no stock."""
    return None if row["kind"] == "container" else row.get("on_hand")


LOTS = ListPage(
    name="lots",
    title=_("Lots and serials"),
    reader=OfRecord(OBJECTS, sort="-position"),
    search=_("Number begins with"),
    row_address=cells.thing,
    subject=lambda row: str(row["uri"]),
    bulk=cells.HOLDING,
    reasons=choices.hold_reasons,
    shown=(
        Shown(column="number", word=_("Number"), render="code"),
        Shown(column="kind", word=_("Kind"), words=choices.KINDS),
        Shown(column="item", word=_("Material"), names=names.of_materials),
        cells.STANDING,
        Shown(column="on_hand", word=_("On hand"), render="quantity", sorts=False, value=_on_hand),
        Shown(column="location", word=_("Where"), names=names.of_places),
        Shown(column="expires_at", word=_("Expires"), render="date"),
        Shown(column="first_at", word=_("First seen"), render="time"),
        Shown(column="last_at", word=_("Last seen"), render="time", is_default=False),
        Shown(column="uri", word=_("Identifier"), render="uri", is_default=False),
    ),
    filters=(
        FilterBox(name="kind", word=_("Kind"), kind="choice", choices=choices.kinds),
        FilterBox(name="item", word=_("Material"), kind="choice", choices=choices.materials),
        FilterBox(name="status", word=_("Status"), kind="choice", choices=choices.statuses),
        FilterBox(name="held", word=_("On hold"), kind="flag"),
        FilterBox(name="expires_at", word=_("Expires"), kind="time", sort="expires_at"),
        FilterBox(name="first_at", word=_("First seen"), kind="time", sort="-first_at"),
    ),
    empty=Empty(
        sentence=_("Nothing is on record yet"),
        next_step=_("The first receipt or opening stock makes the first lot."),
    ),
)
