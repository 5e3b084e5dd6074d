"""The verbs of a plant over HTTP: each an endpoint, made of the verb itself."""

from gozinto.edges.api.verbs.endpoints import router
from gozinto.edges.api.verbs.pages import schemas

__all__ = ["router", "schemas"]
