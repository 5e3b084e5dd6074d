"""Asks for something to be done to the rows that are marked, or to all that are found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.edges.office.frame import PageView, page
from gozinto.edges.office.lists import asking
from gozinto.edges.office.lists.asking import Asked
from gozinto.edges.office.lists.declaring import ListPage
from gozinto.operations.bulk import asking as bulk

CHUNK = 1_000


def mark(of: ListPage) -> PageView:
    """The address that takes marked rows of a list; it leads to the page of how far that is."""
    roles = frozenset(role for act in of.bulk for role in act.roles)

    @require_POST
    @page(roles=roles)
    def do(request: HttpRequest) -> HttpResponse:
        who = gate.admit(request, roles=roles)
        asked = asking.read(of, QueryDict(request.POST.get("query", "")))
        subjects = _all(asked) if "all" in request.POST else request.POST.getlist("row")
        job = bulk.ask(
            request.POST.get("act", ""),
            subjects=subjects,
            reason=request.POST.get("reason", ""),
            by=who.person,
            roles=who.roles,
        )
        return redirect("office:bulk", job=job.pk)

    return do


def _all(asked: Asked) -> list[str]:
    """What all rows that are found are called, one more than may be done at once where there are
    more."""
    subjects: list[str] = []
    after = ""
    assert asked.of.subject is not None
    while True:
        found = asked.of.reader.page(
            where=asked.where,
            search=asked.search,
            sort=asked.sort,
            after=after,
            before="",
            limit=CHUNK,
        )
        subjects += map(asked.of.subject, found.rows)
        after = found.next
        if not after or len(subjects) > bulk.MOST:
            return subjects
