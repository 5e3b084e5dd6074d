"""Workbooks: what a person typed comes out as text, and what would act or burst is refused."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.tables import reading, workbook_writing
from gozinto.standards.tables.cells import Note
from gozinto.standards.tables.limits import Limits
from gozinto.standards.tables.workbook_writing import Column, Table

from .workbooks import MAIN, PARTS, made, of_cells, rows, texts, zipped

SHEET = "xl/worksheets/sheet1.xml"


def test_numbers_lose_what_binary_added_and_say_that_they_are_numbers() -> None:
    cells = "".join(f"<c><v>{v}</v></c>" for v in ("0.10000000000000001", "444232322", "1E-7"))
    (row,) = rows(of_cells(f"<row>{cells}<c><v>12345678901234567890</v></c></row>"))
    assert row.cells == ("0.1", "444232322", "0.0000001", "12345678901234567000")
    assert [row.notes[i] for i in range(4)] == [Note.NUMBER] * 3 + [Note.LONG_NUMBER]


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_and_times_come_as_iso_whatever_way_they_are_shown(from_1904: bool) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        shown = [book.add_format({"num_format": f}) for f in ("dd.mm.yyyy", '[$-41F]d "gün" hh')]
        sheet.write_datetime(0, 0, date(2026, 3, 1), shown[0])
        sheet.write_datetime(0, 1, datetime(2026, 3, 1, 22, 5), shown[1])  # noqa: DTZ001
        sheet.write_number(0, 2, 5, book.add_format({"num_format": '0 "days"'}))

    (row,) = rows(made(fill, date_1904=from_1904))
    assert row.cells == ("2026-03-01", "2026-03-01T22:05:00", "5")
    assert [row.notes[i] for i in range(3)] == [Note.MOMENT, Note.MOMENT, Note.NUMBER]


def test_a_time_of_day_is_no_day_of_1899() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_datetime(0, 0, time_of_day(6), book.add_format({"num_format": "hh:mm"}))

    assert texts(made(fill)) == [("06:00",)]


def test_formulas_errors_flags_and_rich_text() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula(0, 0, "=B1*2", value=4)
        sheet.write_boolean(0, 1, True)
        sheet.write_rich_string(0, 2, "inner ", book.add_format({"bold": True}), "liner")
        sheet.write_string(0, 3, "=1+1 as text")

    (row,) = rows(made(fill))
    assert row.cells[1:] == ("true", "inner liner", "=1+1 as text")
    assert row.notes == {0: Note.FORMULA}
    assert rows(of_cells('<row><c t="e"><v>#N/A</v></c></row>'))[0].notes == {0: Note.ERROR}


def test_rows_and_columns_keep_their_places_and_cost_nothing_between() -> None:
    begun = time.monotonic()
    found = rows(
        of_cells(
            '<row r="3"><c r="C3" t="str"><v>x</v></c></row>'
            '<row r="1048576"><c r="SF1048576" t="str"><v>far</v></c></row>'
        )
    )
    assert [(row.number, row.cells[-1], len(row.cells)) for row in found] == [
        (3, "x", 3),
        (1_048_576, "far", 500),
    ]
    assert time.monotonic() - begun < 1


def test_what_hints_at_the_reading_of_a_word_is_no_part_of_it() -> None:
    text = "<is><t>東京</t><rPh><t>トウキョウ</t></rPh></is>"
    assert texts(of_cells(f'<row><c t="inlineStr">{text}</c></row>')) == [("東京",)]


def test_characters_that_xml_cannot_have_come_through_and_halves_of_pairs_do_not() -> None:
    text = "<is><t>a_x0009_b_x005F_x0041_ _xD83D_</t></is>"
    assert texts(of_cells(f'<row><c t="inlineStr">{text}</c></row>')) == [("a\tb_x0041_ \ufffd",)]


def test_sheets_that_are_hidden_say_so() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("lists").hide()

    with reading.opened(made(fill), name="plant.xlsx") as book:
        assert [(s.name, s.source, s.hidden) for s in book.sheets] == [
            ("materials", "plant.xlsx", False),
            ("lists", "plant.xlsx", True),
        ]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (zipped({**PARTS, "xl/vbaProject.bin": b"x"}), "macros_refused"),
        (zipped({**PARTS, "xl/externalLinks/externalLink1.xml": "<x/>"}), "external_links_refused"),
        (zipped({**PARTS, "xl/connections.xml": "<x/>"}), "external_links_refused"),
        (of_cells("", rest='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'), "merged_cells"),
        (of_cells("<row>"), "broken_workbook"),
        (of_cells('<row r="2"/><row r="1"/>'), "broken_workbook"),
        (of_cells('<row><c r="B1"/><c r="A1"/></row>'), "broken_workbook"),
        (of_cells('<row><c r="é1"/></row>'), "broken_workbook"),
        (of_cells('<row><c t="s"><v>7</v></c></row>'), "broken_workbook"),
        (of_cells(f'<row><c t="s"><v>{"9" * 5000}</v></c></row>'), "broken_workbook"),
        (zipped({"mimetype": b"application/vnd.oasis"}), "unknown_table_format"),
        (zipped({"readme.md": "no table"}), "unknown_table_format"),
        (zipped(PARTS, method=zipfile.ZIP_LZMA), "broken_archive"),
        (zipped(PARTS)[:-200], "broken_archive"),
        (zipped({k: v for k, v in PARTS.items() if k != SHEET}), "broken_archive"),
        (zipped({SHEET: "", "[Content_Types].xml": ""}), "broken_archive"),
    ],
)
def test_what_must_not_be_read_is_refused_by_name(sent: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        rows(sent)
    assert refused.value.code == code
    assert refused.value.next_step


def test_entities_that_multiply_are_refused_where_they_would_be_declared() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(Malformed, match="DOCTYPE"):
        rows(zipped({**PARTS, SHEET: f'{laughs}<worksheet xmlns="{MAIN}"/>'}))


def test_a_locked_archive_is_told_apart_from_a_broken_one() -> None:
    sent = bytearray(zipped(PARTS))
    sent[sent.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Malformed) as refused:
        rows(bytes(sent))
    assert refused.value.code == "encrypted_table"


def _bomb() -> bytes:
    return of_cells("<row>" + " " * 60_000_000 + "</row>")


@pytest.mark.parametrize(
    ("sent", "limits", "code"),
    [
        (_bomb(), Limits(), "archive_bomb"),
        (zipped({**PARTS, "x": b" " * 9_000}), Limits(unpacked_bytes=9_000), "table_too_large"),
        (zipped({f"{n}.csv": "" for n in range(9)}), Limits(entries=8), "too_many_parts"),
        (zipped({f"{n}.csv": "" for n in range(9)}), Limits(directory_bytes=99), "too_many_parts"),
        (of_cells("<row><c/><c/><c/></row>"), Limits(columns=2), "too_many_columns"),
        (of_cells("<row><c><v>1</v></c></row>" * 3), Limits(rows=2), "too_many_rows"),
        (zipped(PARTS), Limits(sheets=0), "too_many_parts"),
    ],
)
def test_what_would_fill_the_machine_is_stopped(sent: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(TooLarge) as refused:
        rows(sent, limits=limits)
    assert refused.value.code == code


def test_sizes_that_an_archive_states_are_not_believed() -> None:
    """The stated size of a part is lowered to 10 bytes; what comes out is counted all the same."""
    sent = bytearray(_bomb())
    entry = sent.rfind(b"PK\x01\x02")
    assert struct.unpack_from("<L", sent, entry + 24)[0] > 60_000_000
    struct.pack_into("<L", sent, entry + 24, 10)
    with pytest.raises((TooLarge, Malformed)) as refused:
        rows(bytes(sent))
    assert refused.value.code in ("archive_bomb", "broken_archive")


def test_an_attribute_without_end_is_not_gathered() -> None:
    with pytest.raises(Malformed, match="million characters"):
        rows(of_cells(f'<row x="{"0123456789" * 600_000}"/>'), limits=Limits(ratio=10_000))


def test_many_files_in_a_folder_or_archive_are_as_many_tables(tmp_path: Path) -> None:
    files = {"b.csv": "code\nB\n", "a.csv": "code\nA\n"}
    for name, text in {**files, "readme.md": "no table"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    packed = zipped({**files, "__MACOSX/._a.csv": b"\0", "sub/.DS_Store": b"\0"})
    for source in (tmp_path, packed):
        with reading.opened(source) as book:
            found = {s.name: [row.cells for row in s.rows()] for s in book.sheets}
        assert found == {"a": [("code",), ("A",)], "b": [("code",), ("B",)]}


def test_the_files_of_a_folder_are_counted_together(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.csv").write_text("code\n" + "A\n" * 2_000, encoding="utf-8")
    with reading.opened(tmp_path, limits=Limits(unpacked_bytes=20_000)) as book:
        assert [len(list(sheet.rows())) for sheet in book.sheets[:2]] == [2_001, 2_001]
        with pytest.raises(TooLarge) as refused:
            list(book.sheets[2].rows())
    assert refused.value.code == "table_too_large"


def test_what_is_written_is_text_below_a_header_that_stays_in_sight() -> None:
    columns = [
        Column(header="code", help="its code", choices=("a", "b")),
        Column(header="shelf_life_days", is_text=False),
    ]
    table = Table(name="materials", columns=columns, rows=[["=1", "0444"]], remarks=["write below"])
    to = io.BytesIO()
    assert workbook_writing.write(to, [table]) == 1
    with zipfile.ZipFile(io.BytesIO(to.getvalue())) as archive:
        sheet = archive.read(SHEET).decode()
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "'=1" in sheet
    found = rows(to.getvalue())
    assert [(r.number, r.cells, dict(r.notes)) for r in found] == [
        (1, ("code", "shelf_life_days"), {}),
        (3, ("=1", "0444"), {}),
    ]


def test_a_cell_that_excel_cannot_hold_is_not_written_short() -> None:
    column = Column(header="note")
    with pytest.raises(TooLarge) as refused:
        workbook_writing.write(
            io.BytesIO(), [Table(name="m", columns=[column], rows=[["x" * 32_768]])]
        )
    assert refused.value.code == "cell_too_long"
