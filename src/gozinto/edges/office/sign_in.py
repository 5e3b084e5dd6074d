"""Signing in by name or by a one-time link, and signing out."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from gozinto.access import gate, links
from gozinto.edges.office.frame import render_error
from gozinto.errors import NotSignedIn

by_name = gate.public(
    LoginView.as_view(template_name="office/sign_in.html", redirect_authenticated_user=True)
)
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
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("office:home")
