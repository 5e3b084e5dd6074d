"""A plant in tables through the command line: filled in, sent, refused, corrected, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from gozinto.cli import app, exits
from gozinto.plant import changing, enterprise
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import Material
from gozinto.record.models import Event
from gozinto.standards.tables import reading

pytestmark = pytest.mark.django_db

MATERIALS = "Kod;Ad;Tür;Birim\r\nHB;Bromobutyl;raw;KGM\r\nT205;Lastik;finished;C62\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table of materials, as Excel saves it in Turkey."""
    enterprise.describe(name="Small Tyre Works", domain="id.demo.example", zone="Europe/Istanbul")
    (tmp_path / "materials.csv").write_text(MATERIALS, encoding="utf-8-sig")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on the terminal, in one line."""
    return " ".join(capsys.readouterr().out.split())


def run(*arguments: object) -> int:
    """Run a command of `gozinto plant`."""
    return app.run(["plant", *map(str, arguments)])


def test_a_template_is_filled_in_and_sent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "skills.csv"
    assert run("template", "skills", "--to", file) == exits.DONE
    assert run("import", file) == exits.DONE
    assert "0 rows of skills" in told(capsys)
    with file.open("a", encoding="utf-8") as more:
        more.write("CURE,Curing\r\n")
    assert run("import", file, "--why", "first day", "--by", "ada") == exits.DONE
    assert "1 row of skills" in told(capsys)
    (entry,) = changing.history("skills", "CURE")
    assert (entry.by, entry.why) == ("ada", "first day")


def test_a_rehearsal_keeps_nothing_and_an_import_can_be_undone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", folder, "--dry-run") == exits.DONE
    assert "It would be: 2 created" in told(capsys)
    assert not Material.objects.exists()
    assert run("import", folder) == exits.DONE
    batch = told(capsys).rpartition(" ")[2]
    assert Material.objects.count() == 2
    assert run("undo", batch, "--why", "too early") == exits.DONE
    assert not Material.objects.exists()


def test_every_fault_is_told_with_its_row_and_column_and_written_down(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "materials.csv").open("a", encoding="utf-8") as more:
        more.write("".join(f"X{n};=1+1;rubber;KILO\r\n" for n in range(10)))
    errors = folder / "errors.tsv"
    assert run("import", folder / "materials.csv", "--errors", errors) == exits.REFUSED
    said = told(capsys)
    assert "30 faults, so nothing was stored" in said
    assert "materials.csv row 4, column kind" in said
    with reading.opened(errors) as book:
        assert len(list(book.sheets[0].rows())) == 31
    assert not Material.objects.exists()


def test_a_table_of_no_kind_is_unknown_and_suggests_some(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "list.csv"
    table.write_text("material,colour\nHB,black\n", encoding="utf-8")
    assert run("import", table) == exits.UNKNOWN
    assert run("import", table, "--kind", "colours") == exits.UNKNOWN
    assert "--kind" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["plant.xlsx", "plant.zip", "out"])
def test_what_is_exported_comes_back_as_it_was(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", folder)
    assert run("export", "--to", folder / name) == exits.DONE
    before = {kind.name: list(changing.every(kind)) for kind in KINDS.values()}
    capsys.readouterr()
    assert run("import", folder / name) == exits.DONE
    assert "3 as before" in told(capsys)
    assert {kind.name: list(changing.every(kind)) for kind in KINDS.values()} == before


def test_one_kind_is_a_csv_file_and_several_are_not(folder: Path) -> None:
    run("import", folder)
    assert run("export", "materials", "--to", folder / "m.csv") == exits.DONE
    assert "Bromobutyl" in (folder / "m.csv").read_text(encoding="utf-8-sig")
    assert run("export", "--to", folder / "all.csv") == exits.USAGE
    assert run("template", "materials", "people") == exits.REFUSED
    assert run("template", "materials", "people", "--to", folder / "t.xlsx") == exits.DONE


def test_opening_stock_beside_its_materials_goes_onto_the_record(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stock = folder / "more" / "opening-stock.csv"
    stock.parent.mkdir()
    stock.write_text("material,number,quantity\nHB,A-1,500\n", encoding="utf-8")
    assert run("import", stock) == exits.REFUSED
    assert run("import", stock, folder / "materials.csv") == exits.DONE
    assert "1 row of opening stock, 1 recorded" in told(capsys)
    assert Event.objects.count() == 1
