"""The page of a list: read by its address, shown as a table; a part of it for whoever pages on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gozinto.access import gate, saved_views
from gozinto.access.gate import Principal
from gozinto.access.roles import ADMINISTRATORS
from gozinto.edges.office.frame import PageView, page, seen
from gozinto.edges.office.lists import asking, cells
from gozinto.edges.office.lists.asking import Asked
from gozinto.edges.office.lists.declaring import FilterBox, ListPage, Shown
from gozinto.edges.office.lists.progress import TITLES
from gozinto.errors import Malformed
from gozinto.operations import sentences
from gozinto.operations.bulk import telling
from gozinto.operations.bulk.acts import ACTS
from gozinto.record.listing import Page

Options = list[tuple[str, Any]]
ROWS = 50
COUNTED = 1_000
"""Rows that are counted; beyond, a list says that there are more."""
PART = "list"
"""The part of the page that paging, sorting and filtering replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column: where a click on it leads, and how rows are sorted by it now."""

    word: str
    column: str
    address: str = ""
    order: str = ""
    is_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is asked for, and the address without it."""

    word: str
    text: str
    address: str


def view(of: ListPage) -> PageView:
    """The page of a list."""

    @page(roles=of.roles)
    def show(request: HttpRequest) -> HttpResponse:
        asked = asking.read(of, request.GET)
        if any("" in texts for _name, texts in request.GET.lists()):
            # A form sends its empty boxes along; an address to be kept has none.
            return HttpResponseRedirect(request.path + asked.address())
        try:
            context, status = _filled(request, asked), 200
        except Malformed as error:
            context, status = _wrong(error), seen(error).status
        context |= _around(request, asked)
        is_part = request.headers.get("HX-Target") == PART
        name = "office/list.html#list" if is_part else "office/list.html"
        return render(request, name, context, status=status)

    return show


