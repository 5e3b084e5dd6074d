"""Why something is in a trace, why it is not, and the three widths, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto import record
from gozinto.access.models import User
from gozinto.edges.api.reason_shapes import SideBySideOut, WhyOut
from gozinto.standards.epcis.events import TransformationEvent
from gozinto.standards.epcis.gozinto import Context
from tests.edges.api.test_traces import problem
from tests.edges.small_plant import SERIAL, TYRE, at
from tests.plants import some

pytestmark = pytest.mark.usefixtures("standing_plant", "db")

WHY, WIDTHS = "/api/v1/trace/why", "/api/v1/trace/widths"
HALOBUTYL = "HB-2209"


def test_why_a_lot_is_in_the_tyre(program: Client) -> None:
    answer = program.get(WHY, {"id": SERIAL, "of": HALOBUTYL})
    assert answer.status_code == 200
    shown = answer.json()
    WhyOut.model_validate(shown)
    assert shown["included"]
    assert shown["origin"] == [TYRE]
    assert shown["message"] == f"{HALOBUTYL} is in {SERIAL}, as it was recorded."
    numbers = [step["from_number"] for step in shown["path"]]
    assert numbers[0] == HALOBUTYL
    assert shown["path"][-1]["to_number"] == SERIAL
    assert all(step["message"] and step["event_id"] for step in shown["path"])
    assert shown["separations"] == []


def test_why_forward_is_the_same_way(program: Client) -> None:
    back = program.get(WHY, {"id": SERIAL, "of": HALOBUTYL}).json()
    onward = program.get(WHY, {"id": HALOBUTYL, "of": SERIAL, "direction": "forward"}).json()
    assert onward["path"] == back["path"]


def test_why_a_lot_is_not_in_the_tyre(program: Client) -> None:
    stranger = "https://id.demo.example/class/HB/HB-9999"
    record.capture(
        TransformationEvent(
            event_time=at(0),
            transformation_id="https://id.demo.example/run/elsewhere",
            input_quantity_list=(some(stranger, 1),),
            extensions=Context(certainty="scanned").extensions(),
        )
    )
    shown = program.get(WHY, {"id": SERIAL, "of": "HB-9999"}).json()
    WhyOut.model_validate(shown)
    assert not shown["included"]
    assert shown["path"] == []
    assert [fact["reason"] for fact in shown["separations"]] == ["other_lot", "unconnected"]
    assert shown["separations"][0]["message"] == f"Of Halobutyl, {SERIAL} has {HALOBUTYL} instead."
    assert [one["included"] for one in shown["widths"]] == [False, False, False]


def test_sentences_are_english_and_utc_whatever_the_browser_speaks(program: Client) -> None:
    question = {"id": SERIAL, "of": HALOBUTYL}
    plain = program.get(WHY, question).json()
    assert program.get(WHY, question, headers={"Accept-Language": "tr"}).json() == plain
    assert " UTC (" in plain["path"][0]["message"]


def test_the_three_widths_stand_side_by_side(program: Client) -> None:
    shown = program.get(WIDTHS, {"id": HALOBUTYL}).json()
    SideBySideOut.model_validate(shown)
    assert shown["direction"] == "forward"
    assert [row["width"] for row in shown["widths"]] == ["proven", "recorded", "possible"]
    sizes = [row["pieces"] for row in shown["widths"]]
    assert sizes == sorted(sizes)
    assert sizes[1] > 0


@pytest.mark.parametrize(
    ("where", "query", "code"),
    [
        (WHY, {"id": SERIAL}, "bad_parameter"),
        (WHY, {"id": SERIAL, "of": ""}, "bad_id"),
        (WHY, {"id": SERIAL, "of": ["a", "b"]}, "repeated_parameter"),
        (WHY, {"id": SERIAL, "of": SERIAL, "direction": "up"}, "bad_parameter"),
        (WHY, {"id": SERIAL, "of": SERIAL, "width": "wide"}, "unknown_width"),
        (WHY, {"id": SERIAL, "of": SERIAL, "deep": "1"}, "unknown_parameter"),
        (WIDTHS, {"id": SERIAL, "direction": "up"}, "bad_parameter"),
        (WIDTHS, {"id": SERIAL, "width": "proven"}, "unknown_parameter"),
        (WIDTHS, {}, "bad_parameter"),
    ],
)
def test_a_bad_question_is_400_with_a_code(
    program: Client, where: str, query: Any, code: str
) -> None:
    assert problem(program.get(where, query), 400, code)


@pytest.mark.parametrize("where", [WHY, WIDTHS])
def test_only_people_and_programs_of_the_plant_may_ask(client: Client, where: str) -> None:
    query = {"id": SERIAL, "of": HALOBUTYL} if where == WHY else {"id": SERIAL}
    assert problem(client.get(where, query), 401, "not_signed_in")
    client.force_login(User.objects.create_user("visitor"))
    assert problem(client.get(where, query), 403, "forbidden")


def test_what_does_not_exist_is_404(program: Client) -> None:
    assert problem(program.get(WHY, {"id": SERIAL, "of": "nothing-such"}), 404, "unknown_id")
