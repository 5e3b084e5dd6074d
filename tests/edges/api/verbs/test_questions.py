"""The questions of the plant over HTTP: their answers, and a code for every mistake."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto.access.roles import Role
from gozinto.edges.api.urls import api
from gozinto.edges.api.verbs.questions import QUESTIONS
from gozinto.plant.models import Order
from gozinto.record.models import Event as EventRow
from tests.edges.api.verbs.calls import holding, send
from tests.operations.shelves import came, tyres
from tests.workshop import CLERK

pytestmark = pytest.mark.django_db


def answered(client: Client, path: str, **asked: Any) -> Any:
    """What is answered to a question that may be asked."""
    answer = send(client, path, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_to_pick_is_answered_in_decimals_as_text(erp: Client) -> None:
    came("4711", 500)
    found = answered(erp, "/picking/propose", material="HB", quantity="0.25", uom="TNE")
    (take,) = found["take"]
    assert (take["number"], take["quantity"], found["missing"]) == ("4711", "0.25", "0")


def test_a_sheet_is_blind_unless_somebody_asks(erp: Client) -> None:
    came("4711", 500)
    (blind,) = answered(erp, "/counting/sheet", location="DOCK")
    (seeing,) = answered(erp, "/counting/sheet", location="DOCK", blind=False)
    assert (blind["quantity"], seeing["quantity"]) == (None, "500")


def test_how_far_an_order_is(erp: Client) -> None:
    Order.objects.create(number="PO-7", kind="purchase")
    found = answered(erp, "/order-progress", order="PO-7")
    assert (found["kind"], found["lines"]) == ("purchase", [])


def test_a_delivery_note_and_who_may_have_sent_a_tyre_back(erp: Client) -> None:
    sent = {"objects": tyres("001"), "note": "DN-1", "to": "NORTH", "by": CLERK, "live": False}
    send(erp, "/shipping/ship", sent | {"at": "2026-03-02T06:00:00Z"})
    note = answered(erp, "/shipping/delivery-note", number="DN-1")
    assert note["lines"][0]["serials"] == ["001"]
    found = answered(erp, "/returning/candidates", material="T205", dot_week="1026")
    assert (found["total"], found["listed"][0]["number"]) == (1, "001")


def test_what_a_correction_would_contradict_is_for_those_who_correct(erp: Client) -> None:
    came("4711", 500)
    event_id = EventRow.objects.values_list("event_id", flat=True).get()
    assert send(erp, "/correcting/preview", {"event_id": event_id}).status_code == 403
    quality = holding(Role.ADMIN)
    found = answered(quality, "/correcting/preview", event_id=event_id, by=CLERK)
    assert found == {"contradicts": [], "heals": []}


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("/picking/propose", {"material": "XX", "quantity": "1"}, 404, "unknown_material"),
        ("/picking/propose", {"material": "HB"}, 400, "missing_member"),
        ("/shipping/delivery-note", {"number": "DN-9"}, 404, "unknown_delivery_note"),
        ("/returning/candidates", {"material": "T205"}, 400, "no_marks"),
        ("/order-progress", {"order": "PO-9"}, 404, "unknown_order"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    erp: Client, path: str, asked: dict[str, Any], status: int, code: str
) -> None:
    answer = send(erp, path, asked)
    assert answer.status_code == status, answer.content
    assert code in answer.content.decode()


def test_the_page_describes_every_question_with_an_example() -> None:
    page = api.get_openapi_schema()
    for question in QUESTIONS:
        told = page["paths"]["/api/v1" + question.path]["post"]
        body = told["requestBody"]["content"]["application/json"]
        assert body["example"] == dict(question.example)
        assert question.name in page["components"]["schemas"]
        question.request.read(dict(question.example))
