"""One address of the binding: its verbs, who may use each, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gozinto.access import gate
from gozinto.access.gate import Principal
from gozinto.access.roles import Role
from gozinto.edges.epcis import problems
from gozinto.edges.epcis.negotiation import HEADERS, check_versions, wants_xml
from gozinto.errors import Forbidden, GozintoError, Malformed, Unavailable

Answer = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Verb:
    """What one HTTP method does here and who may call it. Needs at least one role."""

    answer: Answer
    roles: frozenset[Role]

    def __post_init__(self) -> None:
        """Refuse a verb that names nobody."""
        if not self.roles:
            raise ValueError("a verb needs at least one role")


class Resource:
    """A view that admits, negotiates and turns every error into a problem document.

    It checks by itself what Django would ask a page for: writes need a token.
    """

    csrf_exempt = True

    def __init__(self, **verbs: Verb) -> None:
        if not verbs:
            raise ValueError("a resource needs at least one verb")
        self.verbs = verbs
        self.roles = frozenset(role for verb in verbs.values() for role in verb.roles)
        gate.checks_itself(self)

    @property
    def allowed(self) -> str:
        """The methods, as the Allow header lists them."""
        return ", ".join((*self.verbs, "OPTIONS"))

    def __call__(self, request: HttpRequest, **where: str) -> HttpResponseBase:
        """The answer to a request, whatever becomes of it."""
        as_xml = False
        try:
            as_xml = wants_xml(request)
            answered = self._answer(request, **where)
        except GozintoError as error:
            answered = problems.render(error, as_xml=as_xml)
        except (OperationalError, InterfaceError) as error:
            problems.logger.error("the database did not answer: %s", error)
            lost = Unavailable("The database does not answer now.", code="database_away")
            answered = problems.render(lost, as_xml=as_xml)
        except Exception as error:  # noqa: BLE001 the last line: a person never sees a stack trace
            answered = problems.unforeseen(request, error, as_xml=as_xml)
        for name, value in HEADERS.items():
            answered.setdefault(name, value)
        if answered.status_code == 405:
            answered["Allow"] = self.allowed
        return answered

    def _answer(self, request: HttpRequest, **where: str) -> HttpResponseBase:
        method = request.method or ""
        verb = self.verbs.get("GET" if method == "HEAD" else method)
        if method == "OPTIONS":
            gate.admit(request, roles=self.roles)
            return HttpResponse(status=204, headers={"Allow": self.allowed})
        if verb is None:
            raise Malformed(
                f"{method} is not for this address.",
                code="method_not_allowed",
                next_step=f"Use {self.allowed}.",
            )
        who = gate.admit(request, roles=verb.roles)
        _refuse_session_writes(method, who)
        check_versions(request)
        return verb.answer(request, who, **where)


def _refuse_session_writes(method: str, who: Principal) -> None:
    # Another site could make a browser send this; it cannot make it send a token.
    if method not in ("GET", "HEAD") and who.user is not None:
        raise Forbidden(
            "Documents are sent with a token, not with a browser's session.",
            code="token_needed",
            next_step="Make one with `gozinto token create --role integrator`.",
        )
