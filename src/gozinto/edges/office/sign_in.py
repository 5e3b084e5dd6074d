"""Signing in by name, by a one-time link or by a passkey, the second step, and signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from gozinto.access import gate, links
from gozinto.access.models import User
from gozinto.edges.office.frame import render_error
from gozinto.errors import Conflict, Forbidden, NotSignedIn, TooManyRequests


def enter(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Sign somebody in who proved who they are; or first ask for their second factor."""
    user.backend = "django.contrib.auth.backends.ModelBackend"
    answer: HttpResponse = perform_login(request, user, redirect_url=to)
    return answer


class _ByName(LoginView):
    template_name = "office/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)  # it is the model of accounts
        return enter(self.request, user, to=self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ())
        return context | {"servers": apps}


by_name = gate.public(_ByName.as_view())
out = gate.public(LogoutView.as_view())
language = gate.public(set_language)


@gate.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button on GET, the sign-in on POST: whatever fetches links ahead must not use it up."""
    if request.method != "POST":
        return render(request, "office/sign_in_link.html")
    try:
        user = links.redeem(token)
    except NotSignedIn as error:
        return render_error(request, error)
    return enter(request, user, to=reverse("office:home"))


@gate.public
def inactive(request: HttpRequest) -> HttpResponse:
    """Where somebody is sent whose account is closed."""
    return redirect("office:sign-in")


@gate.public
def refused(request: HttpRequest) -> HttpResponse:
    """Where somebody is sent whom the company's own server, or its role map, did not let in."""
    why = request.GET.get("why", "")
    if why == "no_role_for_groups":
        return render_error(
            request, Forbidden("None of your groups has a role.", code="no_role_for_groups")
        )
    if why == "account_exists":
        return render_error(
            request, Conflict("An account of your name is there.", code="account_exists")
        )
    return render_error(
        request,
        NotSignedIn(
            "The company's server did not sign you in.",
            code="company_refused",
            next_step="Try again, or sign in by name.",
        ),
    )


def locked(request: HttpRequest, answer: HttpResponse, credentials: object) -> HttpResponse:
    """What stands in place of a page when a name was guessed at too often."""
    return render_error(
        request,
        TooManyRequests(
            "The password of this name was wrong too often.",
            code="account_locked",
            next_step="Wait a quarter of an hour, or ask an administrator to unlock the account.",
        ),
    )
