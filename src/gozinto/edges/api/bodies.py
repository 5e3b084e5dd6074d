"""The body of a request in its shape: as the page tells of it, and as it is read."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest

from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.numbering import read_shape
from gozinto.edges.api.numbering_shapes import Given

LIMIT_BYTES = 4 * 1_048_576

Shaped = TypeVar("Shaped", bound=Given)


def described(model: type[Given]) -> dict[str, Any]:
    """What the OpenAPI page says of such a body."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def read(request: HttpRequest, model: type[Shaped]) -> Shaped:
    """What was sent, with no parameter beside it. Raises Malformed, TooLarge."""
    reading.refuse_others(request.GET, known=())
    return read_shape(model, jsontext.read_object(request, limit_bytes=LIMIT_BYTES))
