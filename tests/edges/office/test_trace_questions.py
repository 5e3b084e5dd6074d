"""The trace page asked by machine, parameter, person, gauge and supplier; and both ways."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from gozinto import trace
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.edges.office.tracing import asking
from gozinto.plant import objects
from tests.edges.small_plant import SERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

NIGHT = {"since": "2026-02-06T22:00", "until": "2026-02-07T04:00"}
"""Istanbul: when the six tyres came out of their press."""
PRESS = {"equipment": "PRESS-42", **NIGHT}


def text(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def origins(answer: Any) -> list[str]:
    return [uri.rsplit("/", 1)[-1] for uri in answer.context["trace"].origin]


def test_everything_that_came_out_of_a_press_in_an_hour(desk: Client) -> None:
    hour = {"equipment": "PRESS-42", "since": "2026-02-07T00:00", "until": "2026-02-07T00:45"}
    page = desk.get("/trace/", hour | {"direction": "forward"})
    assert origins(page) == [SERIAL, "0444232401", "0444232402"]
    shown = text(page)
    assert "Where used PRESS-42" in shown
    assert "2026-02-07 00:00 – 2026-02-07 00:45 · 3 origins" in shown
    assert "1 customer" in shown
    assert "PRESS-42" in text(desk.get("/trace/", hour | {"equipment": "HALL"}))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"gauge": "UNIF-2", "since": "2026-02-01T00:00", "until": "2026-03-01T00:00"}, SERIAL),
        (
            {"parameter": "permeability", "since": "2026-02-01", "until": "2026-03-01"},
            "HB-2209",
        ),
        (
            {
                "parameter": "RFV",
                "above": "61,5",
                "since": "2026-02-01T00:00",
                "until": "2026-03-01T00:00",
            },
            SERIAL,
        ),
        ({"supplier": "ELASTO", "number": "HB-2209"}, "HB-2209"),
        ({"person": "A1107", "since": "2026-02-07T00:00", "until": "2026-02-08T00:00"}, SERIAL),
    ],
)
def test_by_name(desk: Client, asked: dict[str, str], found: str) -> None:
    page = desk.get("/trace/", asked)
    assert page.status_code == 200
    assert origins(page) == [found]


def test_the_question_stays_in_every_form_and_link(desk: Client) -> None:
    page = desk.get("/trace/", PRESS | {"width": "possible"}).content.decode()
    assert page.count('<input type="hidden" name="equipment" value="PRESS-42">') == 3
    assert page.count('<input type="hidden" name="since" value="2026-02-06T22:00">') == 3
    assert re.search(r'href="/trace/export\.csv\?[^"]*equipment=PRESS-42', page)
    form = desk.get("/trace/", PRESS | {"ask": "1"}).content.decode()
    assert 'value="PRESS-42"' in form
    assert 'value="2026-02-06T22:00:00"' in form


def test_nothing_found_says_what_to_do_and_keeps_the_form(desk: Client) -> None:
    page = desk.get("/trace/", PRESS | {"equipment": "PRESS-43"})
    assert page.status_code == 200
    assert "Nothing on record is what you ask for" in text(page)
    assert 'value="PRESS-43"' in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"equipment": "PRESS-42"}, "From when until when is not said."),
        (PRESS | {"until": "2026-02-06T21:00"}, "The time ends before it begins."),
        (PRESS | {"parameter": "heat"}, "What is too much or too little is not said."),
        (PRESS | {"gauge": "G"}, "These are two questions."),
        (PRESS | {"parameter": "heat", "above": "hot"}, "This is not an amount."),
    ],
)
def test_a_question_that_lacks_something_is_refused_above_its_form(
    desk: Client, asked: dict[str, str], said: str
) -> None:
    page = desk.get("/trace/", asked)
    assert page.status_code == 400
    assert said in text(page)
    assert 'value="PRESS-42"' in page.content.decode()


@pytest.mark.parametrize(
    "kind", ["number", "supplier", "equipment", "parameter", "person", "gauge", "odd"]
)
def test_each_form_offers_what_there_is(desk: Client, kind: str) -> None:
    page = desk.get("/trace/", {"by": kind}).content.decode()
    offered = {"supplier": "ELASTO", "equipment": "PRESS-42", "person": "A1107"}
    if kind in offered:
        assert f'<option value="{offered[kind]}">' in page
    assert ('name="since"' in page) is (kind not in ("number", "odd"))


def test_who_may_not_ask_about_a_person_is_not_offered_it_and_is_refused(client: Client) -> None:
    user = User.objects.create_user("planner", password="a long enough one")
    RoleGrant.objects.create(user=user, role=Role.PLANNER)
    client.force_login(user)
    assert "by=person" not in client.get("/trace/").content.decode()
    asked = {"person": "A1107", **NIGHT}
    for where in ("/trace/", "/trace/export.csv"):
        assert client.get(where, asked).status_code == 403
    assert client.get("/trace/", PRESS).status_code == 200


def test_both_ways_there_are_no_siblings(desk: Client) -> None:
    page = desk.get("/trace/", {"id": "GT-118203", "direction": "both"})
    numbers = {node.number for node in page.context["trace"].nodes}
    assert {"HB-2209", "GT-118203", SERIAL} <= numbers
    assert not {"GT-118204", "0444232401"} & numbers
    assert "Both ways GT-118203" in text(page)
    assert "1 customer" in text(page)


def test_why_is_told_of_either_way(desk: Client) -> None:
    for other in ("HB-2209", SERIAL):
        page = desk.get("/trace/", {"id": "GT-118203", "direction": "both", "why": other})
        assert page.context["why"].included
    page = desk.get("/trace/", {"id": "GT-118203", "direction": "both", "why": "GT-118204"})
    assert not page.context["why"].included


@pytest.mark.parametrize(
    "asked",
    [
        {"id": SERIAL},
        {"id": "HB-2209", "direction": "forward"},
        {"id": SERIAL, "direction": "both", "view": "sankey"},
        PRESS | {"direction": "forward"},
    ],
)
def test_beside_the_answer_itself_the_page_takes_few_queries(
    desk: Client, asked: dict[str, str]
) -> None:
    """Session, account, roles, language and zone are among them."""
    known = asking.read(QueryDict(urlencode(asked)))
    begun = trace.origins(known.sought) if known.sought else [objects.resolve(known.ids[0])]
    desk.get("/trace/", asked)
    with CaptureQueriesContext(connection) as own:
        asking.ask(known, begun)
    with CaptureQueriesContext(connection) as page:
        assert desk.get("/trace/", asked).status_code == 200
    assert 0 < len(page) - len(own) <= MOST_BESIDE


MOST_BESIDE = 12
