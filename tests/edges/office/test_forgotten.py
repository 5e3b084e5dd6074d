"""A forgotten password: a link by mail where mail is sent, else the way to an administrator."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from gozinto.access import administering, forgotten
from gozinto.deployment import mail as sending
from gozinto.errors import Malformed
from tests.edges.office.test_pages import text

pytestmark = pytest.mark.django_db
LONG = "three tyres and a bladder"


@pytest.fixture(autouse=True)
def _ben(settings: Settings) -> None:
    settings.SENDS_MAIL = True
    administering.create(name="ben", email="ben@x.example", roles=["quality"], by="chief")


def test_a_link_is_mailed_and_sets_the_password(client: Client) -> None:
    assert "Look into your mail" in text(client.post("/forgotten/", {"name": "ben"}))
    (letter,) = mail.outbox
    assert letter.to == ["ben@x.example"]
    found = re.search(r"http://testserver(/new-password/\S+)", str(letter.body))
    assert found
    client.post(found[1], {"new": LONG, "again": LONG})
    assert client.post("/sign-in/", {"username": "ben", "password": LONG})["Location"] == "/"


def test_nobody_learns_who_has_an_account_and_no_letter_box_is_filled(client: Client) -> None:
    known = text(client.post("/forgotten/", {"name": "ben"}))
    for name in ("nobody", "ben", "a\0b", ""):
        assert text(client.post("/forgotten/", {"name": name})) == known
    assert len(mail.outbox) == 1


def test_a_letter_that_cannot_be_sent_is_said_and_its_link_is_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **named: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(forgotten, "send_mail", away)
    answer = client.post("/forgotten/", {"name": "ben"})
    assert answer.status_code == 503
    assert "could not be sent" in text(answer)
    monkeypatch.undo()
    client.post("/forgotten/", {"name": "ben"})
    assert len(mail.outbox) == 1


def test_without_mail_the_way_is_to_an_administrator(client: Client, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    assert "Ask an administrator" in text(client.get("/forgotten/"))
    assert "Ask an administrator" in text(client.post("/forgotten/", {"name": "ben"}))
    assert mail.outbox == []


def test_the_address_of_a_mail_server_is_read() -> None:
    from_us = {"GOZINTO_MAIL_FROM": "gozinto@x.example"}
    read = sending.settings({"GOZINTO_SMTP_URL": "smtp://me:p%40ss@mail.example", **from_us})
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"]) == (
        "mail.example",
        587,
        True,
    )
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("me", "p@ss")
    assert sending.settings({"GOZINTO_SMTP_URL": "smtps://h", **from_us})["EMAIL_USE_SSL"]
    assert sending.settings({}) == {}


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://h:99999", "smtp://h:x", "mail"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Malformed):
        sending.settings({"GOZINTO_SMTP_URL": url, "GOZINTO_MAIL_FROM": "a@b.example"})
