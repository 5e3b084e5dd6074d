"""What is found, as a page, as a part of the palette, or at once: the only thing that is meant."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.edges.office import navigation, recent
from gozinto.edges.office.frame import page
from gozinto.edges.office.palette import found
from gozinto.edges.office.search import read, thing_address
from gozinto.errors import Malformed

TEMPLATE = "office/palette.html"


@page(shows_times=False)
def find(request: HttpRequest) -> HttpResponse:
    """What goes by `q`. With `go` (a scanner's Enter) it leads on where one thing is meant."""
    asked = read(request.GET.get("q", ""))
    context = _context(request, asked)
    sole = _only(context)
    if "go" in request.GET and sole:
        return redirect(sole)
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"{TEMPLATE}#found" if is_part else TEMPLATE, context)


@page(shows_times=False)
def keys(request: HttpRequest) -> HttpResponse:
    """Every key, as a page."""
    return render(request, "office/keys_page.html")


def _context(request: HttpRequest, asked: str) -> dict[str, Any]:
    held = gate.admit(request, roles=INSIDE).roles
    context: dict[str, Any] = {
        "asked": asked,
        "asked_text": asked,
        "pages": found.pages(navigation.pages(held), asked),
        "actions": found.actions(held, asked),
    }
    if not asked:
        context["things"] = [
            found.Found(
                word=one["number"],
                address=thing_address(one["uri"]),
                note=one["item"],
                is_number=True,
            )
            for one in recent.entries(request)
        ]
        return context
    if cases := found.cases(asked):
        return context | {"things": cases}
    try:
        context["things"], meant = found.things(asked)
    except Malformed:
        # What begins like a GS1 text and is none yet: somebody is still typing.
        return context
    context["near"] = found.near(meant)
    context["is_new_lot"] = meant.verdict == "new_lot"
    return context


def _only(context: dict[str, Any]) -> str:
    """Where it leads, when a thing is meant and no other; or else a page, when no thing is."""
    for name in ("things", "pages", "actions"):
        listed = context.get(name, ())
        if listed and context["asked"]:
            return listed[0].address if len(listed) == 1 else ""
    return ""
