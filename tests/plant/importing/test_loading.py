"""A plant in tables: in three languages, every fault at once, the same again changes nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from tests.standards.tables.workbooks import made, zipped
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gozinto.errors import Malformed, Refused, Unknown
from gozinto.plant import changing
from gozinto.plant.importing import templates
from gozinto.plant.importing.gathering import Manner
from gozinto.plant.importing.loading import Loaded, Source, load
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import Material
from gozinto.standards.tables import reading

pytestmark = pytest.mark.django_db


def imported(text: str, name: str = "materials.csv", **manner: Any) -> Loaded:
    """Import one CSV."""
    return load(
        [Source(tables=text.encode(), name=name)],
        by="ada",
        manner=Manner(**manner),
    )


def refused(text: str, name: str = "materials.csv") -> list[tuple[str, int, str]]:
    """What is wrong with one CSV: code, row, column."""
    with pytest.raises(Refused) as problem:
        imported(text, name)
    assert not Material.objects.exists()
    assert all(v.path.startswith(name) and v.next_step for v in problem.value.violations)
    return [(v.code, v.data["row"], v.data["column"]) for v in problem.value.violations]


@pytest.mark.parametrize(
    "text",
    [
        "code,name,kind,uom\nHB,Bromobutyl,raw,KGM\n",
        "Kod;Ad;Tür;Ölçü Birimi\nHB;Bromobutyl;raw;KGM\n",
        "Nummer\tBezeichnung\tArt\tMengeneinheit\nHB\tBromobutyl\traw\tKGM\n",
    ],
    ids=["English", "Turkish", "German"],
)
def test_a_table_is_understood_in_three_languages(text: str) -> None:
    loaded = imported(text)
    assert loaded.outcome.created == 1
    material = Material.objects.get(code="HB")
    assert (material.name, material.kind, material.uom) == ("Bromobutyl", "raw", "KGM")


@pytest.mark.parametrize("name", ["01_Materials.csv", "material.csv", "export-17.csv"])
def test_the_kind_is_known_by_the_name_or_else_by_the_header(name: str) -> None:
    loaded = imported("code,name,kind,uom,tracking\nHB,Bromobutyl,raw,KGM,lot\n", name)
    assert [(t.kind, t.rows) for t in loaded.tables] == [("materials", 1)]


def test_a_table_that_may_be_several_kinds_asks_and_is_told() -> None:
    with pytest.raises(Malformed, match="skills") as ambiguous:
        imported("code,name\nCURE,Curing\n", "list.csv")
    assert ambiguous.value.code == "which_kind"
    assert imported("code,name\nCURE,Curing\n", "list.csv", kind="skills").outcome.created == 1
    with pytest.raises(Unknown) as unknown:
        imported("material,colour\nHB,black\n", "list.csv")
    assert unknown.value.near


def test_a_whole_plant_comes_in_any_order_in_one_archive_or_workbook() -> None:
    bill = "material,slot,component,quantity,uom\nT205,liner,HB,1.85,KGM\n"
    things = "code,name,kind,uom\nT205,Tyre,finished,C62\nHB,Bromobutyl,raw,KGM\n"
    packed = zipped({"bill-lines.csv": bill, "materials.csv": things})
    loaded = load([Source(tables=packed, name="plant.zip")], by="ada", why="first day")
    assert loaded.outcome.created == 3

    def fill(book: Workbook, sheet: Worksheet) -> None:
        for number, line in enumerate(things.splitlines()):
            sheet.write_row(number, 0, line.split(","))
        second = book.add_worksheet("bill-lines")
        for number, line in enumerate(bill.splitlines()):
            second.write_row(number, 0, line.split(","))

    again = load([Source(tables=made(fill), name="plant.xlsx")], by="ada")
    assert (again.outcome.changes, again.outcome.unchanged) == ((), 3)


def test_a_folder_and_several_files_are_one_batch_that_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "skills.csv").write_text("code,name\nCURE,Curing\n", encoding="utf-8")
    extra = tmp_path / "more" / "people.csv"
    extra.parent.mkdir()
    extra.write_text("code,name\nP-1,Ada\n", encoding="utf-8")
    loaded = load([Source(tables=tmp_path), Source(tables=extra)], by="ada")
    assert loaded.outcome.batch is not None
    changing.undo(loaded.outcome.batch, by="ada", why="too early")
    assert [list(changing.every(KINDS[k])) for k in ("skills", "people")] == [[], []]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_rows() -> None:
    text = (
        "code,name,kind,uom,shelf_life_days\n"
        "HB,Bromobutyl,raw,KGM,365\n"
        "A,=1+1,raw,KGM,\n"
        "B,Belt,rubber,KGM,soon\n"
        "HB,Again,raw,KGM,\n"
        "C,Cord,raw,XYZ,\n"
        "D,Dust,raw,KGM,,surplus\n"
    )
    assert refused(text) == [
        ("formula_in_cell", 3, "name"),
        ("unknown_choice", 4, "kind"),
        ("not_an_integer", 4, "shelf_life_days"),
        ("duplicate_row", 5, "code"),
        ("unknown_unit", 6, "uom"),
        ("cell_without_column", 7, ""),
    ]


def test_a_cell_that_could_be_left_out_keeps_the_rest_from_being_stored() -> None:
    text = "code,name,kind,uom,shelf_life_days\nHB,Bromobutyl,raw,KGM,=365\nA,Cord,raw,KGM,\n"
    assert refused(text) == [("formula_in_cell", 2, "shelf_life_days")]


def test_a_header_that_is_not_understood_is_told_with_near_ones() -> None:
    with pytest.raises(Refused) as problem:
        imported("code,name,kind,uon,bezeichnung\nHB,Bromobutyl,raw,KGM,x\n")
    assert [(v.code, v.value) for v in problem.value.violations] == [
        ("unknown_column", "uon"),
        ("column_twice", ""),
    ]
    assert "uom" in problem.value.violations[0].next_step


def test_one_bad_row_of_many_is_found_and_nothing_is_stored() -> None:
    rows = [f"M{n:05},Material {n},raw,KGM\n" for n in range(5_000)]
    rows[3_210] = "M03210,Material,raw,KGMX\n"
    assert refused("code,name,kind,uom\n" + "".join(rows)) == [("unknown_unit", 3212, "uom")]


def test_a_dry_run_says_what_would_become_of_it() -> None:
    text = "code,name,kind,uom\nHB,Bromobutyl,raw,KGM\n"
    rehearsed = load([Source(tables=text.encode(), name="materials.csv")], by="ada", dry_run=True)
    assert (rehearsed.outcome.created, rehearsed.outcome.batch) == (1, None)
    assert not Material.objects.exists()


def test_an_empty_cell_empties_and_a_column_that_is_not_there_leaves() -> None:
    imported("code,name,kind,uom,shelf_life_days,gtin\nHB,Bromobutyl,raw,KGM,365,\n")
    assert imported("code,name\nHB,Butyl\n").outcome.updated == 1
    material = Material.objects.get()
    assert (material.name, material.shelf_life_days) == ("Butyl", 365)
    imported("code,shelf_life_days\nHB,\n")
    assert Material.objects.get().shelf_life_days is None


def test_a_decimal_comma_is_never_taken_for_thousands() -> None:
    imported("code,name,kind,uom\nT205,Tyre,finished,C62\nHB,Bromobutyl,raw,KGM\n")
    bill = "material;slot;component;quantity;uom\nT205;liner;HB;{};KGM\n"
    for sent in ("1,850", "1.850,5"):
        with pytest.raises(Refused, match="no number"):
            imported(bill.format(sent), "bill-lines.csv")
    with pytest.raises(Refused) as problem:
        imported(bill.format("1.850,5"), "bill-lines.csv", decimal_comma=True)
    assert "point_beside_decimal_comma" in [v.code for v in problem.value.violations]
    imported(bill.format("1,850"), "bill-lines.csv", decimal_comma=True)
    (line,) = changing.every(KINDS["bill-lines"])
    assert line["quantity"] == "1.85"


def test_codes_keep_their_zeros_and_numbers_of_a_spreadsheet_are_not_believed() -> None:
    imported("code,name,kind,uom\n0444,Tyre,finished,C62\n")
    assert Material.objects.get().code == "0444"

    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["code", "name", "shelf_life_days"])
        sheet.write_row(1, 0, [444, "Tyre", 90])

    with pytest.raises(Refused) as problem:
        load([Source(tables=made(fill), name="plant.xlsx")], by="ada")
    assert [(v.code, v.data["column"]) for v in problem.value.violations] == [
        ("number_for_text", "code")
    ]
    assert problem.value.violations[0].path == "plant.xlsx, sheet materials row 2, column code"


def test_a_hidden_sheet_of_a_kind_is_not_imported_unseen() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["code", "name", "kind"])
        book.add_worksheet("lists").hide()
        book.add_worksheet("people").hide()
        book.get_worksheet_by_name("lists").write(0, 0, "raw")
        book.get_worksheet_by_name("people").write(0, 0, "code")

    with pytest.raises(Malformed) as problem:
        load([Source(tables=made(fill), name="plant.xlsx")], by="ada")
    assert problem.value.code == "hidden_sheet"
    assert "people" in problem.value.message


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_template_imports_as_nothing_and_has_every_column(kind: str) -> None:
    to, book = io.BytesIO(), io.BytesIO()
    templates.write_csv(KINDS[kind], to=to)
    templates.write_workbook([KINDS[kind]], to=book)
    for source in (to, book):
        source.seek(0)
        loaded = load([Source(tables=source, name=f"{kind}.csv")], by="ada")
        assert [(t.kind, t.rows) for t in loaded.tables] == [(kind, 0)]
    with reading.opened(to.getvalue(), name=kind) as opened:
        assert next(opened.sheets[0].rows()).cells == KINDS[kind].names
    assert to.getvalue().count(b"# ") > len(KINDS[kind].names)
