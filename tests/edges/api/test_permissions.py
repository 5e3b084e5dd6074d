"""Who may call what: one table, in the documentation as it is, and true of every endpoint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from gozinto.access import limits, tokens
from gozinto.access.roles import RECORDERS, Role
from gozinto.cli.app import built
from gozinto.edges.api import keyed
from gozinto.edges.api.authentication import undeclared
from gozinto.edges.api.permissions import as_markdown, permissions
from gozinto.edges.api.urls import api
from tests import workshop

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "roles.md"
EVERY = permissions(api)


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """More is asked here in a second than anybody may."""
    none = limits.Limits(dict.fromkeys(Role, 0))
    monkeypatch.setattr(limits, "of_process", lambda: none)


def test_the_documentation_has_the_table_as_it_is() -> None:
    made = as_markdown(api)
    assert PAGE.read_text("utf-8") == made, "run `gozinto roles > docs/reference/roles.md`"


def test_the_command_prints_it() -> None:
    run = CliRunner().invoke(built(), ["roles"])
    assert run.stdout == as_markdown(api)


def test_every_operation_declares_its_roles() -> None:
    assert len(EVERY) > 150
    assert undeclared(api) == []
    assert all(one.roles for one in EVERY)


def test_an_auditor_and_a_partner_write_nothing() -> None:
    for one in EVERY:
        if one.method != "GET" and one.path not in keyed.QUESTIONS:
            assert one.roles <= RECORDERS or one.roles == {Role.AGENT}, one


def test_a_print_agent_fetches_labels_and_tells_of_them_and_nothing_else() -> None:
    allowed = {one.path for one in EVERY if Role.AGENT in one.roles}
    assert {path.split("/")[2] for path in allowed} == {"agent"}
    assert len(allowed) == 3


def address(path: str) -> str:
    """The address with something in each of its blanks."""
    uuid = "0192f0c4-0000-7000-8000-000000000001"
    filled = re.sub(r"\{uuid(?:str)?:\w+\}", uuid, path)
    return "/api/v1" + re.sub(r"\{[^}]+\}", "x", filled)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_endpoint_answers_holders_of_its_roles_alone(role: Role) -> None:
    workshop.furnish()
    client = Client(headers={"Authorization": f"Bearer {tokens.create(role=role)}"})
    for one in EVERY:
        answer = client.generic(one.method, address(one.path), b"", "application/json")
        assert (answer.status_code == 403) == (role not in one.roles), (one, answer.content)
        assert answer.status_code < 500, (one, answer.content)


@pytest.mark.django_db
def test_no_endpoint_answers_somebody_without_a_name() -> None:
    for headers in ({}, {"Authorization": "Bearer gz_0_0"}, {"Authorization": "Basic eDp5"}):
        client = Client(headers=headers)
        for one in EVERY:
            answer = client.generic(one.method, address(one.path), b"", "application/json")
            assert answer.status_code == 401, one
            assert answer["WWW-Authenticate"] == "Bearer"
