"""From a page on which nothing can be done there is a way on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.http import urlencode

from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("where", "to"),
    [
        ("/o/act/", "/"),
        ("/files/add/", "/"),
        ("/inbox/release/", "/inbox/"),
        ("/tour/go/", "/tour/"),
        ("/labels/queue/7/", "/labels/queue/"),
        ("/lots/do/", "/lots/"),
        ("/setup/material/change/", "/setup/"),
        ("/sign-out/", "/"),
    ],
)
def test_an_address_that_takes_a_form_only_is_a_page_of_ours(
    desk: Client, where: str, to: str
) -> None:
    answer = desk.get(where)
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    assert "Nothing was done" in text(answer)
    assert f'<a class="button{" primary" if to != "/" else ""}" href="{to}">' in (
        answer.content.decode()
    )


def test_the_way_leads_to_where_somebody_came_from(desk: Client) -> None:
    came_from = f"http://testserver/lots/?{urlencode({'q': 'T205'})}"
    page = desk.get("/lots/do/", headers={"Referer": came_from}).content.decode()
    assert 'href="/lots/?q=T205">Back to where you were' in page


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/lots/", "http://testserver/o/"])
def test_it_leads_nowhere_else_and_not_round(desk: Client, elsewhere: str) -> None:
    page = desk.get("/o/?id=nothing", headers={"Referer": elsewhere}).content.decode()
    assert "Back to where you were" not in page
    assert 'href="/">To the search' in page


def test_programs_are_told_as_programs(program: Client) -> None:
    answer = program.delete("/api/v1/figures")
    assert answer.status_code == 405
    assert answer["Content-Type"].startswith("application/problem+json")
