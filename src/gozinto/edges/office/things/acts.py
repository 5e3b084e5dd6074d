"""What somebody does with an object on its page: stop it, and free it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.access.roles import LABORATORY, QUALITY, Role
from gozinto.edges.office import search
from gozinto.edges.office.frame import page, seen
from gozinto.edges.office.things import opening, tabs
from gozinto.errors import GozintoError, Malformed
from gozinto.operations import holding, sentences
from gozinto.plant import known, objects

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to do: the verb, who may, what is said after it, and what takes it back."""

    verb: Callable[..., object]
    roles: frozenset[Role]
    said: str | Promise
    back: str


ACTS: Mapping[str, Act] = {
    "hold": Act(
        verb=holding.hold,
        roles=LABORATORY,
        said=gettext_lazy("It is on hold now: nobody may use or ship it."),
        back="release",
    ),
    "release": Act(
        verb=holding.release,
        roles=QUALITY,
        said=gettext_lazy("It is released: it may be used and shipped."),
        back="hold",
    ),
}


@require_POST
@page(roles=LABORATORY | QUALITY)
def do(request: HttpRequest) -> HttpResponse:
    """Do it in the name of whoever asks, and show the page again; refused, the page says why."""
    name = request.POST.get("act", "")
    act = ACTS.get(name)
    if act is None:
        raise Malformed("This can be done to no object.", code="unknown_act", value=name)
    person = gate.admit(request, roles=act.roles).person
    found = objects.resolve(search.read(request.POST.get("id", "")))
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    tab = request.POST.get("tab", "")
    try:
        if not 0 < len(reason) <= _LONGEST:
            raise Malformed("Say why in a few words.", code="reason_missing")
        act.verb(found, reason=reason, by=person)
    except GozintoError as error:
        refused = {"reason": reason[:_LONGEST], "faults": sentences.all_of(error)}
        with known.kept():
            opened = opening.open_up(request, found.uri)
            assert opened is not None
            return tabs.render(opened, tab, more={"refused": refused}, status=seen(error).status)
    return redirect(f"{opening.address(found.uri, tab)}&done={name}")


def done(opened: opening.Opened) -> dict[str, Any]:
    """What was just done, and how to take it back, for whom that is allowed."""
    act = ACTS.get(opened.request.GET.get("done", ""))
    standing = opened.head.standing
    if act is None or standing is None or standing.held != (act.back == "release"):
        return {}
    may_undo = bool(opened.roles & ACTS[act.back].roles)
    undone = {"act": act.back if may_undo else "", "said": act.said, "reason": _("Undone")}
    return {"undo": undone}
