"""What a person asks before a verb is said, or after: questions of `operations` over HTTP.

They write nothing. They are sent with POST, for what they ask has the shapes of the verbs, read
off the question's own signature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto.access.roles import INSIDE, Role
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.edges.api.verbs import calling
from gozinto.edges.api.verbs.deriving import Request, answer_of, request_of
from gozinto.operations import correcting, counting, orders, picking, returning, shipping
from gozinto.plant import known

BODY_LIMIT_BYTES = 1_048_576
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), Problem)
_CORRECTORS = frozenset({Role.QUALITY, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as an endpoint, with a body that a plant may send."""

    path: str
    ask: Callable[..., Any]
    summary: str
    example: Mapping[str, Any]
    roles: frozenset[Role] = INSIDE
    request: Request = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "request", request_of(self.ask, self.name))

    @property
    def name(self) -> str:
        """What its request is called on the OpenAPI page: PickingPropose."""
        return "".join(word.capitalize() for word in self.path.replace("-", "/").split("/"))


QUESTIONS: tuple[Question, ...] = (
    Question(
        path="/order-progress",
        ask=orders.progress,
        summary="How far an order is",
        example={"order": "PO-7"},
    ),
    Question(
        path="/counting/sheet",
        ask=counting.sheet,
        summary="What to count at a place",
        example={"location": "RACK", "blind": True},
    ),
    Question(
        path="/picking/propose",
        ask=picking.propose,
        summary="What to pick",
        example={"material": "HB", "quantity": "100", "uom": "KGM"},
    ),
    Question(
        path="/shipping/delivery-note",
        ask=shipping.delivery_note,
        summary="A delivery note",
        example={"number": "DN-1"},
    ),
    Question(
        path="/returning/candidates",
        ask=returning.candidates,
        summary="Which unit it may be",
        example={"material": "T205", "dot_week": "1026", "dealer": "NORTH"},
    ),
    Question(
        path="/correcting/preview",
        ask=correcting.preview,
        summary="What a correction would contradict",
        example={"event_id": "urn:uuid:018f2f6a-0000-7000-8000-000000000001", "by": "P-1"},
        roles=_CORRECTORS,
    ),
)
"""Every question of `operations`."""


def router() -> Router:
    """Every question."""
    made = Router()
    for question in QUESTIONS:
        made.add_api_operation(
            question.path,
            ["POST"],
            _asked(question),
            auth=Holders(question.roles),
            response={200: answer_of(question.ask), **_REFUSALS},
            operation_id=question.path.strip("/").replace("/", "_").replace("-", "_"),
            summary=question.summary,
            description=question.ask.__doc__ or "",
            tags=[question.ask.__module__.rpartition(".")[2]],
            openapi_extra={"requestBody": _body(question)},
        )
    return made


def schemas() -> dict[str, Any]:
    """The shapes of all requests by name, and of what they are made of."""
    found: dict[str, Any] = {}
    for question in QUESTIONS:
        shape = question.request.schema()
        found |= shape.pop("$defs", {})
        found[question.name] = shape
    return found


def _asked(question: Question) -> Callable[[HttpRequest], HttpResponse]:
    def ask(request: HttpRequest) -> HttpResponse:
        reading.refuse_others(request.GET, known=())
        members = jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES)
        with known.kept():
            asked = calling.asked(question.request, members, who=caller(request))
            return jsontext.answer(question.ask(**asked))

    return ask


def _body(question: Question) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{question.name}"}
    content = {"schema": schema, "example": dict(question.example)}
    return {"required": True, "content": {"application/json": content}}
