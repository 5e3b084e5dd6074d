"""Printing over HTTP: the letter of the answers, who may, and a code for every mistake."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.edges.api import print_shapes as shapes
from gozinto.labels.jobs import drawing, leasing
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.models import Printer
from tests.edges.api.test_traces import problem
from tests.labels.jobs.queued import GONE, lease_of
from tests.plants import DOMAIN

V1 = "/api/v1/labels"
LABEL = b"^XA^FDlabel^FS^XZ"


@pytest.fixture(autouse=True)
def _printers(plant: None) -> None:
    for code, connection in (("ZD-1", "raw"), ("AG-1", "agent")):
        Printer.objects.create(
            code=code, name=code, connection=connection, address="127.0.0.1:9100", language="zpl"
        )


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A program with the token of an agent, and labels that are drawn."""
    monkeypatch.setattr(drawing, "draw", lambda _job, _printer: LABEL)
    plain = tokens.create(role=Role.AGENT, name="dock")
    return Client(headers={"Authorization": f"Bearer {plain}"})


def sent(program: Client, where: str, status: int = 200, **body: Any) -> Any:
    answer = program.post(f"{V1}/{where}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def a_thing() -> str:
    from gozinto.plant.models import TraceableObject

    thing = TraceableObject.objects.filter(kind="lot", uri__startswith=DOMAIN).first()
    assert thing is not None
    return thing.uri


def printed(program: Client, **more: Any) -> int:
    """The number of a job that was asked for."""
    body = {"ids": [a_thing()], "printer": "ZD-1"} | more
    told = sent(program, "print", 201, **body)
    shapes.JobsOut.model_validate(told)
    return int(told["jobs"][0]["id"])


def test_a_label_is_asked_for_and_stands_in_the_queue(program: Client) -> None:
    job = printed(program, copies=2)
    told = program.get(f"{V1}/jobs/{job}").json()
    shapes.JobOut.model_validate(told)
    assert (told["state"], told["copies"], told["by"]) == ("queued", 2, "erp")
    rows = program.get(f"{V1}/jobs", {"state": "queued"}).json()["rows"]
    assert [row["id"] for row in rows] == [job]
    assert program.get(f"{V1}/jobs", {"state": "printed"}).json()["rows"] == []


def test_a_request_sent_again_with_its_key_queues_one_label(program: Client) -> None:
    body = json.dumps({"ids": [a_thing()], "printer": "ZD-1"})
    for _ in range(2):
        answer = program.post(
            f"{V1}/print", body, content_type="application/json", headers={"Idempotency-Key": "k"}
        )
        assert answer.status_code == 201
    assert PrintJob.objects.count() == 1


def test_all_that_names_nothing_is_told_at_once_and_nothing_is_queued(program: Client) -> None:
    told = sent(program, "print", 422, ids=["nope-1", a_thing(), "nope-2"], printer="ZD-1")
    assert [one["path"] for one in told["violations"]] == ["ids[0]", "ids[2]"]
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"printer": "NONE"}, 404, "unknown_printer"),
        ({"printer": "ZD-1", "copies": 0}, 400, "bad_parameter"),
        ({"printer": "ZD-1", "purpose": "pill"}, 400, "bad_parameter"),
        ({"printer": "ZD-1", "purpose": "serial"}, 422, "refused"),
        ({"printer": "ZD-1", "ids": []}, 400, "bad_parameter"),
    ],
)
def test_each_mistake_has_its_code(
    program: Client, body: dict[str, Any], status: int, code: str
) -> None:
    answer = program.post(
        f"{V1}/print", json.dumps({"ids": [a_thing()]} | body), content_type="application/json"
    )
    assert problem(answer, status, code)


def test_a_doubt_is_decided(program: Client) -> None:
    number = printed(program)
    job = leasing.take(["ZD-1"], holder="w")
    assert job is not None
    leasing.begin(number, lease=lease_of(job), digest="")
    leasing.lost(number, lease=lease_of(job), trouble=GONE)
    assert sent(program, f"jobs/{number}/retry", 422)["violations"][0]["code"] == "print_job_state"
    again = sent(program, f"jobs/{number}/reprint", 201, reason="Nothing came out", copies=3)
    assert (again["repeats"], again["why"], again["copies"]) == (number, "reprint", 3)
    assert program.get(f"{V1}/jobs/{number}").json()["state"] == "void"
    void = sent(program, f"jobs/{again['id']}/void", reason="not needed")
    assert void["state"] == "void"


def test_the_labels_of_a_thing_are_told(program: Client) -> None:
    number = printed(program)
    job = leasing.take(["ZD-1"], holder="w")
    assert job is not None
    leasing.begin(number, lease=lease_of(job), digest="")
    leasing.delivered(number, lease=lease_of(job))
    sent(program, f"jobs/{number}/void", reason="smeared")
    told = program.get(f"{V1}/history", {"id": a_thing()}).json()
    shapes.LabelsOut.model_validate(told)
    assert [(one["what"], one["said"]) for one in told["history"]] == [
        ("printed", ""),
        ("void", "smeared"),
    ]
    assert problem(program.get(f"{V1}/history"), 400, "bad_id")


def test_an_agent_fetches_begins_and_ends(program: Client, agent: Client) -> None:
    assert sent(agent, "agent/pull", agent="dock", printers=["AG-1"]) == {}
    number = printed(program, printer="AG-1")
    handed = sent(agent, "agent/pull", agent="dock", printers=["AG-1"])["handed"]
    shapes.HandedOut.model_validate(handed)
    assert (handed["job"], base64.b64decode(handed["payload"])) == (number, LABEL)
    words = {"lease": handed["lease"]}
    begun = sent(agent, f"agent/jobs/{number}/begin", **words, digest=handed["digest"])
    assert begun["state"] == "sending"
    sent(agent, f"agent/jobs/{number}/begin", 409, **words, digest=handed["digest"])
    assert sent(agent, f"agent/jobs/{number}/end", **words, outcome="delivered")["serial"] == 1


def test_an_agent_gets_nothing_of_other_printers_and_may_nothing_else(
    program: Client, agent: Client
) -> None:
    told = sent(agent, "agent/pull", 422, agent="dock", printers=["ZD-1", "NONE"])
    assert [one["value"] for one in told["violations"]] == ["ZD-1", "NONE"]
    sent(agent, "print", 403, ids=[a_thing()], printer="AG-1")
    assert agent.get(f"{V1}/jobs").status_code == 403
    sent(program, "agent/pull", 403, agent="dock", printers=["AG-1"])


def test_a_lease_of_nobody_is_a_conflict(program: Client, agent: Client) -> None:
    number = printed(program, printer="AG-1")
    lease = "0b5f0c1e-0000-4000-8000-000000000001"
    told = sent(agent, f"agent/jobs/{number}/end", 409, lease=lease, outcome="delivered")
    assert told["code"] == "print_lease_ended"
    assert program.get(f"{V1}/jobs/{number}").json()["state"] == "queued"


@pytest.mark.parametrize("number", [0, 10**18, 10**30, "x", "٣", "-1"])
def test_a_job_that_is_not_there_is_unknown(program: Client, number: int | str) -> None:
    assert problem(program.get(f"{V1}/jobs/{number}"), 404, "unknown_print_job")
