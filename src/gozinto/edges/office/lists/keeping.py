"""Keeps what a list is asked as a view under a name, and forgets it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gozinto.access import gate, saved_views
from gozinto.access.roles import ADMINISTRATORS
from gozinto.edges.office.frame import PageView, page
from gozinto.edges.office.lists import asking
from gozinto.edges.office.lists.declaring import ListPage
from gozinto.errors import Forbidden, Malformed


def keep(of: ListPage) -> PageView:
    """The address that keeps and forgets views of a list; it leads back to the list."""

    @require_POST
    @page(roles=of.roles)
    def do(request: HttpRequest) -> HttpResponse:
        who = gate.admit(request, roles=of.roles)
        if who.user is None:
            raise Forbidden("A program has no views.", code="not_yours")
        query = asking.read(of, QueryDict(request.POST.get("query", ""))).address()
        if request.POST.get("act") == "remove":
            saved_views.remove(
                who.user,
                view=_number(request.POST.get("view", "")),
                may_others=bool(who.roles & ADMINISTRATORS),
            )
        else:
            saved_views.save(
                who.user,
                page=of.name,
                name=request.POST.get("name", ""),
                query=query.removeprefix("?"),
                is_shared="shared" in request.POST,
            )
        return redirect(reverse(f"office:{of.name}") + query)

    return do


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Malformed("This is no view.", code="unknown_view")
    return int(text)
