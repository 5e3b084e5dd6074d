"""Numbers from the command line: tried, issued, set aside, given back, void, recognised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gozinto.cli import app, exits
from gozinto.plant.models import NumberingFormat, Partner, SupplierPattern

Output = pytest.CaptureFixture[str]


def ran(shown: Output, *arguments: str, code: int = exits.DONE) -> str:
    assert app.run(["numbers", *arguments]) == code
    said = shown.readouterr()
    return said.out if code == exits.DONE else said.err


@pytest.fixture
def _format(db: None) -> None:
    pattern = "IA-{date:%d%m%Y}-{seq:3}"
    NumberingFormat.objects.create(code="LOTS", name="Lots", pattern=pattern, subject="lot")


def test_a_pattern_is_tried_without_a_plant(capsys: Output) -> None:
    said = ran(capsys, "preview", "IA-{date:%d%m%Y}-{seq:3}", "--on", "2018-09-23", "--count", "2")
    assert said.splitlines() == [
        "IA-23092018-001",
        "IA-23092018-002",
        "… from 2018-09-24 (each day anew): IA-24092018-001",
    ]
    told = json.loads(ran(capsys, "preview", "{date:%g}#{seq:3}", "--on", "2024-12-29", "--json"))
    assert told["resets"] == ["year"]
    assert told["turn"] == {"reset": "year", "on": "2024-12-30", "number": "25#001"}
    assert set(told["obstacles"]) == {"code_39", "gs1"}


def test_a_pattern_that_would_go_wrong_is_refused_with_all_of_it(capsys: Output) -> None:
    said = ran(capsys, "preview", "{material}{seq}{foo}", code=exits.REFUSED)
    assert "unknown_pattern_field" in said
    assert "position 16" in said
    assert "Write it like 2026-03-01" in ran(
        capsys, "preview", "{seq}", "--on", "1.3.2026", code=exits.REFUSED
    )


@pytest.mark.usefixtures("_format")
def test_numbers_are_issued_one_a_line_and_seen_ahead(capsys: Output) -> None:
    on = ("--on", "2018-09-23")
    assert ran(capsys, "preview", "LOTS", *on).startswith("IA-23092018-001")
    said = ran(capsys, "issue", "LOTS", "--count", "2", *on, "--by", "mert")
    assert said.splitlines() == ["IA-23092018-001", "IA-23092018-002"]
    assert ran(capsys, "preview", "LOTS", *on).startswith("IA-23092018-003")
    assert "near: LOTS" in ran(capsys, "issue", "LOSS", code=exits.UNKNOWN)
    assert ran(capsys, "gaps", "LOTS") == "No gaps.\n"


@pytest.mark.usefixtures("_format")
def test_a_panel_takes_numbers_along_and_gives_them_back(capsys: Output, tmp_path: Path) -> None:
    asked = ("--holder", "PANEL-7", "--count", "3", "--on", "2018-12-31", "--until", "2019-01-01")
    told = json.loads(ran(capsys, "reserve", "LOTS", *asked))
    assert [r["scope"] for r in told["ranges"]] == ["2018-12-31", "2019-01-01"]
    assert json.loads(ran(capsys, "overdue"))["id"] == told["id"]
    assert ran(capsys, "issue", "LOTS", "--on", "2019-01-01") == "IA-01012019-004\n"
    gaps = json.loads(ran(capsys, "gaps", "LOTS", "--json"))
    assert {gap["holder"] for gap in gaps} == {"PANEL-7"}
    assert "PANEL-7" in ran(capsys, "gaps", "LOTS")
    used = tmp_path / "used"
    used.write_text("IA-01012019-001\n", encoding="utf-8")
    spoiled = ("--spoiled", "IA-01012019-002", "--why", "torn")
    said = ran(capsys, "return", told["id"], "--used", str(used), *spoiled)
    assert said.startswith("2 registered")
    assert ran(capsys, "issue", "LOTS", "--on", "2019-01-01") == "IA-01012019-003\n"
    assert ran(capsys, "overdue") == ""


@pytest.mark.usefixtures("_format")
def test_a_number_is_made_void_or_replaced_for_a_reason(capsys: Output) -> None:
    on = ("--on", "2018-09-23")
    one, two, three = ran(capsys, "issue", "LOTS", "--count", "3", *on).split()
    assert "void_without_reason" in ran(capsys, "void", one, code=exits.REFUSED)
    assert ran(capsys, "void", one, "--why", "torn") == f"{one} is void.\n"
    said = ran(capsys, "relabel", two, three, "--why", "crooked", "--by", "mert")
    assert [word for word in (two, three, "crooked", "mert") if word not in said] == []


@pytest.mark.usefixtures("_format")
def test_every_reading_of_a_number_is_told(capsys: Output) -> None:
    uri = "https://id.demo.example/partner/S1"
    partner = Partner.objects.create(code="S1", name="S", kind="supplier", uri=uri)
    SupplierPattern.objects.create(partner=partner, pattern="{lot:9}-{date:%y%j}")
    said = ran(capsys, "recognise", "HB-004711-24060")
    assert "not known here" in said
    assert "lot HB-004711, date 24060" in said
    told = json.loads(ran(capsys, "recognise", "HB-004711-24060", "--partner", "S1", "--json"))
    assert told["readings"][0]["days"]["date"]["first"] == "2024-02-29"
    assert "No pattern reads it." in ran(capsys, "recognise", "x")
    ran(capsys, "issue", "LOTS", "--on", "2018-09-23")
    said = ran(capsys, "recognise", "IA-23092018-001")
    assert said.startswith("IA-23092018-001: issued")
    assert "number 1" in said
