"""The endpoints of the verbs: one request, or many together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.edges.api.verbs import answers, batches, calling, faults, pages
from gozinto.edges.api.verbs.table import VERBS, Verb
from gozinto.errors import Refused
from gozinto.plant import known

BODY_LIMIT_BYTES = 8 * 1_048_576
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503, 507), Problem)

View = Callable[[HttpRequest], HttpResponse]


def router() -> Router:
    """Every verb and its batch form."""
    made = Router()
    for verb in VERBS:
        one = {200: answers.ToldOut, 201: answers.ToldOut}
        _add(made, verb, verb.path, _one(verb), "", pages.request(verb), one)
        several = {200: batches.BatchOut}
        path = f"{verb.path}/batch"
        _add(made, verb, path, _many(verb), ", several at once", pages.batch(verb), several)
    return made


def _add(
    router: Router,
    verb: Verb,
    path: str,
    view: View,
    beside: str,
    body: dict[str, Any],
    answers: dict[int, Any],
) -> None:
    router.add_api_operation(
        path,
        ["POST"],
        view,
        auth=Holders(verb.roles),
        response={**answers, **_REFUSALS},
        operation_id=path.strip("/").replace("/", "_").replace("-", "_"),
        summary=verb.summary + beside,
        description=pages.described(verb),
        tags=[verb.room],
        openapi_extra={"requestBody": body},
    )


def _one(verb: Verb) -> View:
    def ask(request: HttpRequest) -> HttpResponse:
        reading.refuse_others(request.GET, known=())
        members = jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES)
        with known.kept():
            asked = calling.keywords(verb, members, who=caller(request))
            try:
                done = verb.call(**asked)
            except Refused as refused:
                raise Refused(faults.located(refused.violations, members)) from None
        return jsontext.answer(done, status=answers.status(done))

    return ask


def _many(verb: Verb) -> View:
    def ask(request: HttpRequest) -> HttpResponse:
        reading.refuse_others(request.GET, known=())
        members = jsontext.read_object(request, limit_bytes=batches.BODY_LIMIT_BYTES)
        return jsontext.answer(batches.done(verb, members, who=caller(request)))

    return ask
