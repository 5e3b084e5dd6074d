"""A scan from the command line: a text or a picture, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gozinto.cli import app, exits
from gozinto.plant.models import Material
from tests import workshop
from tests.standards.symbols import rasters

pytestmark = pytest.mark.django_db

Output = pytest.CaptureFixture[str]
DELIVERY = "(01)04150567890128(10)HB-2209(17)260900(3102)012550"


@pytest.fixture(autouse=True)
def _plant() -> None:
    workshop.furnish()
    Material.objects.filter(code="HB").update(gtin="04150567890128")


def ran(shown: Output, *arguments: str, code: int = exits.DONE) -> str:
    assert app.run(["scan", *arguments]) == code
    said = shown.readouterr()
    return said.out if code == exits.DONE else said.err


def test_a_badge_is_told_with_its_person(capsys: Output) -> None:
    said = ran(capsys, "P-1")
    assert said.startswith("P-1 (number): one thing\n")
    assert "person" in said
    assert "Ada" in said


def test_a_delivery_is_told_with_all_that_its_label_says(capsys: Output) -> None:
    said = ran(capsys, DELIVERY)
    assert "a new lot, which may be received" in said
    for word in ("HB-2209", "125.50", "KGM", "2026-09-30", "net weight", "use by"):
        assert word in said


def test_a_program_gets_the_same_as_json(capsys: Output) -> None:
    (told,) = json.loads(ran(capsys, DELIVERY, "--json"))["scans"]
    assert told["new_lots"][0]["lot"] == "HB-2209"


def test_a_picture_is_read(capsys: Output, tmp_path: Path) -> None:
    label = tmp_path / "label.PNG"
    label.write_bytes(rasters.label_of("P-1", symbology="qr"))
    assert "Ada" in ran(capsys, str(label))
    (told,) = json.loads(ran(capsys, str(label), "--json"))["scans"]
    assert told["symbol"]["identifier"] == "]Q1"


def test_what_is_wrong_is_said_with_a_next_step(capsys: Output, tmp_path: Path) -> None:
    assert "Scan again" in ran(capsys, "(01)04150567890129", code=exits.REFUSED)
    missing = ran(capsys, str(tmp_path / "label.png"), code=exits.UNKNOWN)
    assert "There is no picture" in missing
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    assert "PNG" in ran(capsys, str(broken), code=exits.REFUSED)


def test_near_numbers_are_told_where_nothing_goes_by_it(capsys: Output) -> None:
    assert "nothing here goes by it" in ran(capsys, "X-1")
