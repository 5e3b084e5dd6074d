"""The pages beside the lists: numbers designed and seen, trees, people beside their skills."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gozinto.access.roles import Role
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.numbering import issuing
from tests.edges.office.questions import few
from tests.edges.office.test_setup import row, sent, signed_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]


@pytest.fixture
def planner(client: Client) -> Client:
    return signed_in(client, Role.PLANNER)


@pytest.fixture
def formats(planner: Client) -> Client:
    """A planner at a plant with the two numbers of the demo."""
    changing.apply(
        [
            Given(
                kind="numbering-formats",
                values={"code": code, "name": code, "pattern": pattern, "subject": subject},
            )
            for code, pattern, subject in (
                ("IA", "IA-{date:%d%m%Y}-{seq:3}", "lot"),
                ("TYRE", "{seq:10}", "serial"),
                ("SHIFT", "{date:%y%m%d}{shift:1}{seq:3:shift}", "lot"),
            )
        ],
        by="x",
    )
    return planner


def tried(browser: Client, pattern: str, **said: str) -> str:
    form = {"f-pattern": pattern} | {f"try-{name}": one for name, one in said.items()}
    return text(browser.post("/setup/numbering/preview/", form))


def test_the_numbers_of_a_pattern_are_seen_while_it_is_written(desk: Client) -> None:
    lots = tried(desk, "IA-{date:%d%m%Y}-{seq:3}", on="2018-09-23")
    for number in ("IA-23092018-001", "IA-23092018-010"):
        assert number in lots
    assert "IA-23092018-011" not in lots
    assert "on 2018-09-24, it begins anew: IA-24092018-001" in lots
    serials = tried(desk, "{seq:10}", place="444232322")
    assert "0444232322 0444232323" in serials
    assert "after 9,999,999,999 numbers no more can be issued" in serials
    assert "cannot carry them" in tried(desk, "lot {seq:3}")


def test_a_pattern_that_would_print_a_number_twice_is_refused_with_the_two_days(
    desk: Client,
) -> None:
    said = tried(desk, "{date:%Y%V}{seq:3:week}")
    assert "2001-01-01 and 2001-12-31 both show '2001 01'" in said
    assert "(at character 12)" in said
    assert "Beside %V the year is %G" in said


def test_a_format_shows_the_numbers_it_issues_next(formats: Client) -> None:
    issuing.issue(format="TYRE", count=3, by="x")
    page = few(formats, row("numbering-formats", "TYRE"))
    assert page.context["trial"].numbers[0] == "0000000004"
    assert "The next numbers that this format issues" in text(page)
    lacking = formats.get(row("numbering-formats", "SHIFT"))
    assert lacking.context["trial"].lacks
    values = sent(lacking) | {"do": "try", "try-shift": "A", "try-on": "2026-03-01"}
    assert "260301A001" in text(formats.post(row("numbering-formats", "SHIFT"), values))


def test_a_format_is_tried_before_it_is_saved_and_refused_if_unsound(formats: Client) -> None:
    values = {"f-code": "N", "f-name": "N", "f-subject": "lot", "f-pattern": "{date:%y}{seq:3:day}"}
    assert "would print the same number" in text(
        formats.post("/setup/numbering-formats/new/", values | {"do": "try"})
    )
    refused = formats.post("/setup/numbering-formats/new/", values)
    assert refused.status_code == 422
    assert changing.find("numbering-formats", "N") is None
    begun = formats.get("/setup/numbering-formats/new/?pattern={seq:10}")
    assert begun.context["trial"].numbers[0] == "0000000001"


def test_equipment_is_a_tree(planner: Client) -> None:
    page = few(planner, "/setup/equipment/tree/")
    (hall,) = [node for node in page.context["roots"] if node.code == "HALL"]
    assert [node.code for node in hall.below] == ["PRESS-42"]
    assert "/setup/equipment/new/?parent=HALL" in page.content.decode()
    assert planner.get("/setup/locations/tree/").status_code == 200
    assert planner.get("/setup/materials/tree/").status_code == 404


def test_people_stand_beside_their_skills(planner: Client) -> None:
    today = timezone.localdate()
    held = {"A1107": today - timedelta(days=1), "A1042": today + timedelta(days=9)}
    changing.apply(
        [
            Given(kind="skills", values={"code": "PRESS", "name": "Presses"}),
            *(
                Given(
                    kind="qualifications",
                    values={"person": person, "skill": "PRESS", "obtained_on": "2024-01-01",
                            "expires_on": end.isoformat()},
                )
                for person, end in held.items()
            ),
        ],
        by="hr",
    )  # fmt: skip
    page = few(planner, "/setup/people/skills/")
    said = text(page)
    assert "1 qualification has ended. 1 ends within 30 days." in said
    tones = {one["code"]: one["cells"][0]["tone"] for one in page.context["rows"]}
    assert tones == {"A1042": "warn", "A1107": "bad", "A1150": ""}
    assert "Nobody is called so" in text(planner.get("/setup/people/skills/?q=zz"))


def test_an_administrator_forgets_a_name_and_nobody_else_does(client: Client) -> None:
    person = row("people", "A1107")
    planner = signed_in(Client(), Role.PLANNER)
    assert "Forget" not in text(planner.get(person))
    assert planner.post(person, {"do": "forget", "why": "asked"}).status_code == 403
    chief = signed_in(client, Role.ADMIN)
    assert chief.post(row("materials", "T205"), {"do": "forget"}).status_code == 400
    done = chief.post(person, {"do": "forget", "why": "asked"}, follow=True)
    assert "Deniz" not in text(done)
    assert changing.get("people", "A1107")["name"] == ""
    assert "Tokens" in text(chief.get("/setup/"))
    assert "Tokens" not in text(planner.get("/setup/"))
