"""The demo plants as files: they come in without a fault, go out as they came, and stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from gozinto.demo import described
from gozinto.plant.calendars import reading
from gozinto.plant.importing import exporting, loading
from gozinto.plant.importing.loading import Loaded, Source
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import Material
from gozinto.standards.numbers import patterns

pytestmark = pytest.mark.django_db

PLANTS = ("tyre", "food", "electronics")
WRITTEN_AS_IT_LIVES = {"shifts", "orders", "order-lines"}
"""By its calendars, and with what is bought and sold."""
NOT_DESCRIBED = {"label-layouts", "label-elements", "printers", "print-rules", "interlocks"}
"""Layouts come along, a demo plant has no printers, and interlocks come out of cases."""


def imported(plant: str) -> Loaded:
    return loading.load([Source(tables=described.folder(plant))], by="demo", why="describe it")


@pytest.fixture(params=PLANTS)
def plant(request: pytest.FixtureRequest) -> str:
    """Each plant in an empty database."""
    return str(request.param)


def test_a_plant_comes_in_whole_and_goes_out_byte_for_byte(plant: str, tmp_path: Path) -> None:
    rows = imported(plant).outcome.created
    assert rows == sum(len(described.rows(plant, path.stem)) for path in files(plant))
    exporting.write_folder(KINDS.values(), to=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in files(plant)}
    for path in files(plant):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_second_import_changes_nothing(plant: str) -> None:
    first = imported(plant)
    again = imported(plant)
    assert (again.outcome.batch, again.outcome.unchanged) == (None, first.outcome.created)


def test_every_kind_of_master_data_is_described(plant: str) -> None:
    elsewhere = WRITTEN_AS_IT_LIVES | NOT_DESCRIBED
    assert {path.stem for path in files(plant)} == KINDS.keys() - elsewhere
    levels = {row["level"] for row in described.rows(plant, "equipment")}
    assert levels == {"site", "area", "work_center", "work_unit"}
    kinds = {row["kind"] for row in described.rows(plant, "characteristics")}
    assert kinds == {"number", "pass_fail", "choice"}
    alternatives = [row for row in described.rows(plant, "bill-lines") if row["priority"] != "0"]
    assert alternatives


def test_its_calendars_have_shifts_for_any_year(plant: str) -> None:
    imported(plant)
    for pattern in reading.patterns().values():
        days = [reading.get_pattern(pattern.code).day_of(feast) for feast in pattern.holidays]
        assert all(1 <= day <= pattern.cycle_days for day in days)
        assert pattern.turns


def test_numbers_are_made_and_read_by_sound_patterns(plant: str) -> None:
    for row in described.rows(plant, "numbering-formats"):
        assert patterns.faults(row["pattern"]) == [], row["code"]
    for row in described.rows(plant, "supplier-patterns"):
        assert patterns.partners_faults(row["pattern"]) == [], row["partner"]


def test_the_two_numbers_of_the_story_have_their_formats() -> None:
    imported("tyre")
    tyre = Material.objects.select_related("lot_format", "serial_format").get(code="T205")
    assert tyre.lot_format is not None
    assert tyre.serial_format is not None
    assert tyre.lot_format.pattern == "IA-{date:%d%m%Y}-{seq:3}"
    assert tyre.serial_format.pattern == "{seq:10}"


def files(plant: str) -> list[Path]:
    """The files that describe a plant."""
    return sorted(described.folder(plant).glob("*.csv"))
