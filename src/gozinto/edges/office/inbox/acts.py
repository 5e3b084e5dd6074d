"""What a person does in the inbox: settles, assigns, opens again, releases."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.access.roles import INSIDE, QUALITY, RECORDERS
from gozinto.edges.office import waiting
from gozinto.edges.office.frame import page
from gozinto.edges.office.inbox.page import shown
from gozinto.edges.office.inbox.rows import GAP, TABS
from gozinto.errors import GozintoError, Malformed, Refused
from gozinto.operations import correcting, holding, sentences
from gozinto.operations.panels import kept
from gozinto.operations.panels.refusing import refusal
from gozinto.record import settling
from gozinto.record.settling import About

MOST_MARKED = 1_000


@require_POST
@page(roles=RECORDERS)
def findings(request: HttpRequest) -> HttpResponse:
    """Settle the findings that are marked, or say whose they are; then show the group again."""
    act, marked, group = _posted(request)
    who, text = gate.admit(request, roles=INSIDE), request.POST.get("text", "").replace("\0", "")
    try:
        several = [_about(key) for key in _some(marked)]
        if act == "assign":
            to = request.POST.get("person", "").replace("\0", "")
            said = settling.assign_about(several, to=to, note=text, by=_by(who))
            return _back(group, assigned=str(said.count))
        said = settling.settle_about(several, reason=text, by=_by(who), roles=who.roles)
    except (Refused, Malformed) as error:
        return shown(request, group=group, marked=marked, wrong=sentences.all_of(error))
    return _back(group, batch=str(said.batch))


@require_POST
@page(roles=settling.SETTLERS)
def reopen(request: HttpRequest) -> HttpResponse:
    """Take back what was settled at once."""
    _, _, group = _posted(request)
    who = gate.admit(request, roles=INSIDE)
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Malformed("This is nothing that was settled.", code="unknown_choice") from None
    said = settling.take_back(batch, by=_by(who), roles=who.roles)
    return _back(group, reopened=str(said.count))


@require_POST
@page(roles=QUALITY)
def release(request: HttpRequest) -> HttpResponse:
    """Release what is marked, with the reason; then show what is left on hold."""
    _, marked, group = _posted(request)
    who = gate.admit(request, roles=INSIDE)
    why = request.POST.get("text", "").replace("\0", "").strip()[:2_000]
    try:
        if not why:
            raise Malformed("It is released for a reason.", code="released_without_reason")
        captured = holding.release(_some(marked), reason=why, by=_by(who), live=True)
    except (Refused, Malformed) as error:
        return shown(request, group=group, marked=marked, wrong=sentences.all_of(error))
    return _back(group, released=captured.event_id)


@require_POST
@page(roles=QUALITY)
def panels(request: HttpRequest) -> HttpResponse:
    """Do what panels sent and could not be recorded, or set it aside; for a reason."""
    act, marked, group = _posted(request)
    who = gate.admit(request, roles=INSIDE)
    given = {
        name: request.POST.get(name, "").replace("\0", "").strip()[:2_000]
        for name in ("reason", "text", "quantity", "person")
    }
    try:
        entries = _numbers(_some(marked), before="")
        gaps = _numbers(marked, before=GAP)
        if act == "do":
            if gaps:  # nobody knows what it was
                raise refusal("entry_unclear")
            told = kept.do_now(entries, by=_by(who), **given)
            return _back(group, done=str(told))
        told = kept.set_aside(entries, gaps=gaps, reason=given["reason"], by=_by(who))
    except GozintoError as error:
        return shown(request, group=group, marked=marked, wrong=sentences.all_of(error))
    return _back(group, aside=str(told))


@require_POST
@page(roles=QUALITY)
def hold_again(request: HttpRequest) -> HttpResponse:
    """Take a release back: what it freed is on hold again, as if it had not been."""
    _, _, group = _posted(request)
    who = gate.admit(request, roles=INSIDE)
    correcting.withdraw(request.POST.get("event", "")[:2_000], reason="undone", by=_by(who))
    return _back(group)


def _posted(request: HttpRequest) -> tuple[str, list[str], str]:
    """The act, the lines marked, and the group that was shown. Raises Malformed."""
    group = request.POST.get("group", "")
    if group not in TABS:
        raise Malformed("This is no act of the inbox.", code="unknown_choice")
    return request.POST.get("act", ""), request.POST.getlist("marked")[:MOST_MARKED], group


def _some(marked: Sequence[str]) -> Sequence[str]:
    if not marked:
        raise Malformed("Nothing is marked.", code="nothing_marked")
    return marked


def _numbers(marked: Sequence[str], *, before: str) -> list[int]:
    """The numbers of those marked lines whose key has that before it."""
    found = [one.removeprefix(before) for one in marked if one.startswith(before)]
    return [int(one) for one in found if one.isdecimal() and one.isascii() and len(one) < 19]


def _about(key: str) -> About:
    rule, _, rest = key.partition("|")
    about, _, upto = rest.rpartition("|")
    if not (upto.isdecimal() and upto.isascii() and len(upto) < 19) or "\0" in key:
        raise Malformed("This is no line of the inbox.", code="unknown_choice", value=key[:80])
    return About(rule=rule, about=about, upto=int(upto))


def _by(who: gate.Principal) -> str:
    return who.person or who.name


def _back(group: str, **said: str) -> HttpResponse:
    waiting.forget()
    return redirect(f"{reverse('office:inbox')}?{urlencode({'group': group} | said)}")
