"""A list as a file: all that is filtered, as CSV that is sent while it is read, or a workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gozinto.edges.office import tables
from gozinto.edges.office.frame import PageView, page
from gozinto.edges.office.lists import asking, cells
from gozinto.edges.office.lists.asking import Asked
from gozinto.edges.office.lists.declaring import ListPage, Row, Shown
from gozinto.record.listing import Page
from gozinto.standards.tables import workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table

MOST = 100_000
"""Rows of one file; it says so where there are more."""
CHUNK = 1_000
Line = Sequence[str]


def as_csv(of: ListPage) -> PageView:
    """The page that answers a list as CSV."""

    @page(roles=of.roles)
    def show(request: HttpRequest) -> Any:
        asked = asking.read(of, request.GET)
        lines = chain([_head(asked)], _lines(asked, _page(asked, "")))
        answer = StreamingHttpResponse(_sent(lines), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{_name(of)}.csv"'
        return answer

    return show


def as_workbook(of: ListPage) -> PageView:
    """The page that answers a list as a workbook of one sheet."""

    @page(roles=of.roles)
    def show(request: HttpRequest) -> Any:
        asked = asking.read(of, request.GET)
        lines = _lines(asked, _page(asked, ""))
        columns = [Column(header=word, is_text=False) for word in _head(asked)]
        to = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
        workbook_writing.write(to, [Table(name=_name(of), columns=columns, rows=lines)])
        to.seek(0)
        return FileResponse(to, as_attachment=True, filename=f"{_name(of)}.xlsx")

    return show


def _name(of: ListPage) -> str:
    return slugify(of.name)


def _page(asked: Asked, after: str) -> Page:
    return asked.of.reader.page(
        where=asked.where,
        search=asked.search,
        sort=asked.sort,
        after=after,
        before="",
        limit=CHUNK,
    )


def _head(asked: Asked) -> Line:
    """A column for each that is shown; of an amount another one for its unit."""
    return [
        word
        for one in asked.columns
        for word in (
            [str(one.word), _("%(what)s, unit") % {"what": one.word}]
            if one.render == "quantity"
            else [str(one.word)]
        )
    ]


def _lines(asked: Asked, first: Page) -> Iterator[Line]:
    """The rows of all pages, in the zone and language of whoever asked."""
    zone, language = timezone.get_current_timezone(), translation.get_language()
    found, count = first, 0
    while True:
        with timezone.override(zone), translation.override(language):
            written = _written(asked, found.rows)
        yield from written
        count += len(written)
        if not found.next:
            return
        if count >= MOST:
            with translation.override(language):
                yield [_("There are more rows; filter the list to get the others.")]
            return
        with timezone.override(zone):
            found = _page(asked, found.next)


def _written(asked: Asked, rows: Sequence[Row]) -> list[Line]:
    names = cells.look_up(asked.columns, rows)
    return [
        [
            text
            for one in asked.columns
            for text in _texts(one, row, names=names.get(one.column, {}))
        ]
        for row in rows
    ]


def _texts(shown: Shown, row: Row, *, names: Mapping[str, str]) -> Line:
    value = cells.value_of(shown, row)
    if shown.render == "quantity":
        return [_plain(value), "" if value is None else str(row.get(shown.unit, ""))]
    said, _tone = cells.said(shown, value)
    named = names.get(str(value), "" if shown.render == "figure" else None)
    return [said or (_plain(value) if named is None else named)]


def _plain(value: Any) -> str:
    """A value for a program: times with their offset, numbers without grouping."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _sent(lines: Iterator[Line]) -> Iterator[bytes]:
    """CSV line by line, so that the first goes out before the last is read."""
    yield tables.BYTE_ORDER_MARK.encode()
    for line in lines:
        out = io.StringIO()
        csv.writer(out).writerow([tables.cell(text) for text in line])
        yield out.getvalue().encode()
