"""The first page: one box that takes anything printed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gozinto.edges.office import recent, waiting
from gozinto.edges.office.frame import page, render_error
from gozinto.errors import Ambiguous, Malformed, Unknown
from gozinto.plant import enterprise, objects

MAX_CHARACTERS = 2_000


def read(text: str) -> str:
    """What was typed or scanned, fit to be looked up. Raises Malformed."""
    wanted = text.strip()
    if len(wanted) > MAX_CHARACTERS or "\0" in wanted:
        raise Malformed("No label holds a text like this.", code="bad_id")
    return wanted


def thing_address(uri: str) -> str:
    """Where the page of an object is."""
    return f"{reverse('office:thing')}?{urlencode({'id': uri})}"


@page()
def home(request: HttpRequest) -> HttpResponse:
    """The search box; with `q`, the object found, the candidates, or the near ones."""
    asked = request.GET.get("q", "")
    if not asked.strip():
        counted = waiting.read()
        context: dict[str, Any] = {
            "recent": recent.entries(request),
            "enterprise": enterprise.get(),
            "waiting": counted,
            "waits": waiting.all_of(counted),
        }
        return render(request, "office/home.html", context)
    try:
        found = objects.resolve(read(asked))
    except (Unknown, Ambiguous, Malformed) as error:
        return render_error(request, error, asked=asked)
    return redirect(thing_address(found.uri))
