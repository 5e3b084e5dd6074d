"""The way on from a page on which nothing can be done: back, or up to a line of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gozinto.access import gate
from gozinto.edges.office import navigation


@dataclass(frozen=True, slots=True)
class Way:
    """Where a link leads, and what it says."""

    address: str
    word: str


def back(request: HttpRequest) -> Way | None:
    """To the page that somebody came from, else to the line of the menu that this lies under."""
    came_from = request.headers.get("Referer", "")
    parts = urlsplit(came_from)
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and parts.path and parts.path != request.path:
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Way(address, _("Back to where you were"))
    return _above(request)


def _above(request: HttpRequest) -> Way | None:
    principal = gate.find_principal(request)
    held = principal.roles if principal else frozenset()
    lines = {line.address: line.word for line in navigation.pages(held)}
    steps = request.path.strip("/").split("/")
    above = (f"/{'/'.join(steps[:depth])}/" for depth in range(len(steps) - 1, 0, -1))
    return next((Way(one, lines[one]) for one in above if one in lines), None)


class FormsOnly:
    """Answers whoever opens as a page what takes a form only: says so, and shows the way back.

    That is who loads a refused form again, who signs in anew in the middle of one, and who is
    sent the address of such a page. Programs have answers of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; one of ours in place of an empty "405"."""
        answer = self.get_response(request)
        match = request.resolver_match
        if not isinstance(answer, HttpResponseNotAllowed) or not match:
            return answer
        if match.namespace != "office":
            return answer
        shown = render(request, "office/form_only.html", {"back": back(request)}, status=405)
        shown["Allow"] = answer["Allow"]
        return shown
