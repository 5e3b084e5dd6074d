"""The page of the inbox: one group at a time, and how much waits in each of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.access import gate
from gozinto.access.roles import INSIDE, RECORDERS
from gozinto.edges.office import waiting
from gozinto.edges.office.frame import page
from gozinto.edges.office.inbox import rows
from gozinto.errors import Malformed
from gozinto.operations import exceptions
from gozinto.operations.sentences import Sentence
from gozinto.plant import known as plant
from gozinto.record import settling

DAYS = (7, 14, 30, 90)
"""Within how many days something expires, to choose from."""


@page()
def show(request: HttpRequest) -> HttpResponse:
    """One group of what waits; without `group` the first in which anything does."""
    with plant.kept():
        return shown(request)


@page()
def count(request: HttpRequest) -> HttpResponse:
    """How much waits in all, as the menu shows it; nothing where nothing does."""
    return HttpResponse(str(waiting.all_of(waiting.read()) or ""), content_type="text/plain")


def shown(
    request: HttpRequest,
    *,
    group: str = "",
    marked: Collection[str] = (),
    wrong: Sequence[Sentence] = (),
) -> HttpResponse:
    """The page; after a refusal with what was `wrong`, and with the lines `marked` as they were."""
    counted = waiting.read()
    name = group or request.GET.get("group", "") or _first(counted)
    if name not in rows.TABS:
        raise Malformed("The inbox has no such group.", code="unknown_choice", value=name[:40])
    tab = rows.TABS[name]
    principal = gate.admit(request, roles=INSIDE)
    days = _days(request)
    asked = rows.Asked(
        size=rows.MORE if request.GET.get("more") else rows.SHOWN, days=days, roles=principal.roles
    )
    lines = tab.read(asked)
    context: dict[str, Any] = {
        "tabs": [
            {"name": one, "word": told.word, "count": counted[one], "is_here": one == name}
            for one, told in rows.TABS.items()
        ],
        "waiting": counted,
        "all": waiting.all_of(counted),
        "most": exceptions.MOST_COUNTED,
        "group": name,
        "tab": tab,
        "lines": lines,
        "days": days,
        "choices": DAYS,
        "marked": marked,
        "wrong": wrong,
        "may_assign": bool(principal.roles & RECORDERS),
        "undo": _undo(request),
    }
    return render(request, "office/inbox.html", context, status=422 if wrong else 200)


def _first(counted: dict[str, int]) -> str:
    return next((name for name in rows.TABS if counted[name]), "findings")


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, DAYS) else exceptions.EXPIRING_DAYS


def _undo(request: HttpRequest) -> dict[str, Any]:
    """What was just done, and how it is taken back, as the address says it."""
    told: dict[str, Any] = {}
    if "assigned" in request.GET:
        told["assigned"] = request.GET["assigned"][:10]
    if "reopened" in request.GET:
        told["reopened"] = request.GET["reopened"][:10]
    for name in ("done", "aside"):
        if request.GET.get(name, "").isdecimal():
            told[name] = request.GET[name][:10]
    if "released" in request.GET:
        told["released"] = request.GET["released"][:200]
    if batch := _uuid(request.GET.get("batch", "")):
        told["batch"], told["settled"] = batch, settling.count_settled(batch)
    return told


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None  # an address that somebody changed: there is nothing to take back
