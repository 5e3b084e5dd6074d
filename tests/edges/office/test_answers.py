"""A customer answers a letter of a recall by its link, without an account and without a script."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from gozinto.access import limits
from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.models import RecallNotice
from gozinto.cases.recalls import answering, notifying, recovering
from gozinto.edges.office.cases import answers
from gozinto.labels import letters
from gozinto.standards.symbols import reading as symbols
from tests.cases.recalls.posted import BY, INSTRUCTION, called_back, posting
from tests.edges.office.test_pages import text
from tests.labels.rendering import images

pytestmark = pytest.mark.django_db
OUTSIDE = "https://recalls.works.example"


@pytest.fixture
def number() -> str:
    """A recall whose three customers have a letter."""
    return called_back()


def link(customer: str) -> str:
    newest = RecallNotice.objects.filter(customer__endswith=f"/{customer}").order_by("step").last()
    assert newest is not None
    return f"/a/{newest.code}/"


def sent(customer: str, **told: str) -> int:
    return Client().post(link(customer), {"who": "A. Kaya", **told}).status_code


def answers_of(number: str) -> list[tuple[str, dict[str, object]]]:
    steps = stepping.find(number).steps
    return [(one.by, dict(one.told)) for one in steps if one.act == "acknowledge"]


def test_the_link_shows_that_letter_alone_in_the_language_of_its_reader(number: str) -> None:
    answer = Client(headers={"Accept-Language": "en"}).get(link("NORTH"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="tr">' in page
    assert "Stop using" not in page
    shown = text(answer)
    for said in (number, INSTRUCTION, "North Tyres", "N-1", "N-2", "DN-NORTH"):
        assert said in shown
    for theirs in ("S-1", "E-1", "South Tyres", "DN-SOUTH", "NORTH-SITE"):
        assert theirs not in page
    assert "<script" not in page
    assert len(answer.content) < 20_000
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_who_read_it_says_so_once_and_it_is_a_step_of_the_customer(
    number: str, desk: Client
) -> None:
    assert sent("SOUTH", stopped="1,0", sold="0", answer="In our cage.") == 302
    assert sent("SOUTH", who="Somebody else") == 302
    ((by, told),) = answers_of(number)
    assert by == answering.CUSTOMER
    assert (told["who"], told["stopped"], told["answer"]) == ("A. Kaya", "1.0", "In our cage.")
    again = Client().get(link("SOUTH"))
    assert "A. Kaya" in text(again)
    assert "<form" not in again.content.decode()
    page = text(desk.get(f"/cases/{number}/"))
    for said in ("the customer", "A. Kaya", "1 stopped there", "In our cage."):
        assert said in page


def test_the_answer_of_one_is_not_the_answer_of_another(number: str) -> None:
    assert sent("SOUTH") == 302
    answered = RecallNotice.objects.exclude(acknowledged_at=None)
    assert list(answered.values_list("name", flat=True)) == ["South Tyres"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"who": ""}, "This is missing."),
        ({"stopped": "-2"}, "This does not fit here."),
        ({"sold": "many"}, "This does not fit here."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_box(
    number: str, told: dict[str, str], said: str
) -> None:
    answer = Client().post(link("EAST"), {"who": "A. Kaya", "answer": "In our cage.", **told})
    assert answer.status_code == 422
    assert said in text(answer)
    assert "In our cage." in answer.content.decode()
    assert answers_of(number) == []


@pytest.mark.parametrize("code", ["x", "0" * 43, "%00", "ş", "a b"])
def test_a_wrong_link_says_so_in_words(number: str, code: str) -> None:
    for answer in (Client().get(f"/a/{code}/"), Client().post(f"/a/{code}/", {"who": "x"})):
        assert answer.status_code == 404
        assert "This link leads to no letter." in text(answer)
        assert number not in text(answer)


def test_a_link_ends_with_the_recall(number: str) -> None:
    for customer in ("NORTH", "SOUTH", "EAST"):
        recovering.write_off(number, because="Sold.", customer=customer, taking=BY)
    recovering.close(number, effectiveness="All were told.", taking=BY)
    assert Client().get(link("NORTH")).status_code == 410
    assert sent("EAST") == 410
    shown = text(Client().get(link("EAST")))
    assert "This recall is closed" in shown
    assert "E-1" not in shown
    assert answers_of(number) == []


def test_the_link_of_an_older_letter_shows_the_newest(number: str) -> None:
    older = link("EAST")
    notifying.notify(number, instruction="Keep them cool.", taking=BY)
    assert "Keep them cool." in text(Client().get(older))
    assert Client().post(older, {"who": "A. Kaya"}).status_code == 302
    assert "A. Kaya" in text(Client().get(link("EAST")))
    assert len(answers_of(number)) == 1


def test_who_tries_links_is_slowed_down(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = limits.Limits({Role.PARTNER: 1})
    monkeypatch.setattr(limits, "of_process", lambda: slow)
    answers = [Client().get(f"/a/{guess:043}/") for guess in range(5)]
    assert [one.status_code for one in answers] == [404, 404, 404, 429, 429]
    assert answers[-1]["Retry-After"]


@override_settings(GOZINTO_PUBLIC_URL=OUTSIDE)
def test_mail_and_paper_carry_the_link_and_the_paper_its_code(number: str) -> None:
    with posting() as post:
        assert notifying.send(draw=letters.draw, link=answers.link) == 2
    (mail,) = [mail for to, mail in post.mails if to == "quality@south.example"]
    body, paper = mail.get_payload()
    wanted = f"{OUTSIDE}{link('SOUTH')}"
    # both are leaves of the mail, of which the stubs are not sure
    assert wanted in body.get_payload(decode=True).decode()  # type: ignore[union-attr]
    printed: bytes = paper.get_payload(decode=True)  # type: ignore[union-attr,assignment]
    assert "S-1" in images.pdf_words(printed)
    picture = images.as_picture(images.pdf_pages(printed)[0])
    assert wanted in [one.text for one in symbols.read_picture(picture)]


def test_where_nobody_outside_reaches_us_letters_carry_no_link(number: str, desk: Client) -> None:
    assert answers.link("x") == ""
    assert "GOZINTO_PUBLIC_URL" in text(desk.get(f"/cases/{number}/"))
