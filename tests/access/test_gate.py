"""Nobody may call what declares nobody: every address and every operation is walked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from ninja import NinjaAPI, Router

from gozinto.access import gate, tokens
from gozinto.access.gate import GateMiddleware
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.api.authentication import Holders, Nobody, operations, undeclared
from gozinto.edges.api.urls import api

NAMED_OPEN = {
    "livez",
    "readyz",
    "new-password/<str:token>/",
    "sign-in/",
    "sign-in/<str:token>/",
    "sign-in/<str:token>",
    "sign-out/",
    "language/",
    "closed/",
    "a/<str:code>/",  # the link of a recall's letter: sent to one company alone
    "forgotten/",
    "second-step/",
    "passkey/",
    "company/refused/",
    "company/<slug:provider_id>/",
    "company/<slug:provider_id>/back/",
    "manifest.webmanifest",
    "worker.js",
    "offline/",
    "trust/",
    "trust/plant-ca.crt",
    "panel/",
    "panel/panel.webmanifest",
    "panel/worker.js",
    "panel/enrol",
    "^api/(?P<rest>.*)$",
}
"""The only addresses that answer everybody; a new one has to be named here."""


def every_pattern(
    patterns: Iterable[URLPattern | URLResolver], *, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """All URL patterns below these, with their whole path."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern.url_patterns, before=here)
        else:
            yield here, pattern


def faults(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """The addresses that declare nobody."""
    return [
        where
        for where, pattern in every_pattern(patterns)
        if gate.find_declared(pattern.callback) is None
    ]


def test_every_address_declares_who_may_see_it() -> None:
    patterns = get_resolver().url_patterns
    assert len(list(every_pattern(patterns))) > 10
    assert faults(patterns) == []


def test_the_walk_finds_an_address_that_declares_nobody() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    assert faults([path("forgotten/", forgotten)]) == ["forgotten/"]


def test_only_the_named_addresses_are_open() -> None:
    found = {
        where
        for where, pattern in every_pattern(get_resolver().url_patterns)
        if (declared := gate.find_declared(pattern.callback)) and declared.open
    }
    assert found == NAMED_OPEN


def test_whatever_lies_below_panel_and_is_not_open_answers_stations_alone() -> None:
    found = {
        where: gate.find_declared(pattern.callback)
        for where, pattern in every_pattern(get_resolver().url_patterns)
        if where.startswith("panel/") and where not in NAMED_OPEN
    }
    assert len(found) > 3
    assert {where for where, declared in found.items() if not (declared and declared.station)} == (
        set()
    )


def test_every_operation_declares_its_roles() -> None:
    assert len(list(operations(api))) >= 7
    assert undeclared(api) == []


def test_the_walk_finds_an_operation_that_declares_nobody() -> None:
    other = NinjaAPI(urls_namespace="walked", auth=Nobody())
    router = Router()

    @router.get("/forgotten")
    def forgotten(request: HttpRequest) -> str:
        return "secret"

    @router.get("/open", auth=None)
    def opened(request: HttpRequest) -> str:
        return "secret"

    @router.get("/good", auth=Holders(INSIDE))
    def good(request: HttpRequest) -> str:
        return "fine"

    other.add_router("/x", router)
    assert sorted(undeclared(other)) == ["GET /x/forgotten", "GET /x/open"]


def test_the_gate_stands_in_the_way_of_every_request() -> None:
    order = list(settings.MIDDLEWARE)
    own = f"{GateMiddleware.__module__}.{GateMiddleware.__name__}"
    assert order.index(own) > order.index("django.contrib.auth.middleware.AuthenticationMiddleware")


def test_a_view_without_a_declaration_is_refused_even_to_an_administrator(
    rf: RequestFactory, django_user_model: type[User]
) -> None:
    request = rf.get("/x/")
    request.user = User(username="chief", is_superuser=True)

    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    middleware = GateMiddleware(forgotten)
    with pytest.raises(PermissionDenied):
        middleware.process_view(request, forgotten, (), {})


def test_a_declaration_needs_a_role() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        gate.requires()


@pytest.mark.django_db
class TestPages:
    """What the gate answers a browser."""

    @pytest.mark.parametrize("where", ["/", "/o/", "/trace/", "/gallery/", "/trace/export.csv"])
    def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(
        self, client: Client, where: str
    ) -> None:
        answer = client.get(where)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=")

    @pytest.mark.parametrize("where", ["/", "/o/", "/trace/", "/gallery/", "/trace/export.csv"])
    @pytest.mark.parametrize("role", [None, *Role])
    def test_pages_by_role(self, client: Client, where: str, role: Role | None) -> None:
        user = User.objects.create_user("somebody")
        if role:
            RoleGrant.objects.create(user=user, role=role)
        client.force_login(user)
        assert (client.get(where).status_code == 403) == (role not in INSIDE)

    def test_a_closed_account_has_no_roles_left(self, client: Client) -> None:
        user = User.objects.create_user("somebody")
        RoleGrant.objects.create(user=user, role=Role.ADMIN)
        client.force_login(user)
        User.objects.update(is_active=False)
        assert client.get("/").status_code == 302

    def test_a_wrong_header_is_not_made_good_by_a_session(self, client: Client) -> None:
        client.force_login(User.objects.create_superuser("chief"))
        assert client.get("/", headers={"Authorization": "Bearer gz_x_y"}).status_code == 401

    def test_a_token_opens_a_page_for_its_role_alone(self, client: Client) -> None:
        plain = tokens.create(role=Role.PARTNER)
        assert client.get("/", headers={"Authorization": f"Bearer {plain}"}).status_code == 403


SAMPLES = {
    "/trace/backward": {"id": "nothing"},
    "/trace/forward": {"id": "nothing"},
    "/trace/both": {"id": "nothing"},
    "/trace/why": {"id": "nothing", "of": "nothing"},
    "/trace/widths": {"id": "nothing"},
    "/objects": {"q": "nothing"},
    "/objects/{path:id}/story": {},
    "/events": {},
    "/balance": {"id": "nothing"},
    "/dispersion": {"id": "nothing"},
}
"""What an operation is asked, where it is not asked nothing."""
NO_BATCH = ("{uuidstr:batch}", "00000000-0000-7000-8000-000000000000")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_operations_by_role(role: Role | None) -> None:
    """The generated table: each operation answers exactly the roles it declares."""
    headers = {"Authorization": f"Bearer {tokens.create(role=role)}"} if role else {}
    client = Client(headers=headers)
    walked = 0
    for where, operation in operations(api):
        declared = operation.auth_callbacks[0].roles  # type: ignore[attr-defined]
        address = "/api/v1" + re.sub(r"\{[^}]*\}", "nothing", where.replace(*NO_BATCH))
        for method in operation.methods:
            ask = getattr(client, method.lower())
            kind = {} if method == "GET" else {"content_type": "application/json"}
            answer = ask(address, SAMPLES.get(where, {}), **kind)
            refused = answer.status_code in (401, 403)
            assert refused == (role not in declared), (method, where, answer.content)
            walked += 1
    assert walked >= 7
