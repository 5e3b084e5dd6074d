"""What the pages of accounts share: who does it, and a form that is shown again with its fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.access import gate
from gozinto.access.models import User
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.office.frame import seen
from gozinto.errors import Forbidden, GozintoError
from gozinto.operations import sentences

ROLES = [(role.value, role.label) for role in Role]


def doer(request: HttpRequest) -> str:
    """The name under which a change is registered."""
    return gate.admit(request, roles=INSIDE).name


def own(request: HttpRequest) -> User:
    """The account that asks. Raises Forbidden for a token, which is nobody's."""
    user = gate.admit(request, roles=INSIDE).user
    if user is None:
        raise Forbidden("A token has no account.", next_step="Sign in by name.")
    return user


def done(request: HttpRequest, said: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, said)


def shown_again(
    request: HttpRequest, template: str, context: dict[str, Any], error: GozintoError
) -> HttpResponse:
    """The page again, what was typed still in it, with what is wrong on top."""
    violations = getattr(error, "violations", ())
    wrong = {"said": sentences.of(error), "faults": [one.message for one in violations]}
    return render(request, template, {**context, "wrong": wrong}, status=seen(error).status)


def secret(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that shows something once: nobody keeps a copy of it."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer


Act = Callable[[User, HttpRequest], str]
"""Does something with an account and answers what to say of it."""
