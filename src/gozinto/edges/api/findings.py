"""What a person says of findings over HTTP: settled, open again, or whose they are."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from gozinto.access import gate
from gozinto.access.roles import RECORDERS
from gozinto.edges.api import bodies, jsontext
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.numbering_shapes import Given, Named, Said
from gozinto.edges.api.shapes import Problem, Shape
from gozinto.record import settling

router = Router(tags=["findings"])

_REFUSALS = dict.fromkeys((400, 401, 403, 404, 413, 422), Problem)
_SETTLERS, _RECORDERS = Holders(settling.SETTLERS), Holders(RECORDERS)
Id = Annotated[int, Field(ge=1, lt=2**63)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=settling.MOST_AT_ONCE)]


class SettleIn(Given):
    """Findings that are settled, and why."""

    ids: Ids
    reason: Named


class ReopenIn(Given):
    """Settled findings that are open again, and why."""

    ids: Ids
    reason: Said = ""


class AssignIn(Given):
    """Findings, and the person whose they are."""

    ids: Ids
    person: Named = Field(description="the code of a person")
    note: Said = ""


class SaidOut(Shape):
    """Of how many findings something was said, and the name of that."""

    batch: UUID
    count: int


def _name(who: gate.Principal) -> str:
    return who.person or who.name


def _answer(said: settling.Said) -> HttpResponse:
    return jsontext.answer({"batch": str(said.batch), "count": said.count})


@router.post(
    "/settle",
    response={200: SaidOut, **_REFUSALS},
    summary="Settle findings",
    openapi_extra=bodies.described(SettleIn),
    auth=_SETTLERS,
)
def settle(request: HttpRequest) -> HttpResponse:
    """Somebody saw to these findings, or knows why nothing is to be done; all or none."""
    sent, who = bodies.read(request, SettleIn), caller(request)
    said = settling.settle(sent.ids, reason=sent.reason, by=_name(who), roles=who.roles)
    return _answer(said)


@router.post(
    "/reopen",
    response={200: SaidOut, **_REFUSALS},
    summary="Open settled findings again",
    openapi_extra=bodies.described(ReopenIn),
    auth=_SETTLERS,
)
def reopen(request: HttpRequest) -> HttpResponse:
    """What was settled is open again; all or none."""
    sent, who = bodies.read(request, ReopenIn), caller(request)
    said = settling.reopen(sent.ids, reason=sent.reason, by=_name(who), roles=who.roles)
    return _answer(said)


@router.post(
    "/assign",
    response={200: SaidOut, **_REFUSALS},
    summary="Say whose findings are",
    openapi_extra=bodies.described(AssignIn),
    auth=_RECORDERS,
)
def assign(request: HttpRequest) -> HttpResponse:
    """These findings are somebody's to see to, with a note for them."""
    sent, who = bodies.read(request, AssignIn), caller(request)
    said = settling.assign(sent.ids, to=sent.person, note=sent.note, by=_name(who))
    return _answer(said)
