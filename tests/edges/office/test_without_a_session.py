"""Pages that stand before anybody signed in, or after it ended."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db


def test_pages_that_stand_without_a_session_have_a_way_on(client: Client) -> None:
    assert "To the search" in text(client.get("/no-such-page/"))
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "too old" in text(answer)
