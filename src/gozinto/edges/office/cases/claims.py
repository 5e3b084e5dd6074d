"""Dealers' claims out of a file: all of them complaints, or what is wrong with each row."""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO, cast

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.cases.complaints import claim_tables
from gozinto.cases.kinds.complaint import COMPLAINT
from gozinto.edges.office import tables, waiting
from gozinto.edges.office.frame import page, seen
from gozinto.errors import GozintoError, Malformed, TooLarge
from gozinto.operations import sentences
from gozinto.plant import known

MOST_BYTES = 8 * 1_048_576
_AROUND_FILE = 64 * 1024
SHOWN = 200
"""Faults that the page lists."""
PAGE = "office/claims.html"


# The check against forgery reads the form; how long that is has to be known before.
@csrf_exempt
@page(roles=COMPLAINT.opening.roles)
def show(request: HttpRequest) -> HttpResponse:
    """The form for a file of claims; sent, what became of its rows."""
    if request.method != "POST":
        return render(request, PAGE, _context())
    told = request.headers.get("Content-Length", "")
    if not told.isdigit() or int(told) > MOST_BYTES + _AROUND_FILE:
        error = TooLarge(f"A file has at most {MOST_BYTES >> 20} MB.", code="file_too_large")
        return render(request, PAGE, _context() | _wrong(error), status=413)
    return _load(request)


@csrf_protect
def _load(request: HttpRequest) -> HttpResponse:
    context = _context()
    try:
        file = _file(request)
        dealer = request.POST.get("dealer", "").replace("\0", "").strip()[:200]
        keeps_sound = "sound" in request.POST
        context |= {"dealer": dealer, "keeps_sound": keeps_sound}
        who = gate.admit(request, roles=INSIDE)
        report = claim_tables.load(
            cast("BinaryIO", file.file),
            name=file.name,
            by=who.person or who.name,
            roles=who.roles,
            dealer=dealer,
            keeps_sound=keeps_sound,
        )
    except GozintoError as error:
        return render(request, PAGE, context | _wrong(error), status=seen(error).status)
    waiting.forget()
    said = {"report": report, "faults": report.left_out[:SHOWN]}
    return render(request, PAGE, context | said)


def _file(request: HttpRequest) -> Any:
    try:
        files = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation) as problem:
        raise Malformed(f"The form cannot be read: {problem}", code="bad_form") from None
    if len(files) != 1:
        raise Malformed("Choose one file.", code="one_file_only")
    return files[0]


def _wrong(error: GozintoError) -> dict[str, Any]:
    several = list(getattr(error, "violations", ()))
    return {
        "wrong": sentences.of(error),
        "faults": several[:SHOWN],
        "left": max(0, len(several) - SHOWN),
    }


def _context() -> dict[str, Any]:
    with known.kept():
        partners = sorted((one.code, one.name) for one in known.now().partners.values())
    return {
        "offered": {"partners": partners[:500]},
        "columns": claim_tables.FIELDS,
        "most": claim_tables.MOST,
    }


@page(roles=COMPLAINT.opening.roles)
def template(request: HttpRequest) -> HttpResponse:
    """An empty table of claims."""
    out = io.StringIO()
    csv.writer(out).writerow(claim_tables.FIELDS)
    answer = HttpResponse(
        tables.BYTE_ORDER_MARK + out.getvalue(), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="claims.csv"'
    return answer
