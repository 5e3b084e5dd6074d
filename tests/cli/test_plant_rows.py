"""The rows of master data through the command line: listed, shown, set, removed, taken back."""

from __future__ import annotations

import json

import pytest

from gozinto.cli import app, exits
from gozinto.plant import changing
from tests.plant.changing.works import SMALL, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _described(db: None) -> None:
    send(SMALL)


def run(*arguments: str) -> int:
    """Run a command of `gozinto plant`."""
    return app.run(["plant", *arguments])


def test_rows_are_listed_filtered_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == exits.DONE
    assert "inspection-plans" in capsys.readouterr().out
    assert run("list", "materials", "--where", "kind=raw", "--json") == exits.DONE
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["RUBBER"]
    assert run("list", "materials", "--search", "tyr") == exits.DONE
    listed = capsys.readouterr().out
    assert "TYRE" in listed
    assert "RUBBER" not in listed
    assert run("show", "bill-lines", "TYRE|A|curing|body||RUBBER", "--json") == exits.DONE
    assert json.loads(capsys.readouterr().out)["quantity"] == "9"


def test_a_row_is_set_looked_back_on_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    row = ("materials", "code=TYRE", "shelf_life_days=90")
    assert run("set", *row, "--dry-run") == exits.DONE
    assert changing.get("materials", "TYRE")["shelf_life_days"] == ""
    assert run("set", *row, "--why", "rubber ages", "--by", "ben") == exits.DONE
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("1 changed; batch ")
    assert run("history", "materials", "TYRE") == exits.DONE
    assert "ben" in capsys.readouterr().out
    assert run("undo", said.rpartition(" ")[2], "--why", "it does not") == exits.DONE
    assert changing.get("materials", "TYRE")["shelf_life_days"] == ""


def test_what_cannot_be_says_why_and_ends_with_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "materials", "TYRES") == exits.UNKNOWN
    assert "TYRE" in capsys.readouterr().err
    assert run("set", "materials", "code=X", "uom=KILO") == exits.REFUSED
    assert "unknown_unit" in capsys.readouterr().err
    assert run("set", "materials", "TYRE") == exits.REFUSED
    assert run("undo", "yesterday") == exits.REFUSED
    assert run("remove", "people", "P-1", "--by", "ben") == exits.REFUSED
    assert "crew-members" in capsys.readouterr().err
    assert run("remove", "approvals", "ACME|RUBBER", "--by", "ben") == exits.DONE
    assert changing.find("approvals", "ACME|RUBBER") is None


def test_a_name_is_forgotten() -> None:
    assert run("erase-name", "P-1", "--why", "asked for it", "--by", "dpo") == exits.DONE
    assert changing.get("people", "P-1")["name"] == ""
