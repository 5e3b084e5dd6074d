"""The manifest, the worker that says when there is no connection, and what it then shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gozinto.access import gate

_ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))


@gate.public
def manifest(request: HttpRequest) -> JsonResponse:
    """How the installed office is called, looks and starts."""
    icons = [
        {
            "src": static(f"office/icon-{'mask-' if purpose == 'maskable' else ''}{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in _ICONS
    ]
    told = {
        "id": "/",
        "name": "Gozinto",
        "short_name": "Gozinto",
        "description": _("What went into it, and where did it go?"),
        "lang": get_language(),
        "start_url": reverse("office:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf9f7",
        "theme_color": "#16181a",
        "icons": icons,
        "shortcuts": [
            {"name": _("Search"), "url": reverse("office:home")},
            {"name": _("Trace"), "url": reverse("office:trace")},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@gate.public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; at the root, since it serves only what lies below its own address."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@gate.public
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in place of a page while there is no connection."""
    return render(request, "office/offline.html")


@cache
def _script() -> str:
    found = finders.find("office/worker.js")
    assert isinstance(found, str)  # it lies beside the other scripts
    return Path(found).read_text(encoding="utf-8")
