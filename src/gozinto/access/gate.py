"""Deny by default: a view answers only those whose role it names.

`requires(...)`, `station` and `public` are the ways to declare a view; `GateMiddleware` refuses
every view that did none. An edge that checks its own operations one by one (the HTTP
interface) declares `checks_itself`, and its own walk proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from gozinto.access import station_gate, tokens
from gozinto.access.models import User, roles_of
from gozinto.access.roles import Role
from gozinto.errors import Forbidden, NotSignedIn

_MARK = "gozinto_access"
_FOUND = "_gozinto_principal"
"""On a request: who asks, once that was looked up."""


V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declared:
    """Who may call a view: everybody (`open`), whoever holds one of `roles`, or an enrolled
    device (`station`)."""

    roles: frozenset[Role] = frozenset()
    open: bool = False
    checks_itself: bool = False
    station: bool = False


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a name for the record, and the roles held. `user` is None for a token.

    `key` tells callers apart that have the same name. `person`: the code of the person whose
    account it is; "" of a token, which is nobody's.
    """

    name: str
    roles: frozenset[Role]
    user: User | None = None
    key: str = ""
    person: str = ""


def requires(*roles: Role, any_of: Iterable[Role] = ()) -> Callable[[V], V]:
    """Declare that a view answers holders of any of these roles. Needs at least one."""
    named = frozenset(roles) | frozenset(any_of)
    if not named:
        raise ValueError("a view needs at least one role; an open one is declared `public`")

    def stamp(view: V) -> V:
        setattr(view, _MARK, Declared(roles=named))
        return view

    return stamp


def public(view: V) -> V:
    """Declare that a view answers everybody, signed in or not."""
    setattr(view, _MARK, Declared(open=True))
    return view


def station(view: V) -> V:
    """Declare that a view answers the panels of enrolled stations, whoever stands at them."""
    setattr(view, _MARK, Declared(station=True))
    # Django's token would need a session; the gate asks for a header that no form can send.
    return csrf_exempt(view)


def checks_itself(view: V) -> V:
    """Declare that a view checks roles itself, one operation at a time."""
    setattr(view, _MARK, Declared(checks_itself=True))
    return view


def find_declared(view: Callable[..., Any]) -> Declared | None:
    """What `view` declares; None when nothing, so that nobody may call it."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, Declared) else None


def find_principal(request: HttpRequest) -> Principal | None:
    """Who asks: by `Authorization: Bearer` when that header is sent, else by session.

    A header that is sent and wrong is not made good by a session. It is looked up once a request
    and account: whoever signs in or out in the middle is somebody else.
    """
    asked_by = getattr(getattr(request, "user", None), "pk", None)
    found: tuple[object, Principal | None] | None = getattr(request, _FOUND, None)
    if found is None or found[0] != asked_by:
        found = (asked_by, _look_up(request))
        setattr(request, _FOUND, found)
    return found[1]


def _look_up(request: HttpRequest) -> Principal | None:
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, plain = header.partition(" ")
        token = tokens.find(plain.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return None
        name = token.name or f"token {token.prefix}"
        return Principal(name, frozenset({Role(token.role)}), key=f"token:{token.prefix}")
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_active:
        name, key = user.get_username(), f"account:{user.pk}"
        return Principal(name, roles_of(user), user, key=key, person=user.acts_as)
    return None


def admit(request: HttpRequest, *, roles: frozenset[Role]) -> Principal:
    """Who asks, when they hold one of `roles`. Raises NotSignedIn or Forbidden."""
    principal = find_principal(request)
    if principal is None:
        raise NotSignedIn("This needs a valid session or token.")
    if not principal.roles & roles:
        named = ", ".join(sorted(role.value for role in roles))
        raise Forbidden(
            "Your roles do not allow this.",
            next_step=f"Ask an administrator for one of: {named}.",
            roles=sorted(role.value for role in roles),
        )
    return principal


class GateMiddleware:
    """Refuses every view that declares no role, and every caller without a declared one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on; the check happens once the view is known."""
        return station_gate.renewed(self.get_response(request), request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Nothing when the caller may go on; otherwise where to sign in, 401, or a 403 page.

        A browser is sent to the sign-in page; whoever sent a header gets the plain status.
        """
        declared = find_declared(view)
        if declared is None:
            raise PermissionDenied("This page declares nobody who may see it.")
        if declared.open or declared.checks_itself:
            return None
        if declared.station:
            return station_gate.refused(request)
        try:
            admit(request, roles=declared.roles)
        except NotSignedIn as error:
            if "Authorization" in request.headers:
                return HttpResponse(
                    error.message, status=401, headers={"WWW-Authenticate": "Bearer"}
                )
            return redirect_to_login(request.get_full_path())
        except Forbidden as error:
            raise PermissionDenied(f"{error.message} {error.next_step}") from error
        return None
