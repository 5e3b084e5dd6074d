"""What comes in over HTTP becomes one verb, or is refused with all that is wrong and where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gozinto.access import accounts, tokens
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.edges.api.verbs.table import VERBS
from gozinto.plant.models import Person
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from tests.edges.api.verbs.calls import V1, holding, places, problem, send
from tests.workshop import unit

MOVE = "/moving/move"
MOVED = {"objects": unit("T205", "1"), "location": "RACK", "by": "P-3"}


def stands(answer: Any) -> Any:
    """The event that an answer tells of, as it stands on record."""
    assert answer.status_code == 201, answer.content
    row = EventRow.objects.get(position=answer.json()["position"])
    assert row.event_id == answer.json()["event_id"]
    return jsonld.loads(row.document)


def test_what_is_sent_is_the_verb(erp: Client) -> None:
    event = stands(send(erp, MOVE, MOVED))
    assert (event.biz_step, event.epc_list) == ("storing", (unit("T205", "1"),))
    assert event.biz_location.id == "https://id.demo.example/loc/RACK"
    assert Context.of(event).person == "P-3"
    assert EventRow.objects.get().is_live


def test_quantities_are_exact_as_numbers_and_as_texts(erp: Client) -> None:
    for quantity in ("0.1", 0.1, 12, "12.000000001"):
        told = {"of": "https://id.demo.example/class/HB/1", "quantity": quantity, "uom": "KGM"}
        event = stands(send(erp, MOVE, MOVED | {"objects": [told]}))
        assert str(event.quantity_list[0].quantity) == str(quantity)


def test_a_report_of_what_was_done_says_when(erp: Client) -> None:
    answer = send(erp, MOVE, MOVED | {"live": False})
    assert places(answer) == {"at": "missing_member"}
    told = MOVED | {"live": False, "at": "2026-03-02T06:00:00+03:00"}
    stands(send(erp, MOVE, told))
    assert not EventRow.objects.get().is_live


def test_the_same_event_id_is_recorded_once(erp: Client) -> None:
    told = MOVED | {"event_id": "urn:uuid:0192f0c4-0000-7000-8000-000000000009"}
    first, second = send(erp, MOVE, told), send(erp, MOVE, told)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json() | {"repeated": True}
    problem(send(erp, MOVE, told | {"location": "DOCK"}), 409, "event_id_conflict")


def test_all_that_is_wrong_is_told_at_once_with_its_place(erp: Client) -> None:
    answer = send(
        erp,
        "/production/produce-serial",
        {
            "run": 5,
            "material": "x" * 1001,
            "inputs": [{"of": "A", "quantity": "1.5x", "colour": "red"}, "B", {"quantity": True}],
            "at": "2026-03-02T06:00:00",
            "live": "yes",
            "certainty": "sure",
            "whole": 1,
        },
    )
    problem(answer, 400, "bad_request")
    assert places(answer) == {
        "run": "wrong_type",
        "material": "too_long",
        "inputs[0].quantity": "not_a_number",
        "inputs[0].colour": "unknown_member",
        "inputs[1]": "wrong_type",
        "inputs[2].of": "missing_member",
        "inputs[2].quantity": "wrong_type",
        "at": "missing_zone",
        "live": "wrong_type",
        "certainty": "unknown_choice",
        "whole": "unknown_member",
        "by": "missing_member",
    }
    assert all(one["message"] and one["next_step"] for one in answer.json()["violations"])
    shown = {one["path"]: one.get("value") for one in answer.json()["violations"]}
    assert shown["inputs[0].quantity"] == "1.5x"
    assert len(shown["material"]) < 200
    assert EventRow.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "not_json"),
        ("{", 400, "not_json"),
        ("[]", 400, "not_an_object"),
        ('{"objects": NaN}', 400, "not_a_number"),
        ('{"objects": 1e999999999999999999999}', 400, "not_a_number"),
        ('{"by": "P-3", "by": "P-1"}', 400, "duplicate_key"),
        ('{"objects": ' + "[" * 40 + "]" * 40 + "}", 413, "too_deep"),
        (b'{"objects": "\xff"}', 400, "bad_encoding"),
        ('{"objects": "' + "x" * 9_000_000 + '"}', 413, "too_large"),
    ],
)
def test_what_is_no_sound_json_is_refused(
    body: str | bytes, status: int, code: str, erp: Client
) -> None:
    assert problem(send(erp, MOVE, body), status, code)["code"] == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("\x00", "bad_text"),
        ("\ud800", "bad_text"),
        (["a"] * 100_001, "too_many_things"),
        ({"of": "a", "quantity": 10**40}, "out_of_range"),
        ({"of": "a", "quantity": "1e5"}, "not_a_number"),
        (None, "wrong_type"),
        (1.5, "wrong_type"),
        ([["a"]], "wrong_type"),
    ],
)
def test_a_value_that_no_plant_has_is_refused(value: Any, code: str, erp: Client) -> None:
    answer = send(erp, MOVE, json.dumps(MOVED | {"objects": value}))
    assert set(places(answer).values()) == {code}, answer.content


def test_several_things_that_nobody_knows_are_told_together(erp: Client) -> None:
    answer = send(erp, MOVE, MOVED | {"objects": ["4711", "4712"]})
    problem(answer, 422, "refused")
    assert places(answer) == {"objects[0]": "unknown_id", "objects[1]": "unknown_id"}


def test_a_query_parameter_is_not_read_over(erp: Client) -> None:
    told = problem(send(erp, MOVE + "?live=false", MOVED), 400, "unknown_parameter")
    assert "live" in str(told)
    assert not EventRow.objects.exists()


def test_a_program_names_somebody_who_works_here(erp: Client) -> None:
    found = problem(send(erp, MOVE, MOVED | {"by": "P-33"}), 404, "unknown_person")
    assert found["near"] == ["P-3"]
    Person.objects.all().delete()  # of a plant that describes nobody, anybody may be told of
    stands(send(erp, MOVE, MOVED | {"by": "P-33"}))


@pytest.fixture
def ben(furnished: None, client: Client) -> Client:
    """A browser in which Ben of quality is signed in, whose account is called as he is."""
    user = User.objects.create_user("P-2", password="a long enough one")
    RoleGrant.objects.create(user=user, role=Role.QUALITY)
    client.force_login(user)
    return client


def test_whoever_is_signed_in_acts_as_themselves(ben: Client) -> None:
    held = {"objects": unit("T205", "1"), "reason": "smells"}
    for told in (held, held | {"by": "P-2"}):
        assert Context.of(stands(send(ben, "/holding/hold", told))).person == "P-2"
    problem(send(ben, "/holding/hold", held | {"by": "P-1"}), 403, "not_yourself")
    assert EventRow.objects.count() == 2


def test_an_account_acts_as_the_person_it_is_linked_to(ben: Client) -> None:
    User.objects.update(username="ben@plant.example")
    held = {"objects": unit("T205", "1"), "reason": "smells"}
    problem(send(ben, "/holding/hold", held), 403, "account_of_nobody")
    accounts.link("ben@plant.example", person="P-2")
    for told in (held, held | {"by": "P-2"}):
        assert Context.of(stands(send(ben, "/holding/hold", told))).person == "P-2"
    for other in ("P-1", "ben@plant.example"):
        problem(send(ben, "/holding/hold", held | {"by": other}), 403, "not_yourself")
    Person.objects.filter(code="P-2").delete()
    problem(send(ben, "/holding/hold", held), 403, "account_of_nobody")
    assert EventRow.objects.count() == 2


def test_a_session_needs_its_csrf_token(ben: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get())
    body = {"objects": unit("T205", "1"), "reason": "smells"}
    problem(send(strict, "/holding/hold", body), 403, "csrf")
    assert not EventRow.objects.exists()


def test_nobody_overrides_in_a_role_they_do_not_hold(erp: Client) -> None:
    passed = {"code": "object_held", "reason": "tested", "role": "quality"}
    told = {"objects": unit("T205", "1"), "note": "N", "to": "NORTH", "by": "P-2"}
    problem(send(erp, "/shipping/ship", told | {"override": [passed]}), 403, "not_yourself")
    assert not EventRow.objects.exists()


def test_an_override_is_made_in_the_role_that_may(furnished: None) -> None:
    store, admin = holding(Role.WAREHOUSE), holding(Role.ADMIN)
    passed = {"code": "object_held", "reason": "tested"}
    told = {"objects": unit("T205", "1"), "location": "RACK", "by": "P-2", "override": [passed]}
    answer = send(store, MOVE, told)
    assert places(answer) == {"override[0].code": "override_not_allowed"}
    problem(send(admin, MOVE, told), 422, "refused")
    both = User.objects.create_user("P-2", password="a long enough one")
    for role in (Role.QUALITY, Role.WAREHOUSE):
        RoleGrant.objects.create(user=both, role=role)
    desk = Client()
    desk.force_login(both)
    (kept,) = Context.of(stands(send(desk, MOVE, told))).overrides
    assert (kept.person, kept.role) == ("P-2", "quality")


@pytest.mark.parametrize("role", list(Role))
def test_a_verb_is_for_its_roles_alone(role: Role, furnished: None) -> None:
    client = holding(role)
    for verb in VERBS:
        for path in (verb.path, f"{verb.path}/batch"):
            answer = send(client, path, {})
            if role in verb.roles:
                assert answer.status_code == 400, path
            else:
                problem(answer, 403, "forbidden")


def test_without_a_valid_token_nothing_is_answered(furnished: None) -> None:
    plain = tokens.create(role=Role.ADMIN)
    prefix = plain.split("_")[1]
    client = Client(headers={"Authorization": f"Bearer {plain}"})
    stands(send(client, MOVE, MOVED))
    tokens.revoke(prefix)
    problem(send(client, MOVE, MOVED), 401, "not_signed_in")
    assert Client().post(V1 + MOVE, {}, content_type="application/json").status_code == 401


def test_a_correction_says_another_verb_in_nobody_elses_name(ben: Client, erp: Client) -> None:
    wrong = stands(send(erp, MOVE, MOVED))
    right = {"objects": unit("T205", "1"), "location": "DOCK"}

    def correct(**more: object) -> Any:
        body = {
            "event_id": wrong.event_id, "verb": "moving.move", "reason": "wrong rack",
            "arguments": right | more,
        }  # fmt: skip
        return send(ben, "/correcting/replace", body)

    problem(correct(by="P-1"), 403, "not_yourself")
    role = {"code": "object_held", "reason": "so", "role": "admin"}
    problem(correct(override=[role]), 403, "not_yourself")
    assert correct().status_code == 201
    assert correct(colour="red").json()["violations"][0]["path"] == "colour"
