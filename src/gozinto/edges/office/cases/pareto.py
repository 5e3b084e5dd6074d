"""Which complaints are most: by defect, model, dealer or week, as bars, a table and CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gozinto.cases.complaints import counted
from gozinto.cases.complaints.counted import Bar, By, Pareto
from gozinto.edges.office import tables, words
from gozinto.edges.office.cases.drawing import Column, pareto
from gozinto.edges.office.frame import page
from gozinto.edges.office.things.names import Names
from gozinto.record import clock

WEEKS = (4, 12, 26, 52)
SHOWN = 20
"""Bars; all that is rarer is one more."""
WORDS: Mapping[By, Any] = {
    "defect": gettext_lazy("Defect"),
    "model": gettext_lazy("Model"),
    "dealer": gettext_lazy("Dealer"),
    "week": gettext_lazy("Week"),
}
_FILTERED = frozenset({"defect", "dealer"})


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The complaints of the last weeks by what they have in common."""
    by, weeks = _by(request), _weeks(request)
    found = _counted(by, weeks)
    rows = _rows(found, by)
    context = {
        "by": by,
        "word": WORDS[by],
        "weeks": weeks,
        "choices": WEEKS,
        "ways": [
            {"word": word, "address": _address(one, weeks), "is_here": one == by}
            for one, word in WORDS.items()
        ],
        "total": found.total,
        "rows": rows,
        "is_ranked": by != "week",
        "drawing": pareto(_columns(rows, by), title=str(WORDS[by]), is_ranked=by != "week"),
        "csv": f"{reverse('office:pareto-csv')}?{urlencode({'by': by, 'weeks': str(weeks)})}",
    }
    return render(request, "office/pareto.html", context)


@page()
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, every row of it."""
    by, weeks = _by(request), _weeks(request)
    rows = _rows(_counted(by, weeks), by)
    head = [str(WORDS[by]), _("Name"), _("Complaints"), _("Share"), _("Share with those above")]
    lines = [
        [one["bar"].key, one["name"], one["bar"].count, one["bar"].share, one["bar"].sum]
        for one in rows
    ]
    return tables.csv_response(head, lines, name=f"complaints-by-{by}")


def _counted(by: By, weeks: int) -> Pareto:
    return counted.count(by, since=clock.now() - timedelta(weeks=weeks))


def _by(request: HttpRequest) -> By:
    asked = request.GET.get("by", "")
    return next((one for one in get_args(By) if one == asked), "defect")


def _weeks(request: HttpRequest) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in map(str, WEEKS) else WEEKS[1]


def _address(by: str, weeks: int) -> str:
    return f"{reverse('office:pareto')}?{urlencode({'by': by, 'weeks': str(weeks)})}"


def _rows(found: Pareto, by: By) -> list[dict[str, Any]]:
    named = Names()
    name = _NAMES[by]
    return [
        {
            "bar": one,
            "rank": rank,
            "name": name(one.key, named) if one.key else _("not said"),
            "share": _percent(one.share),
            "sum": _percent(one.sum),
            "address": _listed(one, by),
        }
        for rank, one in enumerate(found.bars, start=1)
    ]


def _percent(share: float) -> str:
    return _("%(number)s %%") % {"number": formats.number_format(round(share * 100, 1), 1)}


_NAMES: Mapping[By, Callable[[str, Names], str]] = {
    "defect": lambda key, named: named.reason(key),
    "model": lambda key, named: named.material(key),
    "dealer": lambda key, named: named.company(key),
    "week": lambda key, _named: words.day(date.fromisoformat(key)),
}


def _listed(one: Bar, by: By) -> str:
    if by not in _FILTERED or not one.key:
        return ""
    asked: dict[str, str] = {"kind": "complaint", str(by): one.key}
    return f"{reverse('office:cases')}?{urlencode(asked)}"


def _columns(rows: Sequence[Mapping[str, Any]], by: By) -> list[Column]:
    """The bars that are drawn; of ranked ones the rarest together."""
    if by == "week":
        return [Column(one["name"], one["bar"].count, one["bar"].sum) for one in rows]
    drawn = [Column(one["name"], one["bar"].count, one["bar"].sum) for one in rows[:SHOWN]]
    rest = sum(one["bar"].count for one in rows[SHOWN:])
    return [*drawn, Column(_("others"), rest, 1.0)] if rest else drawn
