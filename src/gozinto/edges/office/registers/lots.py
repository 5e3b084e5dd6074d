"""Lots, serials and containers, and how each stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import search, words
from gozinto.edges.office.lists.declaring import (
    Empty,
    FilterBox,
    ListPage,
    OfRecord,
    Row,
    Shown,
    Word,
)
from gozinto.edges.office.lists.page import view
from gozinto.edges.office.registers import names
from gozinto.plant.models import Material
from gozinto.record.registers import OBJECTS

KINDS: Mapping[str, tuple[Word, str]] = {
    code: (words.KINDS[code], "") for code in ("lot", "serial", "container")
}
STATUSES: Mapping[str, tuple[Word, str]] = {
    code: (word, words.status_tone(code)) for code, word in words.STATUSES.items()
}
_FILTERED_STATUSES = (
    *("received", "accepted", "concession", "rejected", "consumed", "shipped", "returned"),
    *("scrapped", "conformant", "non_conformant", "in_progress"),
)


def _address(row: Row) -> str:
    return search.thing_address(row["uri"])


def _standing(row: Row) -> str:
    return "held" if row.get("held") else str(row.get("status", ""))


def _on_hand(row: Row) -> Decimal | None:
    """How much of it there is; a container is no stock."""
    return None if row["kind"] == "container" else row.get("on_hand")


def _kinds() -> Sequence[tuple[str, Word]]:
    return [(code, word) for code, (word, _tone) in KINDS.items()]


def _statuses() -> Sequence[tuple[str, Word]]:
    return [(code, words.STATUSES[code]) for code in _FILTERED_STATUSES]


def _materials() -> Sequence[tuple[str, Word]]:
    found = Material.objects.order_by("code").values_list("code", "name")
    return [(code, f"{code} · {name}") for code, name in found]


LOTS = ListPage(
    name="lots",
    title=_("Lots and serials"),
    reader=OfRecord(OBJECTS, sort="-position"),
    search=_("Number begins with"),
    row_address=_address,
    subject=lambda row: str(row["uri"]),
    shown=(
        Shown(column="number", word=_("Number"), render="code"),
        Shown(column="kind", word=_("Kind"), words=KINDS),
        Shown(column="item", word=_("Material"), names=names.of_materials),
        Shown(column="status", word=_("Status"), render="chip", words=STATUSES, value=_standing),
        Shown(column="on_hand", word=_("On hand"), render="quantity", sorts=False, value=_on_hand),
        Shown(column="location", word=_("Where"), names=names.of_places),
        Shown(column="expires_at", word=_("Expires"), render="date"),
        Shown(column="first_at", word=_("First seen"), render="time"),
        Shown(column="last_at", word=_("Last seen"), render="time", is_default=False),
        Shown(column="uri", word=_("Identifier"), render="code", is_default=False),
    ),
    filters=(
        FilterBox(name="kind", word=_("Kind"), kind="choice", choices=_kinds),
        FilterBox(name="item", word=_("Material"), kind="choice", choices=_materials),
        FilterBox(name="status", word=_("Status"), kind="choice", choices=_statuses),
        FilterBox(name="held", word=_("On hold"), kind="flag"),
        FilterBox(name="expires_at", word=_("Expires"), kind="time", sort="expires_at"),
        FilterBox(name="first_at", word=_("First seen"), kind="time", sort="-first_at"),
    ),
    empty=Empty(
        sentence=_("Nothing is on record yet"),
        next_step=_("The first receipt or opening stock makes the first lot."),
    ),
)

show = view(LOTS)
