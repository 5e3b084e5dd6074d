"""A file is added, fetched, and withdrawn."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from gozinto.access import gate
from gozinto.access.roles import QUALITY, RECORDERS
from gozinto.edges.office import search
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import opening
from gozinto.errors import Malformed, TooLarge
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Attached
from gozinto.record.models import Event

_AROUND_FILE = 64 * 1024
"""Bytes of a form beside its file."""
SANDBOX = "sandbox; default-src 'none'"
"""Whatever a browser makes of a file, it runs nothing and asks nobody."""


# The check against forgery reads the form; how long that is has to be known before.
@csrf_exempt
@require_POST
@page(roles=RECORDERS)
def add(request: HttpRequest) -> HttpResponse:
    """Put a file on the object or event that the form names, and show its page again."""
    told = request.headers.get("Content-Length", "")
    if not told.isdigit() or int(told) > attaching.MOST_BYTES + _AROUND_FILE:
        raise TooLarge(
            f"A file has at most {attaching.MOST_BYTES >> 20} MB.", code="file_too_large"
        )
    return _add(request)


@csrf_protect
def _add(request: HttpRequest) -> HttpResponse:
    try:
        files = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation) as problem:
        raise Malformed(f"The form cannot be read: {problem}", code="bad_form") from None
    if len(files) != 1:
        raise Malformed("Choose one file.", code="one_file_only")
    target = _target(request)
    attaching.attach(
        _content(files[0]),
        name=files[0].name or "",
        to=target,
        by=gate.admit(request, roles=RECORDERS).person,
        note=request.POST.get("note", ""),
    )
    return redirect(_address(target))


def _content(file: UploadedFile[Any]) -> BinaryIO:
    return cast("BinaryIO", file)


def _target(request: HttpRequest) -> TraceableObject | Event:
    event = request.POST.get("event", "")
    if event:
        is_number = event.isascii() and event.isdigit() and len(event) < 20
        return attaching.event_at(int(event) if is_number else 0)
    return objects.resolve(search.read(request.POST.get("id", "")))


def _address(target: TraceableObject | Event) -> str:
    if isinstance(target, Event):
        return reverse("office:event", args=[target.position])
    return opening.address(target.uri, "documents")


def _page_of(one: Attached) -> str:
    if one.event is not None:
        return reverse("office:event", args=[one.event])
    return opening.address(one.object or "", "documents")


@require_GET
@page()
def fetch(request: HttpRequest, number: int) -> HttpResponse:
    """The content of a file, to be saved and not to be run."""
    found, content = attaching.content(number)
    with content:
        answer = HttpResponse(content.read(), content_type=found.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@page(roles=QUALITY)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a file is no more to be gone by, and show the page it stands on again."""
    by = gate.admit(request, roles=QUALITY).person
    found = attaching.withdraw(number, why=request.POST.get("reason", ""), by=by)
    return redirect(_page_of(found))
