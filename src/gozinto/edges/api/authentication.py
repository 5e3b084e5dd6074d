"""Who may call an operation: a bearer token, or the session of somebody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from gozinto.access import gate, limits
from gozinto.access.roles import Role
from gozinto.errors import Forbidden

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Holders(AuthBase):
    """Admits holders of any of the roles named; the Principal then stands in request.auth."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, roles: Iterable[Role]) -> None:
        self.roles = frozenset(roles)
        super().__init__()

    def __call__(self, request: HttpRequest) -> gate.Principal:
        """Who asks. Raises NotSignedIn, Forbidden or TooManyRequests.

        A session also needs its CSRF token.
        """
        principal = gate.admit(request, roles=self.roles)
        limits.of_process().take(principal)
        by_session = principal.user is not None
        if by_session and request.method not in _HARMLESS and check_csrf(request) is not None:
            raise Forbidden(
                "The page that sent this did not carry the session's CSRF token.",
                code="csrf",
                next_step="Send the X-CSRFToken header, or use a token instead of a session.",
            )
        return principal


def caller(request: HttpRequest) -> gate.Principal:
    """Who was admitted to the operation that answers this request."""
    found: gate.Principal = request.auth  # type: ignore[attr-defined]  # django-ninja sets it
    return found


class Nobody(AuthBase):
    """Admits nobody: what an operation gets that declares no roles."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """Raises Forbidden, always."""
        raise Forbidden(
            "This operation declares nobody who may call it.",
            code="undeclared_view",
            next_step="This is a fault of the program; please report it.",
        )


def operations(api: NinjaAPI) -> Iterator[tuple[str, Operation]]:
    """Every operation of `api` with its path, bound as it will be called."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield router.prefix + path, operation


def undeclared(api: NinjaAPI) -> list[str]:
    """The operations that declare no role, as "METHOD path"; an empty list is good news."""
    return [
        f"{'/'.join(operation.methods)} {path}"
        for path, operation in operations(api)
        if not operation.auth_callbacks
        or not all(isinstance(check, Holders) and check.roles for check in operation.auth_callbacks)
    ]


def stamp(
    patterns: Iterable[URLPattern | URLResolver],
    *,
    with_mark: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> None:
    """Declare every view of these URL patterns at the gate."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            stamp(pattern.url_patterns, with_mark=with_mark)
        else:
            with_mark(pattern.callback)
