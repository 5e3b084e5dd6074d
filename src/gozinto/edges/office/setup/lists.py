"""The lists of master data: searched, filtered, sorted, page by page, and taken along as tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.access import gate
from gozinto.access.describing import SOME_WRITERS
from gozinto.access.roles import ADMINISTRATORS, INSIDE, PIN_GIVERS, STATION_KEEPERS, Role
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import addresses, asking, banners, rights, wording
from gozinto.edges.office.setup.asking import Asked
from gozinto.edges.office.setup.cells import cell
from gozinto.errors import Malformed
from gozinto.plant import changing, listing, overview
from gozinto.plant.importing import exporting
from gozinto.plant.kinds import Kind, Row, find_kind

ROWS = 100
_SAVED: Mapping[str, tuple[Callable[..., int], str]] = {
    "csv": (exporting.write_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        exporting.write_sheet,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_BESIDE: Mapping[str, tuple[str | Promise, str, tuple[str, ...]]] = {
    "equipment": (_("As a tree"), "setup-tree", ("equipment",)),
    "locations": (_("As a tree"), "setup-tree", ("locations",)),
    "people": (_("Beside their skills"), "setup-skills", ()),
    "qualifications": (_("Beside their skills"), "setup-skills", ()),
}
"""By kind: the page that shows the same rows in another way: its word, its address."""


@page()
def index(request: HttpRequest) -> HttpResponse:
    """Every kind of master data in its group, and how much of each there is."""
    counts = overview.counts()
    groups = [
        {"word": word, "kinds": [_summary(find_kind(name), counts[name]) for name in names]}
        for word, names in wording.GROUPS
    ]
    context = {
        "groups": groups,
        "is_empty": not any(counts[name] for name in ("materials", "partners", "equipment")),
        "done": banners.done(request),
        "others": _others(request),
    }
    return render(request, "office/setup.html", context)


_OTHERS: tuple[tuple[str | Promise, str, frozenset[Role]], ...] = (
    (_("Labels"), "labels", INSIDE),
    (_("Import"), "imports", frozenset(SOME_WRITERS)),
    (_("Stations"), "stations", STATION_KEEPERS | PIN_GIVERS),
    (_("Accounts"), "accounts", ADMINISTRATORS),
    (_("Tokens"), "tokens", ADMINISTRATORS),
)
"""Pages that describe the plant too, and who sees them."""


def _others(request: HttpRequest) -> list[tuple[str | Promise, str]]:
    principal = gate.find_principal(request)
    held = principal.roles if principal else frozenset()
    return [(word, reverse(f"office:{name}")) for word, name, roles in _OTHERS if roles & held]


def _summary(kind: Kind, count: int) -> dict[str, Any]:
    return {
        "word": wording.kind_title(kind),
        "help": wording.told(kind.help),
        "address": addresses.of_list(kind),
        "count": min(count, overview.MOST),
        "is_more": count > overview.MOST,
        "has_rows": bool(kind.key),
    }


@page()
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """One page of the rows of a kind, as its address asks."""
    asked = asking.read(request.GET, find_kind(kind))
    if not asked.kind.key:
        return redirect(addresses.of_row(asked.kind, ""))
    found = listing.page(
        asked.kind,
        where=asked.where,
        search=asked.search,
        sort=asked.sort,
        after=request.GET.get("next", ""),
        limit=ROWS,
    )
    total = listing.count(asked.kind, where=asked.where, search=asked.search, most=overview.MOST)
    may_change = rights.may_change(request, asked.kind)
    context: dict[str, Any] = {
        "kind": asked.kind,
        "title": wording.kind_title(asked.kind),
        "help": wording.told(asked.kind.help),
        "asked": asked,
        "columns": asking.columns(asked),
        "choosable": asking.choosable(asked),
        "filters": asking.filters(asked),
        "kept": asking.kept(asked),
        "chips": list(asking.chips(asked)),
        "rows": [_row(asked, row) for row in found.rows],
        "total": min(total, overview.MOST),
        "is_more": total > overview.MOST,
        "later": asked.query(next=found.next) if found.next else "",
        "is_later": bool(request.GET.get("next")),
        "query": asked.query(),
        "may_change": may_change,
        "changeable": changeable(asked.kind) if may_change else (),
        "new": addresses.of_new(asked.kind),
        "done": banners.done(request),
        "beside": _beside(asked.kind),
    }
    return render(request, "office/setup_list.html", context)


def _beside(kind: Kind) -> tuple[str | Promise, str] | None:
    if kind.name not in _BESIDE:
        return None
    word, name, parts = _BESIDE[kind.name]
    return word, reverse(f"office:{name}", args=parts)


def _row(asked: Asked, row: Row) -> dict[str, Any]:
    kind = asked.kind
    key = kind.key_of(row)
    return {
        "key": key,
        "address": addresses.of_row(kind, key),
        "words": wording.row_words(kind, row),
        "etag": changing.etag(kind.name, row),
        "cells": [cell(kind, name, row[name]) for name in asked.shown],
    }


def changeable(kind: Kind) -> list[tuple[str, str]]:
    """The fields that many rows may be given a value of at once, and what they are called."""
    unique = {field.name for field in kind.fields if kind.column(field.name).unique}
    return [
        (field.name, wording.field_word(kind, field.name))
        for field in kind.fields
        if field.name not in kind.key and field.name not in unique
    ]


@page()
def save(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """What a list finds as a file that imports again, up to 100,000 rows."""
    asked = asking.read(request.GET, find_kind(kind))
    if form not in _SAVED:
        raise Malformed(
            f"A list is not saved as {form!r}.",
            code="unknown_choice",
            next_step="Ask for csv or xlsx.",
        )
    write, content_type = _SAVED[form]
    # On the disk while it is sent: a hundred thousand rows are no matter of memory.
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # the answer closes it
    write(asked.kind, to=file, rows=asked.rows)
    file.seek(0)
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=f"{asked.kind.name}.{form}",
        content_type=content_type,
        headers={"Cache-Control": "private, no-store"},
    )
    return cast(HttpResponse, answer)
