"""Everybody's own account: who one is here, the password, and where one is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from gozinto.access import accounts, administering, forgotten, gate, pins, second_factors, sessions
from gozinto.access.models import User
from gozinto.access.roles import INSIDE
from gozinto.edges.office.accounts import forms
from gozinto.edges.office.accounts.page import session_rows
from gozinto.edges.office.accounts.wording import FACTORS, role_words
from gozinto.edges.office.frame import page, render_error
from gozinto.errors import Conflict, GozintoError, Malformed, NotSignedIn

PAGE = "office/own_account.html"


@page()
@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """The page; on POST a new password, or the end of sessions."""
    user = forms.own(request)
    if request.method != "POST":
        return render(request, PAGE, _context(user, request))
    act = request.POST.get("act", "")
    try:
        if act not in _ACTS:
            raise Malformed("This can be done with no account.", code="unknown_act")
        said = _ACTS[act](user, request)
    except GozintoError as error:
        return forms.shown_again(request, PAGE, _context(user, request), error)
    forms.done(request, said)
    return redirect("office:own-account")


def _check_old(user: User, request: HttpRequest) -> None:
    if user.has_usable_password() and not user.check_password(request.POST.get("old", "")):
        raise Conflict(
            "The old password is another one.",
            code="wrong_password",
            next_step="Type it again; or ask an administrator for a link to set a new one.",
        )


def _pin(user: User, request: HttpRequest) -> str:
    # Whoever finds an open desk could sign in at stations as its owner from then on.
    _check_old(user, request)
    pin = pins.typed_twice(request.POST.get("pin", ""), request.POST.get("again", ""))
    pins.choose(user.acts_as, pin=pin, by=user.get_username())
    return _("Your PIN is set; you sign in by it at stations.")


def _password(user: User, request: HttpRequest) -> str:
    _check_old(user, request)
    administering.set_password(
        user,
        password=_twice(request),
        by=user.get_username(),
        keep=request.session.session_key or "",
    )
    update_session_auth_hash(request, user)
    return _("The new password is set; every other session of yours has ended.")


def _end(user: User, request: HttpRequest) -> str:
    sessions.end(user, mark=request.POST.get("mark", ""), by=user.get_username())
    return _("The session has ended.")


def _end_others(user: User, request: HttpRequest) -> str:
    sessions.end_all(user, by=user.get_username(), but=request.session.session_key or "")
    return _("Every other session of yours has ended.")


_ACTS = {"password": _password, "pin": _pin, "end": _end, "end-others": _end_others}


def _context(user: User, request: HttpRequest) -> dict[str, Any]:
    roles = gate.admit(request, roles=INSIDE).roles
    return {
        "account": user,
        "person": accounts.find_person(user.acts_as),
        "held": role_words(sorted(role.value for role in roles)),
        "factors": [{"factor": one, "word": FACTORS[one.type]} for one in second_factors.of(user)],
        "sessions": session_rows(user, here=sessions.mark_of(request.session.session_key or "")),
    }


def _twice(request: HttpRequest) -> str:
    first, second = request.POST.get("new", ""), request.POST.get("again", "")
    if first != second:
        raise Malformed(
            "The two new passwords are not the same.",
            code="passwords_differ",
            next_step="Type the new one twice.",
        )
    return first


@gate.public
@never_cache
@sensitive_variables("token")
@sensitive_post_parameters()
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choosing a password by a link; the link is used up by a password that will do."""
    template = "office/new_password.html"
    if request.method != "POST":
        return render(request, template)
    try:
        administering.set_password_by_link(token, password=_twice(request))
    except NotSignedIn as error:
        return render_error(request, error)
    except GozintoError as error:
        return forms.shown_again(request, template, {}, error)
    forms.done(request, _("Your new password is set. Sign in with it."))
    return redirect("office:sign-in")


@gate.public
@never_cache
def forgot(request: HttpRequest) -> HttpResponse:
    """What to do about a forgotten password: a link by mail, where mail is sent from here."""
    template = "office/forgotten.html"
    context: dict[str, Any] = {"sends_mail": forgotten.sends_mail()}
    if request.method == "POST" and forgotten.sends_mail():
        try:
            forgotten.send_link(
                request.POST.get("name", "").strip().replace("\0", ""),
                address=lambda token: request.build_absolute_uri(
                    reverse("office:new-password", args=[token])
                ),
            )
        except GozintoError as error:
            return forms.shown_again(request, template, context, error)
        context["is_sent"] = True
    return render(request, template, context)
