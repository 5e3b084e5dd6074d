"""A file is added, fetched, and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
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
from gozinto.edges.office.cases import page as case_page
from gozinto.edges.office.frame import page, seen
from gozinto.edges.office.setup import addresses, rows
from gozinto.edges.office.things import event_page, opening, tabs
from gozinto.errors import Conflict, GozintoError, Malformed, TooLarge
from gozinto.operations import sentences
from gozinto.plant import changing, known, objects
from gozinto.plant.kinds import find_kind
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Attached, Described, Target
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
    """Put a file on the object, event or row that the address names, and show its page again.

    Refused, its page says why, beside the form for another one.
    """
    target = _target(request)
    told = request.headers.get("Content-Length", "")
    if not told.isdigit() or int(told) > attaching.MOST_BYTES + _AROUND_FILE:
        too_large = TooLarge(
            f"A file has at most {attaching.MOST_BYTES >> 20} MB.", code="file_too_large"
        )
        return _refused(request, target, too_large)
    return _add(request, target)


@csrf_protect
def _add(request: HttpRequest, target: Target) -> HttpResponse:
    try:
        file = _file(request)
        attaching.attach(
            _content(file),
            name=file.name or "",
            to=target,
            by=gate.admit(request, roles=RECORDERS).person,
            note=request.POST.get("note", ""),
        )
    except (Malformed, TooLarge) as error:
        return _refused(request, target, error, {"note": request.POST.get("note", "")})
    return redirect(_address(target))


def _file(request: HttpRequest) -> UploadedFile[Any]:
    try:
        files = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation) as problem:
        raise Malformed(f"The form cannot be read: {problem}", code="bad_form") from None
    if len(files) != 1:
        raise Malformed("Choose one file.", code="one_file_only")
    return files[0]


def _refused(
    request: HttpRequest,
    target: Target,
    error: GozintoError,
    told: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page that the files of `target` stand on, and what is wrong with what was sent."""
    more = {"file_refused": {"faults": sentences.all_of(error), **(told or {})}}
    status = seen(error).status
    with known.kept():
        if isinstance(target, Described) and target.kind == case_page.FILES:
            return case_page.shown(request, target.key, more=more, status=status)
        if isinstance(target, Described):
            return rows.refused_file(request, target, more, status=status)
        if isinstance(target, Event):
            return event_page.render(request, target.position, more=more, status=status)
        opened = opening.open_up(request, target.uri)
        assert opened is not None
        return tabs.render(opened, "documents", more=more, status=status)


def _content(file: UploadedFile[Any]) -> BinaryIO:
    return cast("BinaryIO", file)


def _target(request: HttpRequest) -> Target:
    if number := request.GET.get(case_page.FILES, ""):
        return case_page.target(search.read(number))
    if kind := request.GET.get("kind", ""):
        key = search.read(request.GET.get("key", ""))
        changing.get(find_kind(kind).name, key)  # there is such a row
        return Described(kind=kind, key=key)
    event = request.GET.get("event", "")
    if event:
        is_number = event.isascii() and event.isdigit() and len(event) < 20
        return attaching.event_at(int(event) if is_number else 0)
    return objects.resolve(search.read(request.GET.get("id", "")))


def _address(target: Target) -> str:
    if isinstance(target, Described) and target.kind == case_page.FILES:
        return case_page.address(target.key)
    if isinstance(target, Described):
        return addresses.of_row(find_kind(target.kind), target.key)
    if isinstance(target, Event):
        return reverse("office:event", args=[target.position])
    return opening.address(target.uri, "documents")


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
    target = _target_of(attaching.find(number))
    try:
        attaching.withdraw(number, why=request.POST.get("reason", ""), by=by)
    except (Malformed, Conflict) as error:
        return _refused(request, target, error)
    return redirect(_address(target))


def _target_of(one: Attached) -> Target:
    if one.row is not None:
        return one.row
    if one.event is not None:
        return attaching.event_at(one.event)
    return objects.resolve(one.object or "")
