"""The verbs of a plant over HTTP: each an endpoint, made of the verb itself; and its questions."""

from typing import Any

from gozinto.edges.api.verbs import pages, questions
from gozinto.edges.api.verbs.endpoints import router


def schemas() -> dict[str, Any]:
    """The shapes of all requests by name, and of what they are made of."""
    return pages.schemas() | questions.schemas()


__all__ = ["questions", "router", "schemas"]
