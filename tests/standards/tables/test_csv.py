"""CSV as it is really sent: whatever separates it, whatever wrote it, and what is no CSV at all."""

from __future__ import annotations

import codecs
import io

import pytest

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.tables import csv_writing, reading
from gozinto.standards.tables.cells import Note
from gozinto.standards.tables.limits import Limits

from .workbooks import rows, texts

TURKISH = "kod;ad\r\nŞ-1;İç astar ığüşöç\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = f"code{delimiter}name{delimiter}uom\nA{delimiter}one, two; three{delimiter}KGM\n"
    quoted = text.replace("one, two; three", '"one, two; three"')
    assert texts(quoted.encode()) == [("code", "name", "uom"), ("A", "one, two; three", "KGM")]


def test_a_comma_inside_the_header_does_not_win_over_semicolons() -> None:
    assert texts(b"code;name, short;uom\nA;1,5;KGM\n")[1] == ("A", "1,5", "KGM")


def test_excels_own_line_about_the_separator_is_obeyed() -> None:
    found = rows(b"sep=;\r\ncode;name\r\nA;b\r\n")
    assert [(row.number, row.cells) for row in found] == [(2, ("code", "name")), (3, ("A", "b"))]


@pytest.mark.parametrize(
    "encoded",
    [
        TURKISH.encode(),
        codecs.BOM_UTF8 + TURKISH.encode(),
        TURKISH.encode("utf-16"),
        codecs.BOM_UTF16_BE + TURKISH.encode("utf-16-be"),
        TURKISH.encode("utf-16-le"),
        TURKISH.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 marked", "utf-16", "big-endian", "le unmarked", "be unmarked"],
)
def test_turkish_comes_through_in_every_encoding_of_unicode(encoded: bytes) -> None:
    assert texts(encoded) == [("kod", "ad"), ("Ş-1", "İç astar ığüşöç")]


def test_another_encoding_is_never_guessed_but_shown() -> None:
    with pytest.raises(Malformed) as refused:
        texts(TURKISH.encode("windows-1254"))
    assert refused.value.code == "bad_encoding"
    assert "İç astar ığüşöç" in refused.value.message
    assert "windows-1254" in refused.value.next_step


def test_another_encoding_is_read_when_somebody_says_which() -> None:
    assert texts(TURKISH.encode("windows-1254"), encoding="windows-1254")[1][0] == "Ş-1"


@pytest.mark.parametrize(
    ("sent", "encoding", "code"),
    [
        (TURKISH.encode("utf-32"), "", "bad_encoding"),
        (b"code\nA\n", "klingon", "unknown_encoding"),
        (b"code,name\nA,b\0c\n", "", "nul_in_text"),
        (b'code,name\nA,"b"c\n', "", "bad_quoting"),
        (b'code,name\nA,"b\n', "", "bad_quoting"),
        (b"\xd0\xcf\x11\xe0 old office", "", "unknown_table_format"),
    ],
)
def test_what_is_no_csv_is_refused_by_name(sent: bytes, encoding: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        rows(sent, encoding=encoding)
    assert refused.value.code == code
    assert refused.value.next_step


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_file() -> None:
    with pytest.raises(TooLarge) as refused:
        rows(b'code,name\nA,"open\n' + b"B,c\n" * 100_000)
    assert refused.value.code == "cell_without_end"
    assert refused.value.data["row"] == 2


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    found = rows(b'code,name\n\nA,"two\nlines"\n,,\n# a remark\nB\n')
    assert [(r.number, r.cells) for r in found] == [
        (1, ("code", "name")),
        (3, ("A", "two\nlines")),
        (6, ("B",)),
    ]


def test_a_formula_is_noted_and_an_apostrophe_makes_it_text() -> None:
    found = rows(b"code,name\nA,=1+1\nB, =cmd|'/c calc'!A0\nC,'=1+1\nD,-5\nE,'s-Hertogenbosch\n")
    assert [row.notes.get(1) for row in found] == [None, Note.FORMULA, Note.FORMULA, *[None] * 3]
    assert [row.cells[1] for row in found[3:]] == ["=1+1", "-5", "'s-Hertogenbosch"]


@pytest.mark.parametrize(
    ("sent", "limits", "code"),
    [
        (b"code\n" * 12, Limits(rows=11), "too_many_rows"),
        (b"a,b,c\n", Limits(columns=2), "too_many_columns"),
        (b"code\nA\n", Limits(file_bytes=6), "table_too_large"),
    ],
)
def test_a_limit_that_is_passed_is_told(sent: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(TooLarge) as refused:
        rows(sent, limits=limits)
    assert refused.value.code == code
    assert f"{refused.value.data['limit']:,}" in refused.value.message


def test_a_cell_that_is_too_long_is_noted_and_cut() -> None:
    found = rows(b"code,name\nA," + b"x" * 40_000 + b"\n")
    assert found[1].notes == {1: Note.TOO_LONG}
    assert len(found[1].cells[1]) == 100


def test_a_long_file_is_read_whole_from_a_stream_that_is_shared() -> None:
    sent = b"code,name\n" + b"".join(b"M%06d,one of many\n" % n for n in range(20_000))
    with reading.opened(io.BytesIO(sent), name="materials.csv") as book:
        first, second = book.sheets[0].rows(), book.sheets[0].rows()
        pairs = [(a.cells, b.cells) for a, b in zip(first, second, strict=True)]
    assert len(pairs) == 20_001
    assert pairs[-1][0] == pairs[-1][1] == ("M019999", "one of many")


def test_what_is_written_opens_rightly_in_a_spreadsheet_and_has_its_remarks() -> None:
    to = io.BytesIO()
    assert csv_writing.write(to, [["code", "name"], ["A", "=1"]], remarks=["write below"]) == 2
    assert to.getvalue() == codecs.BOM_UTF8 + b"code,name\r\n# write below\r\nA,'=1\r\n"
    assert texts(to.getvalue()) == [("code", "name"), ("A", "=1")]
