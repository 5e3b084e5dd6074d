"""The form of a station: what is asked, what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.access.stations import Station
from gozinto.edges.office.frame import seen
from gozinto.errors import GozintoError, Malformed, Refused
from gozinto.operations import sentences
from gozinto.plant import known

NAMES = (
    *("name", "equipment", "location", "printer", "language", "px_per_mm"),
    *("idle_minutes", "undo_minutes", "warn_offline_minutes"),
)
"""What a person may say of a station beside its code."""

MOST = 2_000
"""Machines and places to choose from in a page; another is typed by its code."""

WRONG: Mapping[str, str | Promise] = {
    "code": _("A code is letters, digits and . _ - , 40 at most."),
    "name": _("A station has a name of 200 letters at most."),
    "equipment": _("There is no machine of this code."),
    "location": _("There is no location of this code."),
    "printer": _("There is no printer of this code."),
    "language": _("There are English, Turkish and German."),
    "px_per_mm": _("A millimetre has 1 to 40 pixels."),
    "idle_minutes": _("1 to 480 minutes."),
    "undo_minutes": _("0 to 480 minutes."),
    "warn_offline_minutes": _("1 to 480 minutes."),
}
"""What is wrong with a field, in the reader's language."""

FIRST: Mapping[str, str] = {
    "language": "en",
    "px_per_mm": "3.78",
    "idle_minutes": "15",
    "undo_minutes": "10",
    "warn_offline_minutes": "10",
}
"""What stands in the form of a new station."""


def of(station: Station) -> dict[str, str]:
    """What is on record of a station, as its form shows it."""
    return {name: str(getattr(station, name)) for name in NAMES}


def sent(request: HttpRequest) -> dict[str, str]:
    """What was typed."""
    return {name: request.POST[name] for name in NAMES if name in request.POST}


def choices() -> dict[str, Any]:
    """What there is to choose from."""
    plant = known.now()
    return {
        "machines": [(one.code, one.name) for one in _first(plant.equipment)],
        "places": [(one.code, one.name) for one in _first(plant.locations)],
        "printers": [(one.code, one.name) for one in _first(plant.printers)],
        "languages": settings.LANGUAGES,
    }


def shown_again(
    request: HttpRequest, template: str, context: dict[str, Any], error: GozintoError
) -> HttpResponse:
    """The page again, what was typed still in it, and beside each field what is wrong with it."""
    faults = error.violations if isinstance(error, Malformed) else ()
    said = sentences.all_of(error)[0] if isinstance(error, Refused) else sentences.of(error)
    context |= {
        "wrong": {"said": said, "faults": [WRONG[one.path] for one in faults]},
        "faulty": [one.path for one in faults],
    }
    return render(request, template, context, status=seen(error).status)


def _first(there: Mapping[str, Any]) -> Iterable[Any]:
    return [there[code] for code in sorted(there)[:MOST]]
