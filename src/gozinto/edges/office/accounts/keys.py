"""The tokens of programs: made and shown once, listed, revoked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gozinto.access import tokens
from gozinto.access.models import ApiToken
from gozinto.access.roles import ADMINISTRATORS, Role
from gozinto.edges.office.accounts import forms
from gozinto.edges.office.frame import page
from gozinto.errors import GozintoError, Malformed, Unknown

PAGE = "office/tokens.html"


@page(roles=ADMINISTRATORS)
def show(request: HttpRequest) -> HttpResponse:
    """Every token; on POST a new one, whose text is shown only in this answer."""
    given = {name: request.POST.get(name, "") for name in ("name", "role", "until")}
    if request.method != "POST":
        return render(request, PAGE, _context(given))
    try:
        plain = tokens.create(
            role=given["role"],
            by=forms.doer(request),
            name=_name(given["name"]),
            expires_at=_until(given["until"]),
        )
    except GozintoError as error:
        return forms.shown_again(request, PAGE, _context(given), error)
    return forms.secret(request, PAGE, _context({}) | {"plain": plain})


@require_POST
@page(roles=ADMINISTRATORS)
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token now."""
    prefix = request.POST.get("prefix", "")
    if not tokens.revoke(prefix.replace("\0", ""), by=forms.doer(request)):
        raise Unknown("There is no such token that is valid.", code="unknown_token")
    forms.done(request, _("The token opens nothing any more."))
    return redirect("office:tokens")


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", "").split())[:200]
    if not name:
        raise Malformed(
            "A token needs a name.",
            code="token_without_name",
            next_step="Say what it is for, so that the next administrator knows.",
        )
    return name


def _until(text: str) -> datetime | None:
    """The end of that day in the plant; None where no day is given."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None or day < timezone.localdate():
        raise Malformed(
            "A token ends on a day to come.",
            code="bad_end",
            next_step="Choose today or a later day, or leave it empty.",
        )
    return timezone.make_aware(datetime.combine(day, time.max))


def _context(given: dict[str, str]) -> dict[str, Any]:
    now = timezone.now()
    return {
        "rows": [_row(one, now=now) for one in tokens.listed()],
        "given": given,
        "roles": [(role.value, role.label) for role in Role],
    }


def _row(token: ApiToken, *, now: datetime) -> dict[str, Any]:
    is_over = token.expires_at is not None and token.expires_at <= now
    ends_soon = not is_over and token.expires_at and token.expires_at - now < timedelta(days=14)
    return {
        "token": token,
        "role": Role(token.role).label,
        "is_valid": token.revoked_at is None and not is_over,
        "is_over": is_over,
        "ends_soon": bool(ends_soon),
    }
