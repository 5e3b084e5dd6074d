"""Many requests of one verb together: all of them or none, or each by itself."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gozinto.access.roles import Role
from gozinto.edges.api.verbs import batches
from gozinto.record.models import Event as EventRow
from gozinto.record.models import Withdrawal
from gozinto.record.requests import KeyedRequest
from tests.edges.api.verbs.calls import holding, places, problem, send
from tests.workshop import unit

MOVE = "/moving/move/batch"
SHIP = "/shipping/ship/batch"


def moved(number: str, **changes: Any) -> dict[str, Any]:
    return {"objects": unit("T205", number), "location": "RACK", "by": "P-3"} | changes


def shipped(of: str) -> dict[str, Any]:
    return {"objects": of, "note": "N-1", "to": "NORTH", "by": "P-3"}


def received(number: str) -> dict[str, Any]:
    return {
        "material": "HB", "supplier": "ELASTO", "supplier_lot": number, "quantity": "5",
        "by": "P-3",
    }  # fmt: skip


def test_all_of_a_batch_is_on_record_in_its_order(erp: Client) -> None:
    answer = send(erp, MOVE, {"items": [moved("1"), moved("2")]})
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [one["status"] for one in results] == [201, 201]
    found = {one["answer"]["position"]: one["answer"]["event_id"] for one in results}
    assert dict(EventRow.objects.values_list("position", "event_id")) == found
    assert list(found) == sorted(found)


def test_one_item_that_is_wrong_keeps_all_out_and_each_fault_has_its_item(erp: Client) -> None:
    items = [moved("1"), moved("2", location=5), {"by": "P-3"}, "move it"]
    answer = send(erp, MOVE, {"items": items})
    problem(answer, 400, "bad_request")
    assert places(answer) == {
        "items[1].location": "wrong_type",
        "items[2].objects": "missing_member",
        "items[2].location": "missing_member",
        "items[3]": "wrong_type",
    }
    assert EventRow.objects.count() == 0


def test_what_the_plant_does_not_know_is_told_of_every_item(erp: Client) -> None:
    items = [moved("1"), moved("2", location="ROCK"), moved("3", objects="4711")]
    answer = send(erp, MOVE, {"items": items})
    problem(answer, 422, "refused")
    assert places(answer) == {"items[1]": "unknown_location", "items[2]": "unknown_id"}
    assert EventRow.objects.count() == 0


def test_what_rules_forbid_is_told_of_every_item(erp: Client) -> None:
    items = [shipped(unit("T205", number)) for number in "12"]
    answer = send(erp, SHIP, {"items": items})
    problem(answer, 422, "refused")
    assert places(answer) == {
        "items[0].objects": "object_not_on_record", "items[1].objects": "object_not_on_record",
    }  # fmt: skip
    assert all("event_id" not in one.get("data", {}) for one in answer.json()["violations"])


def test_corrections_together_are_all_or_none_too(erp: Client) -> None:
    told = send(erp, MOVE, {"items": [moved("1"), moved("2")]}).json()["results"]
    ids = [one["answer"]["event_id"] for one in told]
    quality = holding(Role.QUALITY)
    items = [{"event_id": one, "reason": "wrong", "by": "P-2"} for one in (*ids, "urn:x:nobody")]
    answer = send(quality, "/correcting/withdraw/batch", {"items": items})
    assert places(answer) == {"items[2]": "unknown_event"}
    assert Withdrawal.objects.count() == 0
    answer = send(quality, "/correcting/withdraw/batch", {"items": items[:2]})
    assert [one["answer"]["event_id"] for one in answer.json()["results"]] == ids
    assert Withdrawal.objects.count() == 2


def test_each_by_itself_keeps_what_is_sound(erp: Client) -> None:
    items = [moved("1"), moved("2", location="ROCK"), moved("3", by=7), moved("4")]
    answer = send(erp, MOVE, {"mode": "per_item", "items": items})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [one["status"] for one in results] == [201, 404, 400, 201]
    assert results[1]["problem"]["code"] == "unknown_location"
    assert results[2]["problem"]["violations"][0]["path"] == "items[2].by"
    assert EventRow.objects.count() == 2


def test_a_batch_sent_again_with_its_key_is_done_once(erp: Client) -> None:
    for mode in ("all_or_nothing", "per_item"):
        body = {"mode": mode, "items": [moved("1"), moved("2", objects=unit("T205", mode))]}
        first, second = (send(erp, MOVE, body, **{"Idempotency-Key": mode}) for _ in range(2))
        assert first.content == second.content
        assert second["Idempotent-Replayed"] == "true"
    assert EventRow.objects.count() == 4
    assert KeyedRequest.objects.count() == 2


def test_a_batch_is_a_mode_and_items(erp: Client) -> None:
    answer = send(erp, MOVE, {"mode": "some", "items": [], "why": "so"})
    problem(answer, 400, "bad_request")
    assert places(answer) == {
        "mode": "unknown_choice", "items": "wrong_type", "why": "unknown_member",
    }  # fmt: skip
    many = [moved("1")] * (batches.MOST_ONE_BY_ONE + 1)
    problem(send(erp, MOVE, {"mode": "per_item", "items": many}), 413, "too_large")


def questions(erp: Client, count: int) -> int:
    numbers = [f"L-{count}-{one}" for one in range(count)]
    body = {"items": [received(number) for number in numbers]}
    assert send(erp, "/receiving/receive/batch", body).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        body = {"items": [moved("1", objects=number) for number in numbers]}
        assert send(erp, MOVE, body).status_code == 200
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_items(erp: Client) -> None:
    questions(erp, 1)
    assert questions(erp, 3) == questions(erp, 30)


def asked_for(erp: Client, path: str, items: list[dict[str, Any]]) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = send(erp, path, {"items": items})
    assert answer.status_code == 200, answer.content
    return len(asked)


def box(number: int) -> str:
    return f"https://id.demo.example/box/B-{number}"


def test_a_day_of_boxes_is_made_packed_and_shipped_in_as_many_queries_as_one(erp: Client) -> None:
    send(erp, "/receiving/receive", received("E-1") | {"quantity": "1000"})
    job = {"job": "J-1", "step": "curing", "equipment": "PRESS-42", "product": "T205"}
    send(erp, "/production/start", job | {"by": "P-1"})
    counts = []
    for day in ([0], [1, 2], range(3, 15)):
        made = [
            {
                "run": "J-1", "material": "T205", "number": str(n), "by": "P-1",
                "inputs": [{"of": "E-1", "quantity": "1", "uom": "KGM"}],
            }
            for n in day
        ]  # fmt: skip
        packed = [
            {"container": box(n), "contents": [unit("T205", str(n))], "by": "P-3"} for n in day
        ]
        counts.append(
            (
                asked_for(erp, "/production/produce-serial/batch", made),
                asked_for(erp, "/packing/pack/batch", packed),
                asked_for(erp, SHIP, [shipped(box(n)) for n in day]),
            )
        )
    assert counts[1] == counts[2]
    left = EventRow.objects.filter(biz_step="shipping").order_by("-position").first()
    assert left is not None
    assert unit("T205", "14") in left.document  # what was in the box left with it
