"""The page of the suspects: what is to blame in one sentence each, and all that it rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats

from gozinto import trace
from gozinto.access import gate
from gozinto.access.roles import INSIDE, PERSONAL, QUALITY
from gozinto.cases import stepping
from gozinto.edges.office.frame import page
from gozinto.edges.office.tables import csv_response
from gozinto.errors import Malformed
from gozinto.operations import sentences
from gozinto.trace.suspects import SuspectsAnswer
from gozinto.trace.suspects.answers import Cause, Factor, NextTest, Suspect
from gozinto.trace.suspects.wording import named

_IN_THE_RECORD = frozenset({"asset", "supplier_lot", "lot"})
"""Kinds of factors that a recall can begin with by their own URI."""
LONGEST = 80
_LONGEST_NUMBER = 20


@page()
def show(request: HttpRequest) -> HttpResponse:
    """What the returns have in common: all of them, or those with a word of why."""
    context: dict[str, Any] = _asked(request)
    try:
        found = _found(request)
    except Malformed as error:
        context["wrong"] = sentences.of(error)
        return render(request, "office/suspects.html", context, status=400)
    roles = gate.admit(request, roles=INSIDE).roles
    return render(
        request,
        "office/suspects.html",
        context
        | {
            "answer": found,
            "causes": [
                _cause(one, may_recall=bool(roles & QUALITY), led_from=context["led_from"])
                for one in found.causes
            ],
            "rows": [_row(one) for one in found.suspects],
            "tests": [_test(one) for one in found.next_tests],
            "save": f"{reverse('office:suspects-save')}?{request.GET.urlencode()}",
        },
    )


@page()
def save(request: HttpRequest) -> HttpResponse:
    """The same as a table to save."""
    found = _found(request)
    head = (
        *("suspect", "kind", "uri", "tied", "returned", "complaints", "exposed", "population"),
        *("lift", "lift_low", "lift_high", "p", "q"),
    )
    listed = (
        (
            *(named(one.factor), one.factor.kind, one.factor.uri or ""),
            "; ".join(map(named, one.tied)),
            *(one.hits, one.complaints, one.exposed, one.population),
            *(one.lift, one.lift_low, one.lift_high, one.p, one.q),
        )
        for one in found.suspects
    )
    return csv_response(head, listed, name="suspects")


def _asked(request: HttpRequest) -> dict[str, Any]:
    roles = gate.admit(request, roles=INSIDE).roles
    return {
        "led_from": _number_of(request.GET.get("from", "")),
        "defect": request.GET.get("defect", "")[:LONGEST],
        "days": request.GET.get("days", "")[:8],
        "persons": bool(request.GET.get("persons")) and bool(roles & PERSONAL),
        "may_persons": bool(roles & PERSONAL),
    }


def _number_of(text: str) -> str:
    """The case that asks who is to blame, which then leads to the recall; "" for no case."""
    return text if len(text) <= _LONGEST_NUMBER and stepping.is_number(text) else ""


def _found(request: HttpRequest) -> SuspectsAnswer:
    asked = _asked(request)
    return trace.suspects(
        defect=asked["defect"].replace("\0", "").strip(),
        long_enough=_days(asked["days"]),
        with_persons=asked["persons"],
    )


def _days(text: str) -> timedelta | None:
    """So many days in the field; None where nobody said so. Raises Malformed (bad_span)."""
    if not text.strip():
        return None
    if not (text.isdecimal() and text.isascii() and len(text) < 6):
        raise Malformed(
            "This is no number of days.",
            code="bad_span",
            next_step="Give a number of days from 0.",
            value=text,
        )
    return timedelta(days=int(text))


def _cause(one: Cause, *, may_recall: bool, led_from: str) -> dict[str, Any]:
    factor = one.suspect.factor
    asked = {"id": factor.uri, "title": named(factor), "because": one.suspect.sentence}
    asked |= {"from": led_from} if led_from else {}
    recall = urlencode(asked) if factor.uri and factor.kind in _IN_THE_RECORD else ""
    return {
        "sentence": one.suspect.sentence,
        "tied": [_leads(tied) for tied in one.suspect.tied],
        "explains": len(one.explains),
        "is_believed": one.suspect.is_believed,
        "unread": one.suspect.unread,
        "name": named(factor),
        "trace": _where_used(factor),
        "recall": f"{reverse('office:case-new', args=['recall'])}?{recall}"
        if recall and may_recall
        else "",
    }


def _row(one: Suspect) -> dict[str, Any]:
    return {
        **_leads(one.factor),
        "tied": [named(tied) for tied in one.tied],
        "hits": one.hits,
        "complaints": one.complaints,
        "exposed": one.exposed,
        "population": one.population,
        "of_complaints": _percent(one.hits, one.complaints),
        "of_all": _percent(one.exposed, one.population),
        "lift": _number(one.lift, 1),
        "low": _number(one.lift_low, 1),
        "high": _number(one.lift_high, 1),
        "q": _chance(one.q),
        "is_believed": one.is_believed,
        "beside": named(one.beside.factor) if one.beside else "",
    }


def _test(one: NextTest) -> dict[str, Any]:
    return {
        "sentence": one.sentence,
        "address": f"{reverse('office:thing')}?{urlencode({'id': one.uri})}" if one.uri else "",
        "number": one.number,
    }


def _leads(factor: Factor) -> dict[str, str]:
    return {"name": named(factor), "address": _where_used(factor)}


def _where_used(factor: Factor) -> str:
    """The trace of what a factor went into; "" of one that is no thing."""
    if not factor.uri or factor.kind not in _IN_THE_RECORD:
        return ""
    return f"{reverse('office:trace')}?{urlencode({'id': factor.uri, 'direction': 'forward'})}"


def _percent(part: int, whole: int) -> int:
    """For the length of a bar: at least a line of what there is."""
    return max(1, round(100 * part / whole)) if part and whole else 0


def _number(value: float, places: int) -> str:
    return formats.number_format(round(value, places), places)


def _chance(value: float) -> str:
    """A small probability as people write it."""
    if value >= 0.0005:
        return formats.number_format(round(value, 3), 3)
    return f"{value:.0e}" if value > 0 else "0"
