"""A food plant begins: described out of tables, numbered, changed, put right, and told again.

Every step is a command in a home of its own, as a person types it.
"""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import gozinto
from gozinto.cli import exits
from gozinto.deployment.homes import Home
from tests import homes

FOOD = Path(gozinto.__file__).parent / "demo" / "food" / "plant"


@pytest.fixture(scope="module")
def plant() -> Iterator[Home]:
    """A home into which the plant was imported."""
    with homes.temporary() as home:
        tried = homes.command(home, "plant", "import", str(FOOD), "--dry-run")
        assert tried.returncode == exits.DONE, tried.stderr
        assert "nothing" in homes.command(home, "plant", "list", "materials").stdout.lower()
        done = homes.command(home, "plant", "import", str(FOOD), "--why", "the first day")
        assert done.returncode == exits.DONE, done.stderr
        yield home


def said(plant: Home, *words: str) -> str:
    """What a command answers."""
    done = homes.command(plant, *words)
    assert done.returncode == exits.DONE, done.stderr
    return done.stdout


def refused(plant: Home, *words: str) -> CompletedProcess[str]:
    done = homes.command(plant, *words)
    assert done.returncode == exits.REFUSED, done.stdout
    return done


def test_saying_it_twice_changes_nothing(plant: Home) -> None:
    assert "created" not in said(plant, "plant", "import", str(FOOD), "--dry-run")


def test_the_plant_comes_out_as_it_went_in(plant: Home, tmp_path: Path) -> None:
    said(plant, "plant", "export", "--to", str(tmp_path / "out"))
    names = sorted(path.name for path in FOOD.glob("*.csv"))
    same, other, missing = filecmp.cmpfiles(FOOD, tmp_path / "out", names, shallow=False)
    assert (same, other, missing) == (names, [], [])


def test_a_change_has_a_history_and_is_taken_back(plant: Home) -> None:
    def life() -> str:
        (row,) = json.loads(
            said(plant, "plant", "list", "materials", "--where", "code=ALMOND", "--json")
        )
        return str(row["shelf_life_days"])

    before = life()
    told = said(
        plant,
        "plant",
        "set",
        "materials",
        "code=ALMOND",
        "shelf_life_days=500",
        "--why",
        "new data",
    )
    batch = told.split()[-1]
    assert life() == "500"
    history = said(plant, "plant", "history", "materials", "ALMOND")
    assert "new data" in history
    assert batch in history
    said(plant, "plant", "undo", batch, "--why", "was wrong")
    assert life() == before


def test_all_that_is_wrong_with_a_row_is_said_at_once(plant: Home) -> None:
    wrong = ("shelf_life_days=-3", "uom=XXX", "kind=foo", "lot_format=NOPE")
    done = refused(plant, "plant", "set", "materials", "code=ALMOND", *wrong)
    codes = ("out_of_range", "unknown_unit", "unknown_choice", "unknown_reference")
    assert [code for code in codes if code not in done.stderr] == []


def test_the_shifts_of_the_year_are_written_ahead_once(plant: Home) -> None:
    assert "created" in said(plant, "plant", "shifts", "--until", "2030-01-31")
    assert "created" not in said(plant, "plant", "shifts", "--until", "2030-01-31")


def test_a_pattern_is_tried_before_there_is_a_plant_for_it(plant: Home) -> None:
    shown = said(plant, "numbers", "preview", "IA-{date:%d%m%Y}-{seq:3}", "--on", "2018-09-23")
    assert shown.splitlines()[0] == "IA-23092018-001"
    assert said(plant, "numbers", "preview", "{seq:10}").splitlines()[0] == "0000000001"


def test_numbers_are_issued_one_after_the_other_and_known_again(plant: Home) -> None:
    first = said(plant, "numbers", "issue", "PASTE", "--count", "3").splitlines()
    second = said(plant, "numbers", "issue", "PASTE").splitlines()
    assert len({*first, *second}) == len(first) + len(second)
    assert "PASTE" in said(plant, "numbers", "recognise", first[0])
