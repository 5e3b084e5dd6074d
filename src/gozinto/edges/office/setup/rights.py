"""Who may change what on the setup pages, as over every edge."""

from __future__ import annotations

from django.http import HttpRequest

from gozinto.access import describing, gate
from gozinto.access.roles import INSIDE
from gozinto.plant.kinds import Kind


def may_change(request: HttpRequest, kind: Kind) -> bool:
    """Whether whoever asks may change rows of a kind, and so is shown how."""
    principal = gate.find_principal(request)
    return principal is not None and describing.may(principal.roles, kind.name)


def may_forget(request: HttpRequest, kind: Kind) -> bool:
    """Whether whoever asks may forget the name that a row of this kind holds."""
    principal = gate.find_principal(request)
    held = principal.roles if principal else frozenset()
    return kind.name == "people" and bool(held & describing.FORGETTERS)


def somebody(request: HttpRequest) -> str:
    """In whose name something is begun that is no change yet."""
    principal = gate.admit(request, roles=frozenset(describing.SOME_WRITERS))
    return principal.person or principal.name


def changer(request: HttpRequest, *kinds: str) -> str:
    """In whose name rows of these kinds are changed. Raises Forbidden."""
    principal = gate.admit(request, roles=INSIDE)
    describing.check(principal, set(kinds))
    return principal.person or principal.name
