"""A case is taken a step on, or opened, by a form; refused, the form says why."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gozinto.access import gate, signing
from gozinto.access.roles import INSIDE, Role
from gozinto.cases import doing, stepping
from gozinto.cases.kinds import MACHINES, Act
from gozinto.cases.stepping import Taking
from gozinto.edges.office import waiting
from gozinto.edges.office.cases import forms, panels, wording
from gozinto.edges.office.cases import page as case_page
from gozinto.edges.office.frame import page, seen
from gozinto.edges.office.search import read
from gozinto.errors import Forbidden, GozintoError, Unknown

TAKERS: frozenset[Role] = frozenset(
    role for machine in MACHINES.values() for act in machine.acts for role in act.roles
)
OPENERS: frozenset[Role] = frozenset(
    role for machine in MACHINES.values() for role in machine.opening.roles
)


_LATER = frozenset({"width", "sought"})
"""What nobody types as a recall is opened: the one is chosen on its page, the other comes with the
question of the trace page."""


@require_POST
@sensitive_post_parameters("password")
@page(roles=TAKERS)
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take the step that the form names; then the case as it stands."""
    given = request.POST
    case = stepping.find(number)
    name = given.get("act", "")
    act = MACHINES[case.kind].find(name)
    if act is None:
        raise Unknown("Nothing so called is done with a case.", code="unknown_act")
    try:
        after = doing.take(
            case.number, name, told=forms.told(act, given), taking=_taking(request, act)
        )
    except Forbidden:
        raise
    except GozintoError as error:
        return _again(request, number, name, error)
    waiting.forget()
    return redirect("office:case", number=after.number)


def _again(request: HttpRequest, number: str, act: str, error: GozintoError) -> HttpResponse:
    was = forms.refused(act, request.POST, error)
    return case_page.shown(request, number, was=was, status=seen(error).status)


def _taking(request: HttpRequest, act: Act) -> Taking:
    """Who takes the step, with what they signed it by. Raises Conflict for a wrong password."""
    who, given = gate.admit(request, roles=INSIDE), request.POST
    signed: Literal["", "password"] = ""
    if act.signed and who.user is not None and given.get("password"):
        signing.check_password(request, who.user, password=given["password"])
        signed = "password"
    return Taking(
        by=who.person or who.name,
        roles=who.roles,
        seen=forms.seen_of(given),
        request=forms.request_of(given),
        signed=signed,
        subjects=forms.subjects(act, given),
    )


@page()
def choose(request: HttpRequest) -> HttpResponse:
    """What kinds of cases whoever asks may open."""
    held = gate.admit(request, roles=INSIDE).roles
    may = [
        {"kind": kind, "word": wording.OPEN[kind], "said": wording.ABOUT[kind]}
        for kind, machine in MACHINES.items()
        if machine.opening.roles & held
    ]
    may_claim = bool(MACHINES["complaint"].opening.roles & held)
    return render(request, "office/case_choose.html", {"may": may, "may_claim": may_claim})


@sensitive_post_parameters("password")
@page(roles=OPENERS)
def new(request: HttpRequest, of: str) -> HttpResponse:
    """The form that opens a case: about `id` where that is told, led to by the case `from`."""
    machine = MACHINES.get(of)
    if machine is None:
        raise Unknown(f"No case is a {of[:40]}.", code="unknown_kind", near=sorted(MACHINES))
    gate.admit(request, roles=machine.opening.roles)
    if request.method != "POST":
        return _form(request, of, None)
    given, act = request.POST, machine.opening
    try:
        opened = doing.open_case(
            of,
            title=given.get("title", "")[:300].replace("\0", ""),
            told=forms.told(act, given),
            taking=_taking(request, act),
            led_from=given.get("from", "")[:20],
        )
    except Forbidden:
        raise
    except GozintoError as error:
        was = forms.refused(act.name, given, error)
        return _form(request, of, was, status=seen(error).status)
    waiting.forget()
    return redirect("office:case", number=opened.number)


def _form(
    request: HttpRequest, of: str, was: forms.Refused | None, *, status: int = 200
) -> HttpResponse:
    asked = request.POST if was else request.GET
    act = MACHINES[of].opening
    given = {one.name: asked.get(one.name, "")[:2_000] for one in act.fields}
    named, led_from = read(asked.get("id", "")), asked.get("from", "")[:20]
    for one in act.about[:1]:
        given[f"about-{one.role}"] = named or asked.get(f"about-{one.role}", "")[:20_000]
    form = forms.form(of, act, given=given, was=was)
    panel = panels.of(of)
    form["boxes"] = [box for box in form["boxes"] if box.name not in _LATER or box.value]
    titled = dict(was.faults if was else ()).get("title")
    form["faults"] = [one for one in form["faults"] if one is not titled]
    context: dict[str, Any] = {
        "of": of,
        "word": wording.OPEN[of],
        "said": wording.ABOUT[of],
        "form": form,
        "boxes": panel.boxes,
        "title": asked.get("title", panel.title() if panel.title else "")[:300],
        "title_wrong": titled,
        "led_from": led_from if stepping.is_number(led_from) else "",
        "offered": forms.offered(form["boxes"]),
    }
    return render(request, "office/case_new.html", context, status=status)


@page()
def about(request: HttpRequest) -> HttpResponse:
    """The cases about a thing, as a part of its page."""
    uri = read(request.GET.get("id", ""))
    found = stepping.about([uri])[:20] if uri else []
    rows = [
        {
            "number": one.number,
            "address": case_page.address(one.number),
            "kind": wording.KINDS[one.kind],
            "state": wording.state(one.kind, one.state),
        }
        for one in found
    ]
    return render(request, "office/case_about.html", {"rows": rows, "said": _("Cases")})
