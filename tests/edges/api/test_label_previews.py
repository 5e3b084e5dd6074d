"""How labels come out, over HTTP."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from gozinto.labels.layouts import PURPOSES
from gozinto.standards.symbols import reading
from tests.edges.small_plant import SERIAL, TYRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plant")]


def ask(program: Client, body: Any, **headers: str) -> Any:
    return program.post(
        "/api/v1/labels/preview", body, content_type="application/json", headers=headers
    )


def test_a_units_label_is_a_picture_that_is_read_back(program: Client) -> None:
    answer = ask(program, {"layout": "serial", "ids": [SERIAL]})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    picture = Image.open(io.BytesIO(answer.content))
    assert [round(side / 300 * 25.4) for side in picture.size] == [60, 30]
    assert TYRE in [one.text for one in reading.read_picture(answer.content)]


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("image/svg+xml", b"<svg"),
        ("text/html, application/pdf;q=0.9", b"%PDF"),
        ("application/vnd.zebra.zpl", b"^XA"),
        ("*/*", b"\x89PNG"),
    ],
)
def test_the_format_is_what_accept_asks_for(program: Client, accept: str, begins: bytes) -> None:
    answer = ask(program, {"layout": "serial", "ids": [SERIAL]}, Accept=accept)
    assert answer.content.startswith(begins)
    named = ask(program, {"layout": "serial", "ids": [SERIAL], "format": "png"}, Accept=accept)
    assert named.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_example_of_every_layout_that_comes_along(program: Client, purpose: str) -> None:
    assert ask(program, {"layout": purpose, "format": "pdf"}).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"layout": "nothing"}, 404, "unknown_layout"),
        ({"layout": "serial", "ids": ["0444232323"]}, 404, "unknown_id"),
        ({"layout": "lot", "ids": [SERIAL]}, 422, "label_of_other_kind"),
        ({"layout": "serial", "ids": [SERIAL, TYRE]}, 400, "bad_parameter"),
        ({"layout": "serial", "dpi": 99999}, 400, "bad_parameter"),
        ({"layout": "serial", "colour": "red"}, 400, "bad_parameter"),
        ({}, 400, "bad_parameter"),
    ],
)
def test_what_cannot_be_shown_says_why(
    program: Client, body: dict[str, Any], status: int, code: str
) -> None:
    answer = ask(program, body)
    found = answer.json()
    codes = {found["code"], *(one["code"] for one in found.get("violations", ()))}
    assert (answer.status_code, code in codes) == (status, True), found
