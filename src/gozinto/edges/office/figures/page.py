"""The page of the figures, each with how it is reckoned and what is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.figures.drawing import bars
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.errors import Malformed
from gozinto.plant import known as plant
from gozinto.trace.measures.figures import Behind, Case, Figure

WEEKS = (4, 12, 26, 52)
DEFAULT_WEEKS = 12
_HOUR_S, _DAY_S, _MINUTE_S = 3_600, 86_400, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One figure: which member, what it is called, how it is reckoned, and what is behind it.

    `is_good`: whether much of it is good; `text`: how a value is written.
    """

    member: str
    word: str | Promise
    said: str | Promise
    behind: Behind | None
    seen: str | Promise
    is_good: bool = False
    is_share: bool = True


FIGURES: tuple[Told, ...] = (
    Told(
        member="completeness",
        word=gettext_lazy("Link completeness"),
        said=gettext_lazy(
            "Of what went into runs, the share of which it is known what it was and where it came"
            " from: its receipt, its making, or opening stock."
        ),
        behind="unknown",
        seen=gettext_lazy("What is not known"),
        is_good=True,
    ),
    Told(
        member="scanned_share",
        word=gettext_lazy("Scanned share"),
        said=gettext_lazy(
            "Of what went into runs, the share that was scanned or measured by a machine, and"
            " neither declared, reckoned nor known only to an interval."
        ),
        behind="unscanned",
        seen=gettext_lazy("What was not scanned"),
        is_good=True,
    ),
    Told(
        member="correction_rate",
        word=gettext_lazy("Correction rate"),
        said=gettext_lazy("Of the events that happened, the share that was taken back since."),
        behind="corrected",
        seen=gettext_lazy("What was taken back"),
    ),
    Told(
        member="finding_rate",
        word=gettext_lazy("Findings rate"),
        said=gettext_lazy(
            "Of the events that happened, the share that breaks a rule; signals are not among them."
        ),
        behind=None,
        seen=gettext_lazy("Open findings"),
    ),
    Told(
        member="told_median_s",
        word=gettext_lazy("Told after"),
        said=gettext_lazy("How long after it happened an event was on record: the median."),
        behind="late",
        seen=gettext_lazy("What was told last"),
        is_share=False,
    ),
)


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The figures of the last weeks: each in all and by week, then all of them by station."""
    weeks = _weeks(request)
    with plant.kept():
        found = trace.figures(weeks=weeks)
        names = {code: one.name for code, one in plant.now().equipment.items()}
    context: dict[str, Any] = {
        "figures": [_figure(one, found.total, found.weeks, weeks) for one in FIGURES],
        "stations": [_station(one, names, weeks) for one in found.stations],
        "words": [one.word for one in FIGURES],
        "total": found.total,
        "since": found.since,
        "answers": found.answers,
        "weeks": weeks,
        "choices": WEEKS,
    }
    return render(request, "office/figures.html", context)


@page()
def behind(request: HttpRequest, what: str) -> HttpResponse:
    """Some of those that a figure counts against, the newest first."""
    told = next((one for one in FIGURES if one.behind == what), None)
    if told is None or told.behind is None:
        raise Malformed("There is no such figure.", code="unknown_choice", value=what[:40])
    weeks, station = _weeks(request), request.GET.get("station", "")[:80].replace("\0", "")
    with plant.kept():
        cases = trace.behind(told.behind, weeks=weeks, station=station)
    context: dict[str, Any] = {
        "told": told,
        "rows": [_case(one) for one in cases],
        "station": station,
        "weeks": weeks,
        "is_late": what == "late",
    }
    return render(request, "office/figures_behind.html", context)


def _weeks(request: HttpRequest) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in map(str, WEEKS) else DEFAULT_WEEKS


def _figure(told: Told, total: Figure, weeks: Sequence[Figure], asked: int) -> dict[str, Any]:
    values = [(one.week, getattr(one, told.member)) for one in weeks if one.week]
    return {
        "word": told.word,
        "said": told.said,
        "value": _written(told, getattr(total, told.member)),
        "seen": told.seen,
        "address": _behind(told, {"weeks": asked}),
        "picture": bars(
            [(words.day(week), value, _written(told, value)) for week, value in values],
            title=str(told.word),
            is_share=told.is_share and told.is_good,
        ),
    }


def _behind(told: Told, asked: Mapping[str, Any]) -> str:
    if told.behind is None:
        return reverse("office:inbox")
    return f"{reverse('office:figures-behind', args=[told.behind])}?{urlencode(asked)}"


def _station(one: Figure, names: Mapping[str, str], weeks: int) -> dict[str, Any]:
    return {
        "code": one.station,
        "name": names.get(one.station, ""),
        "events": one.events,
        "inputs": one.inputs,
        "cells": [
            {
                "value": _written(told, getattr(one, told.member)),
                "address": _behind(told, {"weeks": weeks, "station": one.station})
                if one.station
                else "",
            }
            for told in FIGURES
        ],
    }


def _written(told: Told, value: float | None) -> str:
    """A share as a percentage, a time in the unit that fits it; "–" of nothing."""
    if value is None:
        return "–"
    if told.is_share:
        return _("%(number)s %%") % {"number": formats.number_format(round(value * 100, 2), 2)}
    return duration(value)


def duration(seconds: float) -> str:
    """So long, in the largest unit of which there is one."""
    if seconds < _MINUTE_S:
        return _("%(number)s s") % {"number": formats.number_format(seconds, 1)}
    if seconds < _HOUR_S:
        return _("%(number)s min") % {"number": formats.number_format(seconds / _MINUTE_S, 1)}
    if seconds < _DAY_S:
        return _("%(number)s h") % {"number": formats.number_format(seconds / _HOUR_S, 1)}
    days = seconds / _DAY_S
    number = formats.number_format(days, 1)
    return ngettext("%(number)s day", "%(number)s days", round(days)) % {"number": number}


def _case(one: Case) -> dict[str, Any]:
    return {
        "at": one.at,
        "number": one.number,
        "address": thing_address(one.uri) if one.uri else "",
        "station": one.station,
        "certainty": words.name(words.CERTAINTIES, one.certainty),
        "delay": duration(one.delay_s),
        "event": one.event_id,
    }
