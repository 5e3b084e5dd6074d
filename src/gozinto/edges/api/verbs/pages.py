"""What the OpenAPI page says of a verb: its request, with an example that can be sent."""

from __future__ import annotations

import inspect
from typing import Any

from gozinto.edges.api.verbs.table import VERBS, Verb


def described(verb: Verb) -> str:
    """What the verb says of itself."""
    return inspect.getdoc(verb.call) or ""


def request(verb: Verb) -> dict[str, Any]:
    """The body of one request."""
    return _body({"$ref": f"#/components/schemas/{verb.name}"}, dict(verb.example))


def batch(verb: Verb) -> dict[str, Any]:
    """The body of many requests."""
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["items"],
        "properties": {
            "mode": {
                "enum": ["all_or_nothing", "per_item"],
                "default": "all_or_nothing",
                "description": "in one transaction, or each in one of its own",
            },
            "items": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": f"#/components/schemas/{verb.name}"},
            },
        },
    }
    return _body(schema, {"mode": "all_or_nothing", "items": [dict(verb.example)]})


def _body(schema: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    content = {"schema": schema, "example": example}
    return {"required": True, "content": {"application/json": content}}


def schemas() -> dict[str, Any]:
    """The shapes of all requests by name, and of what they are made of."""
    found: dict[str, Any] = {}
    for verb in VERBS:
        shape = verb.request.schema()
        found |= shape.pop("$defs", {})
        found[verb.name] = shape
    return found
