"""The page of the suspects: what came back, what it has in common, what that rests on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from tests.edges.office.test_pages import text
from tests.trace import returned_tyres

pytestmark = pytest.mark.django_db

SUSPECTS = "/suspects/"


def test_without_returns_it_says_what_comes_next(desk: Client) -> None:
    said = text(desk.get(SUSPECTS))
    assert "No return counts" in said
    assert "Take back what customers return" in said


def test_days_that_are_none_are_told_beside_what_was_asked(desk: Client) -> None:
    answer = desk.get(SUSPECTS, {"days": "long", "defect": "leak"})
    assert answer.status_code == 400
    assert "This is no number of days." in text(answer)
    assert 'value="leak"' in answer.content.decode()


def test_the_bladder_is_named_first_in_a_sentence_with_the_mould_tied_to_it(desk: Client) -> None:
    returned_tyres.forty()
    answer = desk.get(SUSPECTS)
    page, said = answer.content.decode(), text(answer)
    first = answer.context["causes"][0]
    assert first["name"] == "bladder B-1"
    assert "4 of 4 returned units were made with bladder B-1" in said
    assert [one["name"] for one in first["tied"]] == ["mould M-1"]
    assert "Cannot be told apart from:" in said
    assert "What would overturn the first:" in said
    assert page.count('class="pair"') == len(answer.context["rows"])
    assert "/cases/open/recall/?id=" in page
    saved = desk.get(f"{SUSPECTS}found.csv").content.decode("utf-8-sig").splitlines()
    assert saved[1].startswith("bladder B-1,asset,")


def test_people_are_suspects_only_before_whom_they_may_be(desk: Client, client: Client) -> None:
    returned_tyres.forty()
    assert "operator" in _kinds(desk.get(SUSPECTS, {"persons": "1"}))
    warehouse = User.objects.create_user("w", password="a long enough one")
    RoleGrant.objects.create(user=warehouse, role=Role.WAREHOUSE)
    client.force_login(warehouse)
    forged = client.get(SUSPECTS, {"persons": "1"})
    assert "operator" not in _kinds(forged)
    assert "People too" not in text(forged)
    assert "/cases/open/recall/" not in forged.content.decode()


def _kinds(answer: Any) -> set[str]:
    """Of all that is listed, alone or as what it cannot be told apart from."""
    listed = answer.context["answer"].suspects
    return {factor.kind for one in listed for factor in (one.factor, *one.tied)}
