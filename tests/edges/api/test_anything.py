"""Whatever the OpenAPI page allows, and much that it forbids, is answered and no fault of ours.

Schemathesis makes the requests out of the page. Each operation is called as one of its roles,
dealt round so that every role calls; the long form calls each as all of them, for longer.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from ninja.responses import NinjaJSONEncoder
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from gozinto.access import limits, tokens
from gozinto.access.roles import Role
from gozinto.edges.api.permissions import permissions, plain
from gozinto.edges.api.urls import api
from tests import workshop

pytestmark = pytest.mark.django_db

_PAGE = json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))
_ROLES = {(one.method, "/api/v1" + plain(one.path)): one.roles for one in permissions(api)}
_OURS = frozenset((500, 501, 502, 503, 504))
PARTS = 8
"""The suite runs them beside each other."""


def operations() -> list[Any]:
    """Every operation of the page, as Schemathesis reads it."""
    schema = schemathesis.openapi.from_dict(_PAGE)
    return [found.ok() for found in schema.get_all_operations()]


OPERATIONS = operations()


def roles(operation: APIOperation) -> list[Role]:
    """Whom it answers."""
    return sorted(_ROLES[operation.method.upper(), plain(operation.path)])


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> dict[Role, Client]:
    """A program of every role at the small plant, which may ask as often as it likes."""
    none = limits.Limits(dict.fromkeys(Role, 0))
    monkeypatch.setattr(limits, "of_process", lambda: none)
    workshop.furnish()
    return {
        role: Client(headers={"Authorization": f"Bearer {tokens.create(role=role)}"})
        for role in Role
    }


def send(case: Case, client: Client) -> Any:
    """The answer to what Schemathesis made up."""
    query = urlencode(case.query, doseq=True, errors="replace") if case.query else ""
    body = case.body
    if not isinstance(body, bytes):
        is_absent = isinstance(body, type(schemathesis.core.NOT_SET))
        body = b"" if is_absent else json.dumps(body).encode("utf-8", "replace")
    return client.generic(
        case.method,
        case.formatted_path + (f"?{query}" if query else ""),
        body,
        case.media_type or "application/json",
        headers={
            name: str(value)
            for name, value in (case.headers or {}).items()
            if str(value).isprintable() and name != "Authorization"  # who asks is ours to say
        },
    )


def try_out(operation: Any, client: Client, *, examples: int) -> Counter[int]:
    """Send what is allowed and what is not, see that each is answered, and count how."""
    met: Counter[int] = Counter()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:
            continue  # nothing can be wrong about it

        @given(case=strategy)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Case) -> None:
            answer = send(case, client)
            assert answer.status_code not in _OURS, (case.as_curl_command(), answer.content)
            met[answer.status_code] += 1

        ask()
    return met


@pytest.mark.parametrize("part", range(PARTS))
def test_an_operation_answers_whatever_one_of_its_roles_sends(
    part: int, clients: dict[Role, Client]
) -> None:
    met: Counter[int] = Counter()
    for number, operation in enumerate(OPERATIONS[part::PARTS]):
        may = roles(operation)
        met += try_out(operation, clients[may[(number + part) % len(may)]], examples=2)
    assert met[200], met
    assert met[400], met
    assert not met[401], met


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("role", list(Role))
def test_every_operation_answers_whatever_a_role_sends(
    role: Role, part: int, clients: dict[Role, Client]
) -> None:
    met: Counter[int] = Counter()
    for operation in OPERATIONS[part::PARTS]:
        # Who may not is told so before anything is looked at.
        examples = 20 if role in roles(operation) else 2
        met += try_out(operation, clients[role], examples=examples)
    assert met, "nothing was asked"
    assert not met[401], met
