"""A customer opens the link of their letter: what it says, and one button that says they read it.

It answers everybody who has the link, which was sent to that company alone; nobody signs in.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gozinto.access import gate, limits
from gozinto.access.gate import Principal
from gozinto.access.roles import Role
from gozinto.cases.kinds.recall import RECALL
from gozinto.cases.recalls import answering, notifying
from gozinto.cases.recalls.answering import Asked
from gozinto.edges.office import waiting, words
from gozinto.edges.office.cases import forms, recall
from gozinto.edges.office.frame import seen, zone
from gozinto.errors import GozintoError, Refused, TooManyRequests, Unknown
from gozinto.operations import sentences
from gozinto.standards.quantities import PIECES

PAGE = "office/answer.html"
GONE = 410
"""That a recall is over is no mistake of whoever comes late (RFC 9110, 15.5.11)."""
_ACT = next(one for one in RECALL.acts if one.name == "acknowledge")


def link(code: str) -> str:
    """Where a letter is answered; "" where no address is told by which customers reach us."""
    if not settings.GOZINTO_PUBLIC_URL:
        return ""
    return f"{settings.GOZINTO_PUBLIC_URL}{reverse('office:answer', args=[code])}"


# The code in the address is all that is needed, so there is no session to forge a form with; and
# the browser inside a mail programme may keep no cookie.
@csrf_exempt
@gate.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The letter and the button; sent, that it was read."""
    try:
        limits.of_process().take(_asker(request))
        asked = answering.find(code)
        with timezone.override(zone()), translation.override(_language(asked.letter.language)):
            if request.method == "POST" and not asked.is_over:
                return _answered(request, code, asked)
            return _shown(request, asked)
    except GozintoError as error:
        return _wrong(request, error)
    except (OperationalError, InterfaceError):
        return render(request, "office/away.html", status=503)


def _answered(request: HttpRequest, code: str, asked: Asked) -> HttpResponse:
    told = {name: str(said) for name, said in forms.told(_ACT, request.POST).items()}
    try:
        answering.answer(
            code, who=told["who"].strip(), answered={name: told[name] for name in notifying.ANSWER}
        )
    except Refused as error:
        wrong = {one.path: sentences.of(one) for one in error.violations}
        return _shown(request, asked, typed=told, wrong=wrong, status=422)
    waiting.forget()
    return redirect("office:answer", code=code)


def _shown(
    request: HttpRequest,
    asked: Asked,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "asked": asked,
        "letter": asked.letter,
        "rows": [
            {
                "number": line.number,
                "material": line.material,
                "quantity": recall.amounts({line.uom or PIECES: Decimal(line.quantity)}),
                "note": line.note,
                "sent_on": words.day(date.fromisoformat(line.sent_on)) if line.sent_on else "",
            }
            for line in asked.letter.lines
        ],
        "typed": typed or {},
        "wrong": wrong or {},
    }
    answer = render(request, PAGE, context, status=GONE if asked.is_over else status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _wrong(request: HttpRequest, error: GozintoError) -> HttpResponse:
    row = seen(error)
    said = sentences.of(error)
    is_unknown = isinstance(error, Unknown)
    context = {"said": said, "row": row, "is_unknown": is_unknown}
    answer = render(request, PAGE, context, status=row.status)
    if isinstance(error, TooManyRequests):
        answer["Retry-After"] = str(error.data["retry_after_s"])
    return answer


def _asker(request: HttpRequest) -> Principal:
    """Whoever asks, told apart by address alone: they may as much as a partner."""
    address = request.META.get("REMOTE_ADDR", "")
    return Principal("Somebody", frozenset({Role.PARTNER}), key=f"address:{address}")


def _language(asked: str) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return asked if asked in known else "en"
