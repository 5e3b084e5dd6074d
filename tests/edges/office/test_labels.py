"""Layouts are listed, looked at, changed beside their preview, and taken back."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.edges.office.labelling import drafts
from gozinto.labels import library
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.models import LabelElement, LabelLayout, Printer
from tests.edges.office.test_pages import text as shown_text
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = pytest.mark.django_db

LOT = "/labels/of/lot/"


@pytest.fixture
def planner(client: Client) -> Client:
    """A browser in which somebody who describes the plant is signed in."""
    user = User.objects.create_user("planner", password="a long enough one", person="P-7")
    RoleGrant.objects.create(user=user, role=Role.PLANNER)
    client.force_login(user)
    return client


def form(code: str = "lot", **changed: str) -> dict[str, str]:
    """What the page of a layout would send, but for what somebody changed."""
    draft = drafts.stored(code)
    sent = {name: draft.layout[name] for name in drafts.LAYOUT_FIELDS}
    sent["elements"] = ",".join(row["nr"] for row in draft.elements)
    for row in draft.elements:
        for name in ("kind", *drafts.FIELDS_OF[row["kind"]]):
            if row[name] != "false":
                sent[f"{name}-{row['nr']}"] = row[name]
    return sent | changed


def text(answer: Any) -> str:
    """What a reader sees."""
    return unescape(shown_text(answer))


def status(answer: Any) -> int:
    return int(answer.status_code)


def test_what_comes_along_is_listed_and_found(desk: Client) -> None:
    shown = text(desk.get("/labels/"))
    assert "GS1 logistic label" in shown
    assert shown.count("built in") == 8 + 1  # the rows, and the sentence above them
    found = text(desk.get("/labels/", {"q": "logistic"}))
    assert "container" in found
    assert "station" not in found
    assert "No layout is called so" in text(desk.get("/labels/", {"q": "zzz"}))


def test_a_layout_is_shown_with_its_picture_and_read_only_to_most(desk: Client) -> None:
    answer = desk.get(LOT)
    assert b"data:image/svg+xml;base64," in answer.content
    shown = text(answer)
    assert "An example; name something below" in shown
    assert "A planner, integrator or administrator can change it." in shown
    assert status(desk.post(LOT, form())) == 403
    assert status(desk.post(LOT + "preview/", form())) == 403
    assert status(desk.get("/labels/of/nothing/")) == 404


def test_the_preview_shows_the_form_and_keeps_nothing(planner: Client) -> None:
    answer = planner.post(LOT + "preview/", form(**{"text-2": "Charge {number}"}))
    assert b"data:image/svg+xml" in answer.content
    shown = text(planner.post(LOT + "preview/", form(**{"text-2": "Charge {nummer}"})))
    assert "element 2" in shown
    assert "has no field 'nummer'. Did you mean number or name?" in shown
    assert LabelLayout.objects.count() == 0


def test_a_change_makes_the_layout_the_plants_own_and_is_taken_back(planner: Client) -> None:
    answer = planner.post(LOT, form(do="save", **{"text-2": "Charge {number}"}))
    assert (status(answer), answer["Location"]) == (302, LOT + "?saved=1")
    assert library.is_own("lot")
    assert LabelElement.objects.get(nr=2).text == "Charge {number}"
    assert LabelElement.objects.count() == len(library.shipped()["lot"].elements)
    page = planner.get(LOT, {"saved": "1"})
    assert "Saved." in text(page)
    batch = page.context["undoable"]
    planner.post(LOT, {"do": "undo", "batch": str(batch)})
    assert not library.is_own("lot")
    assert planner.get(LOT).context["undoable"] is None


def test_elements_are_put_on_and_taken_off(planner: Client) -> None:
    planner.post(LOT, form(do="save"))
    added = planner.post(LOT, form(add="symbol"))
    assert [one["nr"] for one in added.context["elements"]][-1] == "10"
    assert "not saved" in text(added)
    taken = planner.post(LOT, form(remove="9"))
    assert [one["nr"] for one in taken.context["elements"]] == [str(n) for n in range(1, 9)]
    left = form()
    left["elements"] = "1,2"
    planner.post(LOT, left | {"do": "save"})
    assert list(LabelElement.objects.order_by("nr").values_list("nr", flat=True)) == [1, 2]


def test_all_that_is_wrong_with_a_layout_is_told_and_what_was_typed_stays(planner: Client) -> None:
    wrong = form(do="save", **{"width_mm-2": "200", "size_pt-3": "huge", "name": "Ours"})
    answer = planner.post(LOT, wrong)
    shown = text(answer)
    assert status(answer) == 422
    assert "element 3, column size_pt" in shown
    assert "'huge' is no number." in shown
    assert b'value="huge"' in answer.content
    assert LabelLayout.objects.count() == 0


def test_a_new_layout_begins_as_the_one_that_comes_along(planner: Client) -> None:
    answer = planner.post("/labels/new/", {"code": "REEL 1/2", "purpose": "lot"})
    assert status(answer) == 302
    assert len(library.get("REEL 1/2").elements) == len(library.get("lot").elements)
    assert status(planner.get(answer["Location"])) == 200
    again = planner.post("/labels/new/", {"code": "REEL 1/2", "purpose": "lot"})
    assert status(again) == 422
    assert status(planner.post("/labels/new/", {"code": "X", "purpose": "tyre"})) == 400
    assert status(planner.post("/labels/new/", {"code": "", "purpose": "lot"})) == 422


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"elements": "1,1,x,,99999999999999999999", "kind-1": "text"},
        {"elements": "1", "kind-1": "picture"},
        {"elements": "1", "kind-1": "symbol", "symbology-1": "aztec", "x_mm-1": "NaN"},
        {"purpose": "tyre"},
        {"do": "undo", "batch": "nothing"},
        {"add": "picture"},
        {"of": "\0"},
    ],
)
def test_nothing_that_is_sent_is_more_than_a_refusal(planner: Client, sent: dict[str, str]) -> None:
    for path in (LOT, LOT + "preview/"):
        assert status(planner.post(path, sent)) < 500


def test_what_comes_along_is_called_in_the_readers_language(desk: Client) -> None:
    desk.cookies["django_language"] = "de"
    shown = text(desk.get("/labels/"))
    assert "lot Los Los" in shown
    assert "GS1-Transportetikett" in shown


@pytest.mark.usefixtures("plant")
def test_a_units_card_shows_its_label_and_prints_it_once(planner: Client) -> None:
    card = {"id": SERIAL}
    shown = planner.get("/labels/card/", card)
    assert b"data:image/svg+xml" in shown.content
    assert "No printer is described yet" in text(shown)
    assert 'href="/setup/printers/new/"' in shown.content.decode()
    Printer.objects.create(code="Z", name="Zebra", connection="file", address="out", language="pdf")
    sent = {"id": TYRE, "layout": "", "printer": "Z"}
    done = planner.post("/labels/print/", sent)
    job = PrintJob.objects.get()
    assert (job.subject, job.layout, job.by) == (TYRE, "serial", "P-7")
    assert f"Print job {job.pk} waits" in text(done)
    again = planner.post("/labels/print/", sent)
    assert status(again) == 422
    assert PrintJob.objects.count() == 1
    assert status(planner.post("/labels/print/", sent | {"reason": "torn"})) == 200


@pytest.mark.usefixtures("plant")
def test_a_thing_without_what_its_layout_needs_says_so(desk: Client) -> None:
    LabelLayout.objects.create(
        code="serial", name="Ours", purpose="serial", width_mm=50, height_mm=30
    )
    LabelElement.objects.create(
        layout=LabelLayout.objects.get(), nr=1, kind="symbol", symbology="gs1_datamatrix",
        text="{gs1}", x_mm=2, y_mm=2, width_mm=20, height_mm=20,
    )  # fmt: skip
    shown = text(desk.get("/labels/card/", {"id": TYRE}, headers={"HX-Request": "true"}))
    assert "its material has no GTIN" in shown


@pytest.mark.usefixtures("plant")
def test_who_cannot_describe_a_printer_is_told_who_can(client: Client) -> None:
    user = User.objects.create_user("packer", password="a long enough one")
    RoleGrant.objects.create(user=user, role=Role.OPERATOR)
    client.force_login(user)
    shown = client.get("/labels/card/", {"id": SERIAL})
    assert "Ask somebody who sets up the plant (Administrator, Integrator, Planner)" in text(shown)
    assert "/setup/printers/" not in shown.content.decode()
