"""Files on the pages of objects and events: added, fetched, withdrawn, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import urlencode

from gozinto.access.roles import Role
from gozinto.plant import objects
from gozinto.plant.models import Material, RoutingStep
from gozinto.record.attachments import attaching
from gozinto.record.models import Event
from tests.edges.office.questions import few
from tests.edges.office.test_pages import text
from tests.edges.office.test_thing_tabs import address, somebody
from tests.edges.small_plant import SERIAL, TYRE
from tests.record.attachments.test_media_types import PDF, PNG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]


ON_TYRE = f"/files/add/?{urlencode({'id': TYRE})}"


def upload(desk: Client, content: bytes, name: str, **more: str) -> Any:
    return desk.post(ON_TYRE, {"file": SimpleUploadedFile(name, content), **more})


def on_tyre() -> list[attaching.Attached]:
    return attaching.of_object(objects.resolve(SERIAL))


def test_a_file_is_added_fetched_and_withdrawn(desk: Client) -> None:
    answer = upload(desk, PDF, "x/../Prüfbericht 1.pdf", note="from the laboratory")
    assert answer["Location"] == address(SERIAL, "documents")
    shown = desk.get(address(SERIAL, "documents"))
    for said in ("Prüfbericht 1.pdf", "from the laboratory", "PDF", "SN-20871"):
        assert said in text(shown)
    (one,) = on_tyre()
    fetched = desk.get(f"/files/{one.id}/")
    assert fetched.content == PDF
    assert fetched["Content-Type"] == "application/pdf"
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert fetched["Content-Disposition"].startswith("attachment; filename*=utf-8''Pr")
    desk.post(f"/files/{one.id}/withdraw/", {"reason": "of another tyre"})
    again = text(desk.get(address(SERIAL, "documents")))
    assert "of another tyre" in again
    assert "withdrawn" in again
    twice = desk.post(f"/files/{one.id}/withdraw/", {"reason": "again"})
    assert twice.status_code == 409
    assert "Prüfbericht 1.pdf" in text(twice), "it is told where the file is listed"


def test_a_file_on_an_event_stands_on_its_page_and_on_those_it_names(desk: Client) -> None:
    event = Event.objects.filter(document__contains=SERIAL).earliest("position")
    on_event = f"/files/add/?event={event.position}"
    picture = {"file": SimpleUploadedFile("p.png", PNG)}
    assert desk.post(on_event, picture)["Location"] == f"/events/{event.position}/"
    assert "p.png" in text(desk.get(f"/events/{event.position}/"))
    assert "p.png" in text(desk.get(address(SERIAL, "documents")))


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (b"MZ\x90\x00", "certificate.pdf", 400, "What this file is cannot be told"),
        (b"", "empty.pdf", 400, "The file is empty"),
        (PDF, "\u202e\u200f", 400, "one file"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why(
    desk: Client, content: bytes, name: str, status: int, said: str
) -> None:
    answer = upload(desk, content, name)
    assert answer.status_code == status
    assert said in text(answer)
    assert 'action="/files/add/' in answer.content.decode(), "another one may be chosen at once"
    assert f"{SERIAL} Serial" in text(answer), "it is the page of the tyre"
    assert on_tyre() == []


def test_a_file_that_an_event_does_not_take_is_told_on_its_page(desk: Client) -> None:
    event = Event.objects.filter(document__contains=SERIAL).earliest("position")
    answer = desk.post(f"/files/add/?event={event.position}", {"note": "the seal"})
    assert answer.status_code == 400
    for said in (f"Event {event.position}", "There has to be one file"):
        assert said in text(answer)
    assert 'value="the seal"' in answer.content.decode()


def test_a_page_in_a_file_stays_text_and_its_name_stays_a_name(desk: Client) -> None:
    upload(desk, b"<script>alert(1)</script>", '"><img src=x onerror=alert(1)>.html')
    (one,) = on_tyre()
    assert one.media_type == "text/plain"
    page = desk.get(address(SERIAL, "documents")).content.decode()
    assert "<img" not in page
    assert desk.get(f"/files/{one.id}/")["Content-Type"] == "text/plain"


def test_what_is_too_large_is_refused_before_it_is_read(desk: Client) -> None:
    answer = desk.post(
        ON_TYRE,
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(attaching.MOST_BYTES * 2)},
    )
    assert answer.status_code == 413
    assert "too large" in text(answer)
    assert 'action="/files/add/' in answer.content.decode()


def test_a_form_of_another_site_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = somebody(Role.QUALITY).cookies
    assert upload(strict, PDF, "c.pdf").status_code == 403
    assert on_tyre() == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PARTNER])
def test_who_may_not_add_sees_no_form_and_is_refused(role: Role) -> None:
    client = somebody(role)
    assert "/files/add/" not in client.get(address(SERIAL, "documents")).content.decode()
    assert upload(client, PDF, "c.pdf").status_code == 403
    assert on_tyre() == []


def test_who_may_not_withdraw_sees_no_button_and_is_refused(desk: Client) -> None:
    upload(desk, PDF, "c.pdf")
    (one,) = on_tyre()
    operator = somebody(Role.OPERATOR)
    assert "/withdraw/" not in operator.get(address(SERIAL, "documents")).content.decode()
    assert operator.post(f"/files/{one.id}/withdraw/", {"reason": "x"}).status_code == 403
    assert on_tyre()[0].withdrawn_at is None


@pytest.mark.parametrize("form", [{}, {"id": "nothing"}, {"event": "x"}, {"event": "0"}])
def test_a_file_on_nothing_is_refused(desk: Client, form: dict[str, str]) -> None:
    where = f"/files/add/?{urlencode(form)}"
    answer = desk.post(where, {"file": SimpleUploadedFile("c.pdf", PDF)})
    assert answer.status_code in (400, 404)


def test_many_files_cost_no_more(desk: Client) -> None:
    for number in range(3):
        upload(desk, PDF + str(number).encode(), f"{number}.pdf")
    assert few(desk, address(SERIAL, "documents")).status_code == 200


STEP = {"kind": "routing-steps", "key": "T205||curing"}


def test_a_drawing_is_put_on_a_step_and_stands_on_its_page(desk: Client) -> None:
    RoutingStep.objects.create(
        material=Material.objects.get(code="T205"), sequence=80, step="curing"
    )
    page = f"/setup/routing-steps/row/?{urlencode({'key': STEP['key']})}"
    where = f"/files/add/?{urlencode(STEP)}"
    assert f'action="/files/add/?{urlencode(STEP)}"'.replace("&", "&amp;") in (
        desk.get(page).content.decode()
    )
    sent = {"file": SimpleUploadedFile("mould.png", PNG), "note": "how it lies"}
    answer = desk.post(where, sent)
    shown = text(desk.get(answer["Location"]))
    assert "mould.png" in shown
    assert "how it lies" in shown
    refused = desk.post(where, {"file": SimpleUploadedFile("a.html", b"<p>\x00</p>")})
    assert refused.status_code == 400
    assert "mould.png" in text(refused), "it is told where the file is listed"
    (one,) = attaching.of_rows([attaching.Described(**STEP)])
    assert (
        desk.post(f"/files/{one.id}/withdraw/", {"reason": "old"})["Location"]
        == (answer["Location"])
    )


def test_a_file_on_a_row_that_is_not_there_is_refused(desk: Client) -> None:
    where = f"/files/add/?{urlencode({'kind': 'materials', 'key': 'NO-SUCH'})}"
    assert desk.post(where, {"file": SimpleUploadedFile("c.pdf", PDF)}).status_code == 404
