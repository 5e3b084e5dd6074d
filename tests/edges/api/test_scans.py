"""A scan over HTTP: a text or a picture, one shape of answer, and a code for every mistake."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gozinto import record
from gozinto.edges.api import scan_shapes as shapes
from gozinto.edges.api.scans import _EXAMPLES
from gozinto.plant.models import Material
from gozinto.standards.symbols.reading import MOST_BYTES
from tests import workshop
from tests.edges.api.test_traces import problem
from tests.plants import received, some
from tests.standards.symbols import rasters

pytestmark = pytest.mark.django_db

SCAN = "/api/v1/scan"
GTIN = "09521234543213"
TYRE_LOT = f"https://id.gs1.org/01/{GTIN}/10/IA-23092018-001"


@pytest.fixture(autouse=True)
def _plant() -> None:
    workshop.furnish()
    Material.objects.filter(code="T205").update(gtin=GTIN)
    Material.objects.filter(code="HB").update(gtin="04150567890128")
    record.capture(received(some(TYRE_LOT, 4, "C62"), 0))


def scanned(program: Client, text: str) -> Any:
    answer = program.post(SCAN, json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    shapes.ScansOut.model_validate(answer.json())
    (only,) = answer.json()["scans"]
    return only


def pictured(program: Client, picture: bytes) -> Any:
    return program.post(SCAN, {"picture": SimpleUploadedFile("label.png", picture)})


def test_a_text_is_answered_with_the_one_thing_it_means(program: Client) -> None:
    told = scanned(program, f"]C101{GTIN}10IA-23092018-001")
    assert told["verdict"] == "one"
    assert told["matches"] == [
        {
            "kind": "lot",
            "code": "IA-23092018-001",
            "uri": TYRE_LOT,
            "name": "205/55 R16 tyre",
        }
    ]
    assert told["elements"][1] == {"identifier": "10", "name": "lot", "value": "IA-23092018-001"}
    assert told["is_on_record"]


def test_a_new_lot_is_told_with_what_its_label_says(program: Client) -> None:
    told = scanned(program, "(01)04150567890128(10)HB-2209(17)260900(3102)012550")
    assert told["verdict"] == "new_lot"
    assert told["new_lots"] == [
        {
            "material": "HB",
            "lot": "HB-2209",
            "expires_on": "2026-09-30",
            "quantity": "125.50",
            "uom": "KGM",
        }
    ]


def test_every_example_of_the_open_api_page_can_be_sent_as_it_stands(program: Client) -> None:
    page = program.get("/api/v1/openapi.json").json()
    body = page["paths"]["/api/v1/scan"]["post"]["requestBody"]["content"]
    examples = body["application/json"]["examples"]
    assert examples.keys() == _EXAMPLES.keys()
    verdicts = {name: scanned(program, one["value"]["text"]) for name, one in examples.items()}
    assert {name: told["verdict"] for name, told in verdicts.items()} == {
        "lot": "one",
        "number": "nothing",
        "delivery": "new_lot",
        "pallet": "new_lot",
        "link": "nothing",
        "badge": "one",
    }


def test_a_picture_of_a_label_means_what_its_text_means(program: Client) -> None:
    text = f"(01){GTIN}(10)IA-23092018-001"
    answer = pictured(program, rasters.label_of(text, symbology="gs1_datamatrix"))
    assert answer.status_code == 200, answer.content
    shapes.ScansOut.model_validate(answer.json())
    (told,) = answer.json()["scans"]
    assert (told["verdict"], told["matches"][0]["uri"]) == ("one", TYRE_LOT)
    assert told["symbol"]["identifier"] == "]d2"
    assert len(told["symbol"]["corners"]) == 4


def test_a_symbol_that_contradicts_its_standard_says_so_beside_where_it_stands(
    program: Client,
) -> None:
    link = "https://id.gs1.org/01/09521234543214"
    (told,) = pictured(program, rasters.label_of(link, symbology="qr")).json()["scans"]
    shapes.ScansOut.model_validate({"scans": [told]})
    assert told["verdict"] == "unreadable"
    assert told["problem"]["code"] == "bad_check_digit"


def test_a_picture_without_a_symbol_is_answered_with_none(program: Client) -> None:
    paper = rasters.picture(np.full((40, 40), 255, dtype=np.uint8))
    assert pictured(program, paper).json() == {"scans": []}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_scan"),
        ("(01)09521234543214", "bad_check_digit"),
        ("]C1", "empty_scan"),
        ("]?", "symbology_not_told"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(
    program: Client, text: str, code: str
) -> None:
    sent = json.dumps({"text": text})
    told = problem(program.post(SCAN, sent, content_type="application/json"), 400, code)
    assert "scans" not in told


def test_what_is_no_scan_at_all_is_refused(program: Client) -> None:
    for body in ("{}", '{"text": 7}', '{"text": "x", "more": 1}', json.dumps({"text": "x" * 4001})):
        refused = program.post(SCAN, body, content_type="application/json")
        assert problem(refused, 400, "bad_parameter")["detail"]
    assert problem(pictured(program, b"no picture"), 400, "picture_unreadable")["detail"]
    large = pictured(program, b"\0" * (MOST_BYTES + 1))
    assert problem(large, 413, "picture_too_large")["detail"]
    assert problem(program.post(SCAN, {"note": "no file"}), 400, "one_file_only")["detail"]
