"""The page of one lot, serial or container: above, what it is; below, one of its tabs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gozinto.edges.office import recent, search
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import acts, opening, tabs
from gozinto.plant import objects


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The page of the object that `id` names, with the tab that `tab` names."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    tab = request.GET.get("tab", "")
    opened = opening.open_up(request, asked)
    if opened is None:
        return redirect(opening.address(objects.resolve(asked).uri, tab))
    answer = tabs.render(opened, tab, more=acts.done(opened))
    recent.note(request, answer, opened.object)
    return answer
