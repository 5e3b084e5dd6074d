"""Letters of a recall go out by a real mail server, to each customer about theirs alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from gozinto.cases import stepping
from gozinto.cases.models import RecallNotice
from gozinto.cases.recalls import notifying
from gozinto.cases.recalls.notifying import Letter
from gozinto.errors import Refused
from gozinto.record import clock
from tests.cases.recalls.posted import BY, TYRES, Post, called_back, posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Iterator[Post]:
    with posting() as kept:
        yield kept


@pytest.fixture
def told() -> str:
    return called_back()


def drawn(letter: Letter) -> bytes:
    """A letter as a plain text, so that a test can read what stands in it."""
    return "\n".join(f"{line.number} {line.note}" for line in letter.lines).encode()


def said_to(post: Post) -> dict[str, str]:
    """By address: all that anybody there can read, attachments too."""
    return {
        to: " ".join(
            part.get_payload(decode=True).decode()  # type: ignore[union-attr]  # no part has parts
            for part in mail.walk()
            if not part.is_multipart()
        )
        for to, mail in post.mails
    }


def states() -> dict[str, str]:
    return dict(RecallNotice.objects.order_by("step").values_list("name", "state"))


def test_no_letter_holds_what_another_customer_has(told: str, post: Post) -> None:
    assert notifying.send(draw=drawn) == 2
    said = said_to(post)
    assert set(said) == {"quality@north.example", "quality@south.example"}
    for code in ("NORTH", "SOUTH"):
        text = said[f"quality@{code.lower()}.example"]
        others = [number for dealer, some in TYRES.items() if dealer != code for number in some]
        assert all(number in text for number in TYRES[code])
        assert not any(number in text for number in others)
        assert not any(f"DN-{dealer}" in text for dealer in TYRES if dealer != code)
    subject = str(post.mails[0][1]["Subject"])
    assert "\n" not in subject
    # Whom nobody can write to waits for a person.
    assert states() == {
        "North Tyres": "sent", "South Tyres": "sent", "East Tyres": "failed",
    }  # fmt: skip


def test_what_does_not_go_is_tried_again_later_and_in_the_end_left_to_somebody(
    told: str, post: Post
) -> None:
    post.refuses = True
    assert notifying.send(draw=drawn) == 0
    waiting = RecallNotice.objects.get(name="North Tyres")
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert waiting.next_at > clock.now() + timedelta(seconds=30)
    assert not notifying.is_due()

    post.refuses = False
    RecallNotice.objects.filter(state="waiting").update(next_at=clock.now())
    assert notifying.send(draw=drawn) == 2
    post.refuses = True
    RecallNotice.objects.filter(name="North Tyres").update(
        state="waiting", attempts=notifying.MOST_ATTEMPTS - 1, next_at=clock.now()
    )
    notifying.send(draw=drawn)
    assert states()["North Tyres"] == "failed"


def test_who_answered_is_not_reminded(told: str, post: Post) -> None:
    notifying.acknowledge(
        told, customer="NORTH", who="A. Kaya", answered={"stopped": "2"}, taking=BY
    )
    notifying.remind(told, taking=BY)
    reminded = RecallNotice.objects.filter(is_reminder=True)
    assert set(reminded.values_list("name", flat=True)) == {"South Tyres", "East Tyres"}
    notifying.send(draw=drawn)
    assert "quality@north.example" not in said_to(post)
    for code in ("SOUTH", "EAST"):
        notifying.acknowledge(told, customer=code, who="by telephone", taking=BY)
    with pytest.raises(Refused) as error:
        notifying.remind(told, taking=BY)
    assert [one.code for one in error.value.violations] == ["nobody_to_tell"]
    assert stepping.find(told).state == "notified"
