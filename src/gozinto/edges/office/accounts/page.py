"""The page of one account: what it may do, whose it is, its sessions, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gozinto.access import accounts, administering, changes, second_factors, sessions
from gozinto.access.models import User
from gozinto.access.roles import ADMINISTRATORS
from gozinto.edges.office.accounts import agents, forms
from gozinto.edges.office.accounts.wording import FACTORS, told
from gozinto.edges.office.frame import page
from gozinto.errors import GozintoError, Malformed


def _describe(user: User, request: HttpRequest) -> str:
    administering.describe(
        user,
        full_name=request.POST.get("full_name", ""),
        email=request.POST.get("email", ""),
        by=forms.doer(request),
    )
    accounts.link(
        user.get_username(), person=request.POST.get("person", ""), by=forms.doer(request)
    )
    return _("Saved.")


def _set_roles(user: User, request: HttpRequest) -> str:
    administering.set_roles(user, roles=request.POST.getlist("role"), by=forms.doer(request))
    return _("The roles are changed; they count from the next click on.")


def _close(user: User, request: HttpRequest) -> str:
    administering.close(user, by=forms.doer(request))
    return _("The account is closed and its sessions have ended. What it did stays on record.")


def _reopen(user: User, request: HttpRequest) -> str:
    administering.reopen(user, by=forms.doer(request))
    return _("The account is open again.")


def _end(user: User, request: HttpRequest) -> str:
    sessions.end(user, mark=request.POST.get("mark", ""), by=forms.doer(request))
    return _("The session has ended.")


def _end_all(user: User, request: HttpRequest) -> str:
    kept = request.session.session_key or "" if request.user == user else ""
    sessions.end_all(user, by=forms.doer(request), but=kept)
    return _("All its sessions have ended.")


def _unlock(user: User, request: HttpRequest) -> str:
    second_factors.unlock(user.get_username(), by=forms.doer(request))
    return _("The account can be tried again.")


def _forget_factors(user: User, request: HttpRequest) -> str:
    second_factors.remove_all(user, by=forms.doer(request))
    return _("It has no second factor any more, and its sessions have ended.")


ACTS: Mapping[str, forms.Act] = {
    "describe": _describe,
    "roles": _set_roles,
    "close": _close,
    "reopen": _reopen,
    "end": _end,
    "end-all": _end_all,
    "unlock": _unlock,
    "forget-factors": _forget_factors,
}
"""What can be done with an account, by the name of the button."""

LINKS: Mapping[str, bool] = {"sign-in-link": False, "password-link": True}
"""The buttons that make a link; whether it sets a password."""


@page(roles=ADMINISTRATORS)
def show(request: HttpRequest, name: str) -> HttpResponse:
    """The page; on POST one of `ACTS`, or a link that is shown once."""
    user = administering.get(name)
    if request.method != "POST":
        return render(request, "office/account.html", _context(user, request))
    act = request.POST.get("act", "")
    try:
        if act in LINKS:
            return _link(user, request, sets_password=LINKS[act])
        if act not in ACTS:
            raise Malformed("This can be done with no account.", code="unknown_act")
        said = ACTS[act](user, request)
    except GozintoError as error:
        user.refresh_from_db()
        return forms.shown_again(request, "office/account.html", _context(user, request), error)
    forms.done(request, said)
    return redirect("office:account", name=name)


def _link(user: User, request: HttpRequest, *, sets_password: bool) -> HttpResponse:
    token = administering.link_to_sign_in(user, by=forms.doer(request), sets_password=sets_password)
    where = "office:new-password" if sets_password else "office:sign-in-link"
    context = _context(user, request) | {
        "link": request.build_absolute_uri(reverse(where, args=[token])),
        "sets_password": sets_password,
    }
    return forms.secret(request, "office/account.html", context)


def _context(user: User, request: HttpRequest) -> dict[str, Any]:
    here = sessions.mark_of(request.session.session_key or "")
    person = request.POST.get("person", user.person)
    return {
        "account": user,
        "is_own": request.user == user,
        "given": {
            "full_name": request.POST.get("full_name", user.get_full_name()),
            "email": request.POST.get("email", user.email),
            "person": person,
        },
        "held": sorted(grant.role for grant in user.role_grants.all()),
        "roles": forms.ROLES,
        "people": accounts.people(),
        "is_locked": second_factors.is_locked(user.get_username()),
        "factors": [{"factor": one, "word": FACTORS[one.type]} for one in second_factors.of(user)],
        "sessions": session_rows(user, here=here),
        "changes": [told(one) for one in changes.listed(about=user.get_username())[:20]],
    }


def session_rows(user: User, *, here: str) -> list[dict[str, Any]]:
    """The sessions of an account as a page lists them. `here`: the mark of the one that asks."""
    return [
        {"session": one, "agent": agents.described(one.agent), "is_here": one.mark == here}
        for one in sessions.of(user)
    ]
