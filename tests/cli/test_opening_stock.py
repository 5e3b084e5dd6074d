"""Opening stock through the command line: a table among the files of `gozinto capture`."""

from __future__ import annotations

from pathlib import Path

import pytest

from gozinto.cli import app, exits
from gozinto.record.models import Event
from gozinto.standards.tables import reading
from tests import workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A table of two lots, as Excel saves it in Turkey."""
    workshop.furnish()
    file = tmp_path / "stok.csv"
    file.write_text("Malzeme;Parti No;Miktar\r\nHB;A;5\r\nT205;B;7\r\n", encoding="utf-8-sig")
    return file


def test_a_table_is_opening_stock_and_adds_nothing_again(
    stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    when = ["--at", "2026-01-01T00:00:00+03:00"]
    assert app.run(["capture", str(stock), *when, "--by", workshop.CLERK]) == exits.DONE
    assert "2 rows of opening stock, 2 recorded" in capsys.readouterr().out.replace("\n", " ")
    assert app.run(["capture", str(stock), *when, "--by", workshop.CLERK]) == exits.DONE
    assert "0 recorded, 2 were there before" in capsys.readouterr().out.replace("\n", " ")
    assert Event.objects.count() == 2


def test_every_fault_is_told_and_written_down(
    stock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"XX;{number};0\r\n" for number in range(30))
    with stock.open("a", encoding="utf-8") as more:
        more.write(rows)
    errors = tmp_path / "errors.csv"
    assert app.run(["capture", str(stock), "--errors", str(errors)]) == exits.REFUSED
    said = capsys.readouterr().out
    assert "60 faults, so nothing of this file was stored" in said.replace("\n", " ")
    assert said.count("•") == 20
    assert "unknown_material" in said
    assert "stok.csv row 4, column material" in said.replace("\n", " ")
    with reading.opened(errors) as book:
        found = [row.cells for row in book.sheets[0].rows()]
    assert found[0][:4] == ("file", "sheet", "row", "column")
    assert [cells[:5] for cells in found[1:3]] == [
        ("stok.csv", "", "4", "material", "unknown_material"),
        ("stok.csv", "", "4", "quantity", "bad_quantity"),
    ]
    assert len(found) == 61
    assert not Event.objects.exists()


def test_a_table_in_another_encoding_is_read_when_that_is_said(stock: Path) -> None:
    stock.write_bytes("Malzeme;Parti No;Miktar\r\nHB;Ş-1;5\r\n".encode("windows-1254"))
    assert app.run(["capture", str(stock)]) == exits.REFUSED
    assert app.run(["capture", str(stock), "--encoding", "windows-1254"]) == exits.DONE
