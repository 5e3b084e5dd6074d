"""How far something is that is done to many things; and its undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.access.roles import INSIDE, LABORATORY, QUALITY
from gozinto.edges.office import search
from gozinto.edges.office.frame import page
from gozinto.errors import Violation
from gozinto.operations import sentences
from gozinto.operations.bulk import asking, telling
from gozinto.operations.bulk.acts import ACTS
from gozinto.operations.bulk.telling import NotDone, Told
from gozinto.plant.models import Person

TITLES: Mapping[str, str | Promise] = {
    "hold": gettext_lazy("Put on hold"),
    "release": gettext_lazy("Released"),
}
"""What each act of many is called when it is over."""


@page()
def show(request: HttpRequest, job: int) -> HttpResponse:
    """The page of a job; while it lasts it asks for itself again."""
    told = telling.told(job)
    may_undo = (
        told.finished_at is not None
        and told.done
        and told.undone_by is None
        and ACTS[told.back].roles & gate.admit(request, roles=INSIDE).roles
    )
    context: dict[str, Any] = {
        "told": told,
        "title": TITLES[told.act],
        "back": TITLES[told.back],
        "may_undo": may_undo,
        "answer": _answer(told),
        "who": _who(told),
        "not_done": [_line(one) for one in told.not_done],
        "looked_at": told.total - told.waiting,
    }
    is_part = request.headers.get("HX-Target") == "progress"
    return render(request, "office/bulk.html#progress" if is_part else "office/bulk.html", context)


@require_POST
@page(roles=LABORATORY | QUALITY)
def undo(request: HttpRequest, job: int) -> HttpResponse:
    """Take back what a job did, where it still stands."""
    who = gate.admit(request, roles=LABORATORY | QUALITY)
    told = telling.told(job)
    reason = request.POST.get("reason", "") or _("Undone: %(reason)s") % {"reason": told.reason}
    made = asking.undo(job, reason=reason[:2_000], by=who.person, roles=who.roles)
    return redirect("office:bulk", job=made.pk)


def _answer(told: Told) -> str:
    if told.finished_at is None:
        return _("%(n)s of %(total)s") % {"n": told.total - told.waiting, "total": told.total}
    if told.done == told.total:
        return _("All %(n)s are done.") % {"n": told.total}
    return _("%(n)s of %(total)s are done; why the others are not stands below.") % {
        "n": told.done,
        "total": told.total,
    }


def _who(told: Told) -> str:
    named = Person.objects.filter(code=told.by).values_list("name", flat=True).first()
    return named or told.by


def _line(one: NotDone) -> dict[str, Any]:
    fault = Violation(code=one.code, message=one.message, next_step=one.next_step)
    return {
        "number": one.number,
        "address": search.thing_address(one.uri),
        "said": sentences.of(fault),
        "tone": "bad" if one.is_refused else "",
    }
