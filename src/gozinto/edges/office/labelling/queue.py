"""The page of the print queue: what waits, what is printed, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.access.roles import INSIDE, RECORDERS
from gozinto.edges.office.frame import page
from gozinto.errors import Malformed
from gozinto.labels.jobs import asking
from gozinto.labels.jobs.models import PrintJob
from gozinto.labels.jobs.states import State

SHOWN = 100

STATES: Mapping[State, tuple[str | Promise, str]] = {
    State.IN_DOUBT: (_("in doubt"), "warn"),
    State.FAILED: (_("failed"), "bad"),
    State.QUEUED: (_("waits"), ""),
    State.RENDERING: (_("is drawn"), ""),
    State.SENDING: (_("is sent"), ""),
    State.PRINTED: (_("printed"), ""),
    State.VOID: (_("void"), ""),
}
"""What each state is called, and its tone where it is abnormal; what asks for a person first."""

_ACTS: Mapping[str, Callable[..., PrintJob]] = {
    "retry": lambda job, *, by, reason: asking.retry(job, by=by),
    "confirm": asking.confirm,
    "reprint": asking.reprint,
    "void": asking.void,
}

_OFFERED: Mapping[State, tuple[tuple[str, str | Promise], ...]] = {
    State.IN_DOUBT: (
        ("confirm", _("The label is there")),
        ("reprint", _("Print again")),
        ("void", _("No label")),
    ),
    State.FAILED: (("retry", _("Try again")), ("void", _("No label"))),
    State.QUEUED: (("void", _("No label")),),
    State.PRINTED: (("reprint", _("Print again")), ("void", _("Make void"))),
}
"""What a person may do about a job in each state; all but a retry for a reason."""


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The newest jobs; with `state` those of one state, with `printer` those of one printer."""
    state, printer = request.GET.get("state", ""), request.GET.get("printer", "")
    if (state and state not in list(State)) or "\0" in printer:
        raise Malformed("There is no such state of a print job.", code="unknown_state")
    jobs = PrintJob.objects.select_related("printed_label__voided").order_by("-id")
    if state:
        jobs = jobs.filter(state=state)
    if printer:
        jobs = jobs.filter(printer=printer)
    found = list(jobs[: SHOWN + 1])
    may_decide = bool(gate.admit(request, roles=INSIDE).roles & RECORDERS)
    context: dict[str, Any] = {
        "rows": [_row(job, may_decide=may_decide) for job in found[:SHOWN]],
        "is_more": len(found) > SHOWN,
        "state": state,
        "printer": printer,
        "printers": sorted(set(PrintJob.objects.values_list("printer", flat=True)) - {""}),
        "states": [(one.value, STATES[one][0]) for one in STATES],
        "doubts": PrintJob.objects.filter(state=State.IN_DOUBT).count(),
    }
    return render(request, "office/print_queue.html", context)


def _row(job: PrintJob, *, may_decide: bool) -> dict[str, Any]:
    state = State(job.state)
    word, tone = STATES[state]
    label = getattr(job, "printed_label", None)
    void = getattr(label, "voided", None)
    offered = _OFFERED.get(state, ()) if may_decide and void is None else ()
    return {
        "job": job,
        "word": word,
        "tone": tone,
        "serial": label.serial if label and label.serial > 1 else "",
        "void": void.why if void else "",
        "acts": offered,
        "asks": any(name != "retry" for name, _word in offered),
    }


@require_POST
@page(roles=RECORDERS)
def decide(request: HttpRequest, job: int) -> HttpResponse:
    """Do what was decided about a job, and show the queue again."""
    act = request.POST.get("act", "")
    if act not in _ACTS:
        raise Malformed("This can be done to no print job.", code="unknown_act")
    reason = request.POST.get("reason", "")[:2_000].replace("\0", "")
    _ACTS[act](job, by=request.user.get_username(), reason=reason)
    kept = {name: request.POST.get(name, "") for name in ("state", "printer")}
    return redirect(f"{reverse('office:print-queue')}?{urlencode(kept)}")
