"""A recall over HTTP beside its steps: widths, what was frozen, the balance, letters, events."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto.access.roles import INSIDE
from gozinto.cases import stepping
from gozinto.cases.models import RecallNotice, RecallUnit
from gozinto.cases.recalls import counting, due, opening, recovering, stopping
from gozinto.cases.recalls.counting import Amounts, Tally
from gozinto.cases.recalls.notifying import letter_of
from gozinto.cases.recalls.scoping import Width
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.masters.reading import read_limit
from gozinto.edges.api.recall_shapes import BalanceOut, LettersOut, Paging, ScopeOut, UnitsOut
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, Unknown
from gozinto.labels import letters
from gozinto.record import queries
from gozinto.record.models import Event
from gozinto.standards.epcis import documents

router = Router(tags=["cases"], auth=Holders(INSIDE))

_REFUSALS = dict.fromkeys((400, 401, 403, 404, 429, 503), Problem)
_LARGEST = 2**63


def _file(kind: str, what: str) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"description": what, "content": {kind: binary}}}}


@router.get("/{number}/scope", response={200: ScopeOut, **_REFUSALS}, summary="A recall's widths")
def scope(request: HttpRequest, number: str) -> HttpResponse:
    """The three widths of a recall as they are now: pieces, places, customers, value, doubts."""
    reading.refuse_others(request.GET, known=())
    case = stepping.find(number, kind="recall")
    found = opening.preview_of(case.number)
    return jsontext.answer(
        {
            "number": case.number,
            "chosen": str(case.told.get("width", "possible")),
            "position": found.position,
            "truncated": found.truncated,
            "is_priced": found.is_priced,
            "widths": [_width(one) for one in found.widths],
        }
    )


@router.get(
    "/{number}/units", response={200: UnitsOut, **_REFUSALS}, summary="What a recall is about"
)
def units(request: HttpRequest, number: str, asked: Query[Paging]) -> HttpResponse:
    """Everything that was frozen, and what joined since, in the order in which it came into it."""
    given = reading.read_parameters(request, known=Paging.model_fields)
    case = stepping.find(number, kind="recall")
    limit = read_limit(given.get("limit", "100"))
    found = RecallUnit.objects.filter(case=case.id, pk__gt=_after(given.get("next", "")))
    rows = list(found.select_related("object").order_by("pk")[: limit + 1])
    told: dict[str, Any] = {"rows": [_unit(one) for one in rows[:limit]]}
    return jsontext.answer(told | ({"next": str(rows[limit - 1].pk)} if rows[limit:] else {}))


@router.get("/{number}/balance", response={200: BalanceOut, **_REFUSALS}, summary="How far it is")
def balance(request: HttpRequest, number: str) -> HttpResponse:
    """Where everything that was frozen is now, read off the record, each piece in one account."""
    reading.refuse_others(request.GET, known=())
    case = stepping.find(number, kind="recall")
    found = recovering.recovery(case.number)
    told = {
        "number": case.number,
        "frozen": counting.told(found.frozen),
        "was_out": counting.told(found.was_out),
        "by_account": {name: counting.told(some) for name, some in found.by_account.items()},
        "by_place": _places(found.now),
        "open_with": {uri: counting.told(some) for uri, some in found.open_with.items()},
    }
    shares = {"recovered": found.recovered, "accounted": found.accounted}
    return jsontext.answer(
        told | {name: _share(one) for name, one in shares.items() if one is not None}
    )


@router.get("/{number}/letters", response={200: LettersOut, **_REFUSALS}, summary="Its letters")
def listed(request: HttpRequest, number: str) -> HttpResponse:
    """Every letter to a customer, reminders too: what it names, whether it went, who answered."""
    reading.refuse_others(request.GET, known=())
    case = stepping.find(number, kind="recall")
    found = (
        RecallNotice.objects.filter(case=case.id).select_related("step").order_by("-step", "name")
    )
    return jsontext.answer({"letters": [_letter(one) for one in found]})


@router.get(
    "/{number}/letters/{letter}",
    response={200: None, **_REFUSALS},
    summary="A letter to print",
    openapi_extra=_file("application/pdf", "The letter, in the language of its reader"),
)
def letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    """One letter as PDF. The link by which its reader answers is in the one that was mailed."""
    reading.refuse_others(request.GET, known=())
    case = stepping.find(number, kind="recall")
    is_number = letter.isascii() and letter.isdigit() and int(letter[:20]) < _LARGEST
    found = RecallNotice.objects.select_related("case", "step").filter(case=case.id)
    one = found.filter(pk=int(letter[:20])).first() if is_number else None
    if one is None:
        raise Unknown("There is no such letter.", code="unknown_letter", value=letter[:40])
    return _sent(letters.draw(letter_of(one)), "application/pdf", f"{case.number}-{one.pk}.pdf")


@router.get(
    "/{number}/epcis",
    response={200: None, **_REFUSALS},
    summary="The events that held it",
    openapi_extra=_file("application/ld+json", "An EPCIS 2.0 document"),
)
def epcis(request: HttpRequest, number: str) -> HttpResponse:
    """The events by which a recall was held, for any EPCIS system."""
    reading.refuse_others(request.GET, known=())
    case = stepping.find(number, kind="recall")
    named = Event.objects.filter(event_id__in=stopping.events(case.number), is_declaration=False)
    listed = list(named.order_by("position").values_list("position", flat=True))
    out = io.BytesIO()
    documents.write(queries.at_positions(listed), to=out, syntax="json")
    return _sent(out.getvalue(), "application/ld+json", f"{case.number}.epcis.json")


def _sent(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _after(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and int(text[:20]) < _LARGEST):
        raise Malformed("next is as the page before answered it.", code="bad_parameter")
    return int(text or 0)


def _width(one: Width) -> dict[str, Any]:
    value = one.tally.value
    told = {
        "width": one.width,
        "things": one.things,
        "amounts": counting.told(one.tally.amounts),
        "by_place": _places(one.tally),
        "customers": sorted(one.tally.customers),
        "unpriced": one.tally.unpriced,
        "adds": counting.told(one.adds.amounts),
        "reasons": [
            {
                "code": reason.code,
                "message": reason.message,
                "events": reason.events,
                "objects": reason.objects,
                "pieces": reason.pieces,
            }
            for reason in one.reasons
        ],
    }
    return told | ({} if value is None else {"value": format(value, "f")})


def _places(tally: Tally) -> dict[str, dict[str, str]]:
    found: dict[str, Amounts] = dict(tally.by_place)
    return {place: counting.told(some) for place, some in found.items() if any(some.values())}


def _share(value: Decimal) -> str:
    return format(round(value, 6).normalize() + 0, "f")


def _unit(one: RecallUnit) -> dict[str, Any]:
    told = {
        "uri": one.object.uri,
        "number": one.object.number,
        "item": one.object.item,
        "width": one.width,
        "is_piece": one.is_piece,
        "place": one.place,
        "quantity": format(one.quantity.normalize() + 0, "f"),
        "position": one.position,
    }
    beside = {"holder": one.holder, "uom": one.uom}
    return told | {name: value for name, value in beside.items() if value}


def _letter(one: RecallNotice) -> dict[str, Any]:
    told = {
        "id": one.pk,
        "customer": one.customer,
        "name": one.name,
        "language": one.language,
        "is_reminder": one.is_reminder,
        "instruction": one.instruction,
        "state": one.state,
        "written_at": one.step.at,
        "is_late": due.is_late(one),
        "lines": one.lines,
    }
    beside = {
        "address": one.address,
        "problem": one.problem,
        "sent_at": one.sent_at,
        "acknowledged_at": one.acknowledged_at,
        "acknowledged_by": one.acknowledged_by,
    }
    return told | {name: value for name, value in beside.items() if value}
