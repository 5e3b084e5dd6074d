"""The page of the panel, which holds no data, its manifest, and its service worker."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from gozinto.access import gate

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the reader of barcodes in pictures
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""As for every page of ours; beyond that, the camera's pictures and what reads them."""

_ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))


@gate.public
def show(request: HttpRequest) -> HttpResponse:
    """The page that a device keeps; without a built panel, what to do about it."""
    built = version()
    context = {"version": built, "is_built": bool(built)}
    answer = render(request, "panel/shell.html", context, status=200 if built else 503)
    answer["Content-Security-Policy"] = CONTENT_SECURITY
    answer["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    answer["Cache-Control"] = "no-cache"
    return answer


@gate.public
def manifest(request: HttpRequest) -> JsonResponse:
    """How the installed panel is called, looks and starts."""
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
        "id": reverse("panel:shell"),
        "name": _("Gozinto panel"),
        "short_name": _("Panel"),
        "start_url": reverse("panel:shell"),
        "scope": reverse("panel:shell"),
        "display": "fullscreen",
        "background_color": "#ffffff",
        "theme_color": "#000000",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@gate.public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, beside the page: it serves only what lies below its own address."""
    found = finders.find("panel/worker.js")
    if not isinstance(found, str):
        return HttpResponse(status=404)
    script = Path(found).read_text(encoding="utf-8")
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("panel:shell")
    answer["Content-Security-Policy"] = CONTENT_SECURITY
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def version() -> str:
    """Another one with every panel that is built; empty where none was."""
    told = finders.find("panel/build.json")
    if not isinstance(told, str):
        return ""
    return str(json.loads(Path(told).read_text(encoding="utf-8"))["version"])
