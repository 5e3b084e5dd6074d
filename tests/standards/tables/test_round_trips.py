"""Whatever text stands in a cell comes back as it was, out of CSV and out of XLSX."""

from __future__ import annotations

import io

import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from gozinto.standards.tables import csv_writing, workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table

from .workbooks import texts

ODD = ["=1+1", "+4", "-", "-5", "@x", "\t=1", "'", "''=x", "'#", "#", " =1", "＝1", "_x0041_", '"']
CELL = st.one_of(
    st.sampled_from(ODD),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=12
    ),
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6)
HEADER = ["code", "name", "note"]


def expected(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """What reading answers: rows without what is empty at their end."""
    found = []
    for row in [HEADER, *rows]:
        while row and not row[-1]:
            row = row[:-1]
        if row:
            found.append(tuple(row))
    return found


@given(rows=ROWS)
def test_csv_comes_back_as_it_was(rows: list[list[str]]) -> None:
    to = io.BytesIO()
    csv_writing.write(to, [HEADER, *rows])
    assert texts(to.getvalue()) == expected(rows)


def workbook(rows: list[list[str]]) -> bytes:
    """The rows as a workbook."""
    to = io.BytesIO()
    columns = [Column(header=name) for name in HEADER]
    workbook_writing.write(to, [Table(name="materials", columns=columns, rows=rows)])
    return to.getvalue()


@settings(max_examples=50)
@given(rows=ROWS)
def test_a_workbook_comes_back_as_it_was(rows: list[list[str]]) -> None:
    assert texts(workbook(rows)) == expected(rows)


def test_another_reader_finds_the_same_in_our_workbooks() -> None:
    rows = [["A-1", "İç astar", "0444"], ["", "two\nlines", "1.50"], ["x", "", "ğ & <b>"]]
    sheet = python_calamine.load_workbook(io.BytesIO(workbook(rows))).get_sheet_by_name("materials")
    assert [tuple(row) for row in sheet.to_python()] == [tuple(r) for r in [HEADER, *rows]]
