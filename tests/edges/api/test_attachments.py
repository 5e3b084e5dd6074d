"""Files on objects and events over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.record.models import Event
from tests.edges.small_plant import SERIAL, TYRE
from tests.record.attachments.test_media_types import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

WHERE = "/api/v1/attachments"


def put(program: Client, query: str = f"object={SERIAL}", content: bytes = PDF) -> Any:
    return program.post(f"{WHERE}?{query}", {"file": SimpleUploadedFile("c.pdf", content)})


def test_a_file_is_put_listed_fetched_and_withdrawn(program: Client) -> None:
    kept = put(program, f"object={SERIAL}&note=cure&name=curve.pdf").json()
    assert (kept["name"], kept["object"], kept["note"]) == ("curve.pdf", TYRE, "cure")
    assert program.get(f"{WHERE}?object={SERIAL}").json() == {"attachments": [kept]}
    assert program.get(f"{WHERE}/{kept['id']}").json() == kept
    content = program.get(f"{WHERE}/{kept['id']}/content")
    assert content.content == PDF
    assert content["X-Content-Type-Options"] == "nosniff"
    quality = Client(
        headers={"Authorization": f"Bearer {tokens.create(role=Role.QUALITY, name='q')}"}
    )
    where, reason = f"{WHERE}/{kept['id']}/withdraw", {"reason": "of another tyre"}
    assert program.post(where, reason, content_type="application/json").status_code == 403
    told = quality.post(where, reason, content_type="application/json").json()
    assert (told["why"], told["withdrawn_by"]) == ("of another tyre", "q")


def test_a_file_on_an_event_goes_by_its_id(program: Client) -> None:
    event = Event.objects.filter(document__contains=SERIAL).earliest("position")
    kept = put(program, f"event={event.event_id}").json()
    assert kept["event_id"] == event.event_id
    assert program.get(f"{WHERE}?event={event.event_id}").json()["attachments"] == [kept]


@pytest.mark.parametrize(
    ("query", "content", "status", "code"),
    [
        ("", PDF, 400, "bad_parameter"),
        (f"object={SERIAL}&event=x", PDF, 400, "bad_parameter"),
        ("object=nothing", PDF, 404, "unknown"),
        ("event=nothing", PDF, 404, "unknown_event"),
        (f"object={SERIAL}", b"MZ\x90\x00", 400, "unknown_file_type"),
        (f"object={SERIAL}&note={'x' * 501}", PDF, 400, "bad_parameter"),
    ],
)
def test_what_is_not_taken_is_told_why(
    program: Client, query: str, content: bytes, status: int, code: str
) -> None:
    answer = put(program, query, content)
    assert answer.status_code == status, answer.content
    assert code in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999999"])
def test_a_file_that_is_not_there_is_told_so(program: Client, number: str) -> None:
    for path in ("", "/content"):
        assert program.get(f"{WHERE}/{number}{path}").status_code == 404
