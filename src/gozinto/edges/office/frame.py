"""What every page has: its roles, the plant's time zone, and a page for each error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto import errors
from gozinto.access import gate
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.office import ways
from gozinto.operations import sentences
from gozinto.plant import known

PageView = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees of an error class: the status, a heading, and what to do."""

    status: int
    heading: str | Promise
    next_step: str | Promise


TABLE: Mapping[type[errors.GozintoError], Seen] = {
    errors.GozintoError: Seen(
        500, _("Something went wrong"), _("Try again; if it stays, tell whoever runs Gozinto.")
    ),
    errors.Malformed: Seen(400, _("This cannot be read"), _("Correct it and try again.")),
    errors.TooLarge: Seen(413, _("This is too large"), _("Send it in smaller parts.")),
    errors.Refused: Seen(
        422, _("Rules forbid this"), _("Correct what is listed and try again; nothing was stored.")
    ),
    errors.InTheWay: Seen(
        409, _("Other things stand in the way"), _("Change what is listed first.")
    ),
    errors.Outdated: Seen(
        412, _("It was changed since you read it"), _("Read it again, then change it.")
    ),
    errors.Conflict: Seen(
        409,
        _("The same number with other content"),
        _("Use a new number, or send exactly what was sent before."),
    ),
    errors.Unknown: Seen(
        404, _("Nothing goes by this name"), _("Check the number, or choose a near one.")
    ),
    errors.Ambiguous: Seen(409, _("Several things go by this name"), _("Choose the one you mean.")),
    errors.NotSignedIn: Seen(
        401, _("Not signed in"), _("Sign in by name, or ask for a new sign-in link.")
    ),
    errors.Forbidden: Seen(
        403, _("Your roles do not allow this"), _("Ask an administrator for the role you need.")
    ),
    errors.TooManyRequests: Seen(429, _("Too many requests"), _("Wait a moment, then try again.")),
    errors.NotSupported: Seen(
        422, _("This version does not answer that"), _("Ask without it, or upgrade.")
    ),
    errors.Unavailable: Seen(
        503, _("Not available now"), _("Run `gozinto doctor`; it says what is wrong.")
    ),
    errors.StorageFull: Seen(
        507,
        _("The disk is nearly full"),
        _("Free disk space, then try again; nothing was lost."),
    ),
}
"""Exhaustive over gozinto.errors; a test fails when a class is missing."""


def seen(error: errors.GozintoError) -> Seen:
    """The row of the table for this error: its own class, else the nearest above it."""
    for one in type(error).__mro__:
        if one in TABLE:
            return TABLE[one]
    raise AssertionError("GozintoError itself stands in the table")


def render_error(
    request: HttpRequest, error: errors.GozintoError, *, asked: str = ""
) -> HttpResponse:
    """The page for an error. `asked`: what was looked for, to be offered again."""
    row = seen(error)
    context: dict[str, Any] = {
        "said": sentences.of(error),
        "row": row,
        "asked": asked,
        "back": ways.back(request),
        "near": getattr(error, "near", ()),
        "candidates": getattr(error, "candidates", ()),
        "faults": [
            {"path": fault.path, "said": sentences.of(fault)}
            for fault in getattr(error, "violations", ())
        ],
    }
    return render(request, "office/error.html", context, status=row.status)


def zone() -> ZoneInfo:
    """The plant's time zone; UTC where the one on record does not exist here."""
    try:
        return ZoneInfo(known.now().company.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _plant(request: HttpRequest) -> AbstractContextManager[None]:
    """The plant as it was when the page was asked for; who writes sees what they write."""
    return known.kept() if request.method in ("GET", "HEAD") else nullcontext()


def page(
    *, roles: Iterable[Role] = INSIDE, shows_times: bool = True
) -> Callable[[PageView], PageView]:
    """Declare a page: who may see it; errors become pages; times are the plant's.

    `shows_times`: whether the plant's time zone is looked up, which is a query.
    """

    def dress(view: PageView) -> PageView:
        @gate.requires(any_of=roles)
        @wraps(view)
        def dressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                with _plant(request), timezone.override(zone() if shows_times else None):
                    return view(request, *args, **kwargs)
            except errors.GozintoError as error:
                return render_error(request, error, asked=request.GET.get("id", ""))
            except (OperationalError, InterfaceError):
                return render(request, "office/away.html", status=503)

        return dressed

    return dress