def _filled(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    of = asked.of
    where = asked.where
    found = of.reader.page(
        where=where,
        search=asked.search,
        sort=asked.sort,
        after=asked.after,
        before=asked.before,
        limit=ROWS,
    )
    principal = gate.admit(request, roles=of.roles)
    number = _number(asked, found)
    acts = [act for act in of.bulk if act.roles & principal.roles]
    return {
        "lines": cells.lines(of, columns=asked.columns, rows=found.rows),
        "answer": _answer(asked, number),
        "next": asked.address(after=found.next) if found.next else "",
        "previous": asked.address(before=found.previous) if found.previous else "",
        "acts": acts if found.rows else [],
        "lately": _lately(principal) if acts else None,
        "does": reverse(f"office:{of.name}-do") if acts else "",
        "reasons": of.reasons() if acts and of.reasons else [],
        "all_word": _all_word(number) if found.next or found.previous else "",
    }


LATELY = timedelta(minutes=30)
"""So long a list offers to take back what whoever looks has done to many of its rows."""


def _lately(principal: Principal) -> dict[str, Any] | None:
    told = telling.lately(by=principal.person, within=LATELY) if principal.person else None
    if told is None:
        return None
    may_undo = told.is_over and told.done and ACTS[told.back].roles & principal.roles
    return {"told": told, "title": TITLES[told.act], "may_undo": may_undo}


def _wrong(error: Malformed) -> dict[str, Any]:
    return {"lines": [], "wrong": sentences.of(error)}


def _around(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    of = asked.of
    options = {box.name: _options(box) for box in of.filters}
    return {
        "of": of,
        "beside": of.beside() if of.beside else (),
        "asked": asked,
        "query": asked.given.urlencode(),
        "heads": [_head(one, asked) for one in asked.columns],
        "chips": _chips(asked, options),
        "boxes": [_box(box, asked, options[box.name]) for box in of.filters],
        "choices": [
            {"name": one.column, "word": one.word, "is_on": one in asked.columns}
            for one in of.shown
        ],
        "first": asked.address(),
        "all": asked.address(without=_narrowing(asked)),
        "search_keeps": asked.kept(without=["q"]),
        "filter_keeps": asked.kept(without=_filtering(asked)),
        "column_keeps": asked.kept(without=["columns"]),
        **_addresses(asked),
        **_views(request, asked),
    }


def _addresses(asked: Asked) -> dict[str, str]:
    """Where the list is as a file, and where its views are kept and its rows are marked."""
    name, query = asked.of.name, asked.address()
    found = {
        "csv": reverse(f"office:{name}-csv") + query,
        "xlsx": reverse(f"office:{name}-xlsx") + query,
        "keeps": reverse(f"office:{name}-views"),
    }
    return found | _next_step(asked.of)


def _views(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The views that whoever asks may open, and which of them this is."""
    who = gate.admit(request, roles=asked.of.roles)
    found = saved_views.listed(who.user, page=asked.of.name) if who.user else []
    here = asked.address().removeprefix("?")
    return {
        "views": found,
        "view": next((one for one in found if here and one.query == here), None),
        "may_remove_others": bool(who.roles & ADMINISTRATORS),
    }


def _next_step(of: ListPage) -> dict[str, Any]:
    """Where that is done which would fill an empty list."""
    if of.empty.link is None:
        return {}
    word, name = of.empty.link
    return {"empty_word": word, "empty_link": reverse(f"office:{name}")}


def _number(asked: Asked, found: Page) -> int:
    """How many rows there are, as far as anybody counts: COUNTED + 1 for all that is more."""
    if not (found.next or found.previous):
        return len(found.rows)
    return asked.of.reader.count(where=asked.where, search=asked.search, most=COUNTED)


def _all_word(number: int) -> str:
    """What one box marks at once: the rows of every page."""
    if number > COUNTED:
        return _("all rows of the list, on every page: more than 1,000")
    return _("all %(n)s rows of the list, on every page") % {"n": number}


def _answer(asked: Asked, number: int) -> str:
    if number > COUNTED:
        return _("More than 1,000")
    if asked.is_narrowed:
        return ngettext("%(n)s found", "%(n)s found", number) % {"n": number}
    return ngettext("%(n)s in all", "%(n)s in all", number) % {"n": number}


def _head(shown: Shown, asked: Asked) -> Head:
    sorted_by = asked.sort
    is_this = sorted_by.removeprefix("-") == shown.column
    goes_down = sorted_by.startswith("-")
    may_sort = shown.sorts and shown.column in asked.of.reader.sorts
    wanted = shown.column if not is_this or goes_down else f"-{shown.column}"
    return Head(
        word=str(shown.word),
        column=shown.column,
        address=asked.address(sort=wanted) if may_sort else "",
        order=("descending" if goes_down else "ascending") if is_this else "",
        is_right=shown.render in cells.RIGHT,
    )


def _narrowing(asked: Asked) -> list[str]:
    return ["q", *_filtering(asked)]


def _filtering(asked: Asked) -> list[str]:
    return [name for box in asked.of.filters for name in box.parameters]


def _chips(asked: Asked, options: Mapping[str, Options]) -> list[Chip]:
    found = []
    if asked.search:
        found.append(Chip(word=_("Search"), text=asked.search, address=asked.address(q="")))
    for box in asked.active:
        for name in box.parameters:
            for text in asked.given.getlist(name):
                found.append(
                    Chip(
                        word=_bound(box, name),
                        text=str(dict(options[box.name]).get(text, text)),
                        address=asked.address(without=[name]),
                    )
                )
    return found


def _bound(box: FilterBox, name: str) -> str:
    if box.kind != "time":
        return str(box.word)
    pattern = _("%(what)s from") if name.endswith("__gte") else _("%(what)s before")
    return pattern % {"what": box.word}


def _options(box: FilterBox) -> Options:
    if box.kind == "flag":
        return [("true", _("yes")), ("false", _("no"))]
    return list(box.choices()) if box.choices else []


def _box(box: FilterBox, asked: Asked, options: Options) -> dict[str, Any]:
    return {
        "kind": box.kind,
        "word": box.word,
        "name": box.name,
        "options": options,
        "inputs": [
            {"name": name, "word": _bound(box, name), "value": asked.written(name)}
            for name in box.parameters
        ],
    }
