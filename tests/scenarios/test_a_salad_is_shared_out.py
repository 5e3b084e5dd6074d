"""Two hundred salads out of three lots: how much of each is in them, from file to answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.cli import app, exits
from gozinto.standards.epcis import documents
from tests.plants import lot, received, run, shipped, some, transformed

LOTS = {
    "L-1": (lot("LETTUCE", "L-1"), 100, "0.526316"),
    "C-1": (lot("CARROTS", "C-1"), 50, "0.263158"),
    "D-1": (lot("DRESSING", "D-1"), 40, "0.210526"),
}
SALADS = lot("SALAD", "S-1")


@pytest.fixture(autouse=True)
def _captured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The kitchen's file: three deliveries in pounds, the mixing, 200 salads, a shipment."""
    events = [received(some(uri, 60 + pounds, "LBR"), 0) for uri, pounds, _ in LOTS.values()]
    events += [
        transformed(1, run_id=run("MIX"), inputs=[some(uri, pounds, "LBR")])
        for uri, pounds, _ in LOTS.values()
    ]
    events.append(transformed(2, run_id=run("MIX"), outputs=[some(SALADS, 200, "C62")]))
    events.append(shipped([], 3, lots=[some(SALADS, 120, "C62")], to="CANTEEN"))
    path = tmp_path / "kitchen.json"
    with path.open("wb") as to:
        documents.write(events, to=to, syntax="json")
    assert app.run(["capture", str(path)]) == exits.DONE
    capsys.readouterr()


def shares(answer: dict[str, Any]) -> dict[str, str]:
    """By printed number, the share of each lot of an answer."""
    return {node["number"]: node["share"] for node in answer["nodes"] if "share" in node}


def over_http(direction: str, number: str) -> dict[str, Any]:
    token = tokens.create(role=Role.QUALITY)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    answer = client.get(f"/api/v1/trace/{direction}", {"id": number})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def in_the_terminal(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert app.run(list(words)) == exits.DONE
    return capsys.readouterr().out


def test_where_the_salads_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    expected = {number: share for number, (_, _, share) in LOTS.items()} | {"S-1": "1"}
    assert shares(over_http("backward", "S-1")) == expected
    said = in_the_terminal("trace", "S-1", "--json", capsys=capsys)
    assert shares(json.loads(said)) == expected
    lines = in_the_terminal("trace", "S-1", capsys=capsys).splitlines()
    for number, share in expected.items():
        (line,) = [row for row in lines if f" {number} " in row and " lot " in row]
        assert line.split()[-1] == share


@pytest.mark.parametrize("number", LOTS)
def test_how_much_of_the_salads_one_delivery_is(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {number: "1", "S-1": LOTS[number][2]}
    assert shares(over_http("forward", number)) == expected
    said = in_the_terminal("trace", number, "--forward", "--json", capsys=capsys)
    assert shares(json.loads(said)) == expected


def test_what_is_left_of_the_salads_and_of_the_lettuce(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (salads,) = json.loads(in_the_terminal("balance", "S-1", "--json", capsys=capsys))["balances"]
    assert (salads["on_hand"], salads["difference"], salads["uom"]) == ("80", "0", "C62")
    (lettuce,) = json.loads(in_the_terminal("balance", "L-1", "--json", capsys=capsys))["balances"]
    assert lettuce["on_hand"] == "27.2155422"  # 60 lb
    assert lettuce["terms"][0]["events"][0]["told_quantity"] == "160"


def test_how_far_a_lot_of_lettuce_spread(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(in_the_terminal("dispersion", "L-1", "--json", capsys=capsys))["down"]
    assert (found["dispersion"], found["customers"]) == (1, 1)
    assert found["recall"] == [{"quantity": "200", "uom": "C62"}]
    assert "recall C62" in in_the_terminal("dispersion", capsys=capsys)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["balance", "L-12"], exits.UNKNOWN, "L-1"),
        (["dispersion", "P-1"], exits.UNKNOWN, "unknown_id"),
        (["dispersion", "--material", "LETUCE"], exits.UNKNOWN, "unknown_material"),
        (["dispersion", "L-1", "--material", "X"], exits.REFUSED, "options_exclude_each_other"),
        (["balance", "L-1", "--as-of", "2026-03-02"], exits.REFUSED, "time_without_zone"),
        (["balance"], exits.USAGE, "ID"),
    ],
)
def test_a_slip_at_the_terminal(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(words) == code
    assert said in capsys.readouterr().err
