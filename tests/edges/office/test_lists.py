"""The lists of the office: what their address asks for is what they show."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from gozinto.edges.office.lists import page as lists
from gozinto.operations import holding
from tests.edges.office.test_pages import text
from tests.edges.small_plant import SERIAL, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

LOTS = "/lots/"
BOXES = ("034531200000000417", "034531200000000424")


def shown(answer: Any) -> list[str]:
    """The numbers in the first column."""
    context = answer.context
    return [line.cells[0].text for line in context["lines"]]


def link(answer: Any, words: str) -> str:
    """Where the link with these words leads."""
    content = answer.content.decode()
    found = re.search(rf'href="([^"]*)"[^>]*>[^<]*{words}', content)
    assert found, words
    return LOTS + unescape(found[1])


def test_what_became_known_last_stands_first(desk: Client) -> None:
    answer = desk.get(LOTS)
    assert shown(answer)[0] == BOXES[1]
    assert "31 in all" in text(answer)
    assert "205/55 R16 tyre" in text(answer)
    assert f"/obj/T205/{SERIAL}" in unescape(answer.content.decode()).replace("%2F", "/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "HB"}, ["HB-2209"]),
        ({"q": "HB-2209", "item": "HB"}, ["HB-2209"]),
        ({"status": "returned"}, [SERIAL]),
        ({"kind": "lot", "item": "T205"}, ["IA-23092018-001"]),
        (
            {"first_at__gte": "2026-02-10", "first_at__lt": "2026-02-11"},
            [BOXES[1], BOXES[0]],
        ),
        ({"kind": "container", "sort": "number"}, [BOXES[0], BOXES[1]]),
        ({"kind": "container", "sort": "-number"}, [BOXES[1], BOXES[0]]),
        ({"nonsense": "of an old link", "q": "HB-2209"}, ["HB-2209"]),
    ],
)
def test_the_address_holds_what_is_asked(
    desk: Client, asked: dict[str, str], found: list[str]
) -> None:
    assert shown(desk.get(LOTS, asked)) == found


def test_one_box_marks_what_is_on_every_page(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "on every page" not in text(desk.get(LOTS))
    monkeypatch.setattr(lists, "ROWS", 7)
    assert "all 31 rows of the list, on every page" in text(desk.get(LOTS))
    monkeypatch.setattr(lists, "COUNTED", 30)
    assert "all rows of the list, on every page: more than 1,000" in text(desk.get(LOTS))


def test_each_filter_is_a_chip_that_takes_it_away(desk: Client) -> None:
    answer = desk.get(LOTS, {"kind": "serial", "status": "returned", "sort": "number"})
    assert "Kind: Serial" in text(answer)
    assert "1 found" in text(answer)
    without = desk.get(link(answer, "Kind: "))
    assert "Status: returned" in text(without)
    assert "Kind: Serial" not in text(without)
    assert "sort=number" in without.request["QUERY_STRING"]


def test_pages_follow_one_another_both_ways(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ROWS", 12)
    whole = [desk.get(LOTS, {"sort": "item"})]
    while whole[-1].context["next"]:
        whole.append(desk.get(LOTS + whole[-1].context["next"]))
    pages = [shown(one) for one in whole]
    assert [len(one) for one in pages] == [12, 12, 7]
    assert len({number for one in pages for number in one}) == 31
    back = desk.get(LOTS + whole[2].context["previous"])
    assert shown(back) == pages[1]
    first = desk.get(LOTS + back.context["previous"])
    assert shown(first) == pages[0]
    assert not first.context["previous"]


def test_columns_are_chosen(desk: Client) -> None:
    answer = desk.get(LOTS, {"columns": ["number", "uri"], "q": SERIAL})
    assert [head.word for head in answer.context["heads"]] == ["Number", "Identifier"]


def test_what_is_held_is_said_in_its_tone(desk: Client) -> None:
    holding.hold("HB-2209", reason="smells", by="A1107", at=at(90))
    answer = desk.get(LOTS, {"held": "true"})
    assert shown(answer) == ["HB-2209"]
    assert '<span class="chip warn">on hold</span>' in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"first_at__gte": "yesterday"},
        {"sort": "colour"},
        {"after": "x"},
        {"held": "perhaps"},
        {"q": "a\0b"},
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_list(desk: Client, asked: dict[str, str]) -> None:
    answer = desk.get(LOTS, asked)
    assert answer.status_code == 400
    assert "The whole list" in text(answer)
    assert 'role="alert"' in answer.content.decode()


def test_nothing_found_leads_back_to_everything(desk: Client) -> None:
    answer = desk.get(LOTS, {"q": "zzzz"})
    assert "Nothing is so" in text(answer)
    assert len(shown(desk.get(link(answer, "Without filters")))) == 31


def test_only_the_list_is_sent_to_whoever_pages_on(desk: Client) -> None:
    asked = desk.get(LOTS, headers={"HX-Request": "true", "HX-Target": "list"})
    content = asked.content.decode().strip()
    assert content.startswith('<div id="list"')
    assert "<html" not in content


def test_the_empty_boxes_of_a_form_are_in_no_address(desk: Client) -> None:
    answer = desk.get(LOTS, {"kind": "lot", "status": "", "q": "", "first_at__gte": ""})
    assert answer["Location"] == f"{LOTS}?kind=lot"
