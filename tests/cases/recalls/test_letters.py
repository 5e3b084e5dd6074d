"""Letters of a recall go out by a real mail server, to each customer about theirs alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from gozinto.access.roles import Role
from gozinto.cases import stepping
from gozinto.cases.models import RecallNotice
from gozinto.cases.recalls import freezing, notifying, opening, stopping
from gozinto.cases.recalls.notifying import Letter
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused
from gozinto.operations import shipping
from gozinto.plant.models import Partner
from gozinto.record import capture, clock
from tests import workshop
from tests.plants import commissioned
from tests.workshop import CLERK, at, lot, unit

pytestmark = pytest.mark.django_db
TYRES = {"NORTH": ("N-1", "N-2"), "SOUTH": ("S-1",), "EAST": ("E-1",)}
BY = Taking(by="quality", roles=(Role.QUALITY,), signed="password")


class Post:
    """Keeps what it is sent; says so where it is told to refuse."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []
        self.refuses = False

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd calls it so
        if self.refuses:
            return "451 try again later"
        self.mails.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    kept = Post()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "recall@works.example"
    settings.SENDS_MAIL = True
    yield kept
    server.stop()


@pytest.fixture
def told() -> str:
    """Tyres of one lot went to three dealers, of whom the third has no address."""
    workshop.furnish()
    workshop.add_partners(("SOUTH", "South Tyres", "dealer"), ("EAST", "East Tyres", "dealer"))
    for code, language in (("NORTH", "tr"), ("SOUTH", "de")):
        Partner.objects.filter(code=code).update(
            language=language, email=f"quality@{code.lower()}.example"
        )
    for dealer, numbers in TYRES.items():
        for number in numbers:
            capture(commissioned(unit("T205", number), 1, of=lot("T205", "L-1")))
        units = [unit("T205", number) for number in numbers]
        shipping.ship(units, note=f"DN-{dealer}", to=dealer, by=CLERK, at=at(10))
    number = opening.open_recall(
        "Air\nloss", because="leaks", of=[lot("T205", "L-1")], taking=BY
    ).number
    freezing.freeze(number, because="leaks", taking=BY)
    stopping.stop(number, taking=BY)
    notifying.notify(number, instruction="Send them back.", taking=BY)
    return number


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
    notifying.acknowledge(told, customer="NORTH", who="A. Kaya", answer="quarantined", taking=BY)
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
