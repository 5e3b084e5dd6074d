"""The list of steps, going from one to the next, and the bar on the pages themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from gozinto.edges.office.frame import page
from gozinto.edges.office.tour.steps import STEPS
from gozinto.errors import Malformed
from gozinto.record import examples

_AT = "tour_at"
_SEEN = "tour_seen"


@page(shows_times=False)
def show(request: HttpRequest) -> HttpResponse:
    """All steps, which were seen, and where to go on."""
    seen = _seen(request)
    shown = examples.find()
    rows = [
        {"step": step, "number": at, "address": step.address(shown), "is_seen": at in seen}
        for at, step in enumerate(STEPS)
    ]
    left = [row["number"] for row in rows if not row["is_seen"]]
    context = {"rows": rows, "seen": len(seen), "next": left[0] if left else 0}
    return render(request, "office/tour.html", context)


@require_POST
@page(shows_times=False)
def go(request: HttpRequest) -> HttpResponse:
    """To a step of the tour; out of it where none is named."""
    to = request.POST.get("to", "")
    if to and to not in map(str, range(len(STEPS))):
        raise Malformed("The tour has no such step.", code="unknown_act")
    if not to:
        request.session.pop(_AT, None)
        return redirect("office:tour")
    at = int(to)
    request.session[_AT] = at
    request.session[_SEEN] = sorted(_seen(request) | {at})
    return redirect(STEPS[at].address(examples.find()))


def bar(request: HttpRequest) -> dict[str, object]:
    """For every template: the step that somebody is at, where they take the tour."""
    return {"tour": SimpleLazyObject(lambda: _bar(request))}


def _bar(request: HttpRequest) -> dict[str, Any] | str:
    at = request.session.get(_AT) if hasattr(request, "session") else None
    if not isinstance(at, int) or at >= len(STEPS):
        return ""
    return {
        "step": STEPS[at],
        "number": at + 1,
        "of": len(STEPS),
        "next": at + 1 if at + 1 < len(STEPS) else None,
        "before": at - 1 if at else None,
    }


def _seen(request: HttpRequest) -> set[int]:
    return {at for at in request.session.get(_SEEN, []) if at < len(STEPS)}
