"""What belongs to a row: the rows that refer to it, those of its own parts listed in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.setup import addresses, rights, wording
from gozinto.edges.office.setup.cells import Cell, cell
from gozinto.plant import listing, overview
from gozinto.plant.kinds import Kind, Row
from gozinto.plant.overview import Referring

_PARTS: frozenset[tuple[str, str]] = frozenset(
    {
        ("bill-lines", "material"),
        ("routing-steps", "material"),
        ("characteristics", "plan"),
        ("order-lines", "order"),
        ("qualifications", "person"),
        ("crew-members", "crew"),
        ("calibrations", "gauge"),
        ("calendar-shifts", "calendar"),
        ("approvals", "partner"),
        ("printers", "equipment"),
    }
)
"""By kind and field: rows that are read with the one they refer to."""

LISTED = 12
_SEVERAL = 6
"""Columns of a part."""


def find(request: HttpRequest, kind: Kind, row: Row) -> dict[str, list[dict[str, Any]]]:
    """What refers to a row: its `parts`, which are read and added here, and `others`."""
    found = overview.referring(kind, row)
    return {
        "parts": [_shown(request, one) for one in found if _is_part(one)],
        "others": [_shown(request, one) for one in found if one.count and not _is_part(one)],
    }


def _is_part(one: Referring) -> bool:
    return (one.kind.name, one.field.name) in _PARTS


def _shown(request: HttpRequest, one: Referring) -> dict[str, Any]:
    is_part = _is_part(one)
    columns = [name for name in one.kind.names if name not in one.found_by][:_SEVERAL]
    return {
        "title": wording.kind_title(one.kind),
        "field": wording.field_word(one.kind, one.field.name),
        "count": min(one.count, overview.MOST),
        "is_more": one.is_more,
        "address": addresses.of_list(one.kind, one.found_by),
        "add": addresses.of_new(one.kind, one.found_by)
        if is_part and rights.may_change(request, one.kind)
        else "",
        "columns": [wording.field_word(one.kind, name) for name in columns],
        "rows": _rows(one, columns) if is_part and one.count else [],
    }


def _rows(one: Referring, columns: list[str]) -> list[tuple[str, list[Cell]]]:
    where = {name: [value] for name, value in one.found_by.items()}
    found = listing.page(one.kind, where=where, limit=LISTED)
    return [
        (
            addresses.of_row(one.kind, one.kind.key_of(row)),
            [cell(one.kind, name, row[name]) for name in columns],
        )
        for row in found.rows
    ]


_PAGES: Mapping[str, tuple[str | Promise, str]] = {
    "label-layouts": (_("Design this label"), "office:label"),
}


def pages(kind: Kind, row: Row) -> list[tuple[str | Promise, str]]:
    """Other pages of the same row: what it is called, and where it is."""
    if kind.name not in _PAGES:
        return []
    word, address = _PAGES[kind.name]
    return [(word, reverse(address, args=[row["code"]]))]
