"""Who calls the verbs in these tests, and how."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role

V1 = "/api/v1"


def holding(role: Role) -> Client:
    """A program with a token of that role."""
    return Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name=role.value)}"})


def send(client: Client, path: str, body: Any, **headers: str) -> Any:
    """The answer to a verb's request; `body` a text where it is no JSON that Python would write."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(V1 + path, text, content_type="application/json", headers=headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, which has that status and code."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    return found


def places(answer: Any) -> dict[str, str]:
    """The code of each violation by its place."""
    return {one["path"]: one["code"] for one in answer.json()["violations"]}
