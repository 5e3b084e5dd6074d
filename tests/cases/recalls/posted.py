"""A real mail server, and a recall whose three customers were told, for tests of letters."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from gozinto.access.roles import Role
from gozinto.cases.recalls import freezing, notifying, opening, stopping
from gozinto.cases.stepping import Taking
from gozinto.operations import shipping
from gozinto.plant.models import Partner
from gozinto.record import capture
from tests import workshop
from tests.plants import commissioned
from tests.workshop import CLERK, at, lot, unit

TYRES = {"NORTH": ("N-1", "N-2"), "SOUTH": ("S-1",), "EAST": ("E-1",)}
BY = Taking(by="quality", roles=(Role.QUALITY,), signed="password")
INSTRUCTION = "Send them back."


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


@contextmanager
def posting() -> Iterator[Post]:
    """Mail goes to a server of this test's own while it lasts."""
    kept = Post()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=port,
            DEFAULT_FROM_EMAIL="recall@works.example",
            SENDS_MAIL=True,
        ):
            yield kept
    finally:
        server.stop()


def called_back() -> str:
    """The number of a recall: tyres of a lot went to three dealers, one without an address."""
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
    notifying.notify(number, instruction=INSTRUCTION, taking=BY)
    return number
