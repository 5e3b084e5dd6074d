"""Whatever is done to a table's bytes, it is read or refused with a code; nothing else happens."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gozinto.errors import GozintoError
from gozinto.standards.tables import csv_writing, workbook_writing
from gozinto.standards.tables.limits import Limits
from gozinto.standards.tables.workbook_writing import Column, Table

from .workbooks import MAIN, PARTS, rows, zipped

ROWS = [["A-1", "İç astar", "0444"], ["=1", "two\nlines", '"quoted"'], ["x", "", "1,5"]]


def a_workbook() -> bytes:
    """A small workbook as we write it."""
    to = io.BytesIO()
    columns = [Column(header=name, help="said") for name in ("code", "name", "note")]
    workbook_writing.write(to, [Table(name="materials", columns=columns, rows=ROWS)])
    return to.getvalue()


def a_csv() -> bytes:
    """A small CSV as we write it."""
    to = io.BytesIO()
    csv_writing.write(to, ROWS)
    return to.getvalue()


WORKBOOK, CSV = a_workbook(), a_csv()
CHANGES = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8)
LIMITS = Limits(unpacked_bytes=5_000_000, file_bytes=5_000_000)


def lacks(sent: bytes) -> list[str]:
    """What a refusal does not say; nothing where all is read. Any other error is an error."""
    try:
        rows(sent, limits=LIMITS)
    except GozintoError as refused:
        said = {"code": refused.code, "next step": refused.next_step}
        return [name for name, text in said.items() if not text]
    return []


def is_read(sent: bytes) -> bool:
    """Whether it is read, and not refused."""
    try:
        rows(sent, limits=LIMITS)
    except GozintoError:
        return False
    return True


def changed(original: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    """Some bytes other than they were, and the end cut off."""
    found = bytearray(original)
    for at, value in changes:
        found[at % len(found)] = value
    return bytes(found[: len(found) - cut % len(found)])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([WORKBOOK, CSV]), CHANGES, st.one_of(st.just(0), st.integers(0, 5_000)))
def test_changed_bytes(original: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    assert lacks(changed(original, changes, cut)) == []


SIGNATURES = [match.start() for match in re.finditer(b"PK", WORKBOOK)]
NEAR = st.lists(
    st.tuples(st.sampled_from(SIGNATURES), st.integers(0, 60), st.integers(0, 255)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=500, deadline=None)
@example([(SIGNATURES[-1], 12, 255)])
@given(NEAR)
def test_changed_directories(changes: list[tuple[int, int, int]]) -> None:
    assert lacks(changed(WORKBOOK, [(start + at, value) for start, at, value in changes], 0)) == []


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(PARTS)), CHANGES, st.one_of(st.just(0), st.integers(0, 200)))
def test_changed_parts(part: str, changes: list[tuple[int, int]], cut: int) -> None:
    assert lacks(zipped({**PARTS, part: changed(PARTS[part].encode(), changes, cut)})) == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(sent: bytes) -> None:
    assert lacks(sent) == []


TEXTS = st.sampled_from(["", "1", "-1", "A1", "ZZZZ9", "é", "NaN", "1e999", "²", "9" * 5000, "s"])


@settings(max_examples=300, deadline=None)
@given(r=TEXTS, ref=TEXTS, kind=TEXTS, style=TEXTS, value=TEXTS)
def test_any_attributes(r: str, ref: str, kind: str, style: str, value: str) -> None:
    cell = f'<row r="{r}"><c r="{ref}" t="{kind}" s="{style}"><v>{value}</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>'
    assert lacks(zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet})) == []


def test_what_is_not_damaged_is_read() -> None:
    assert is_read(WORKBOOK)
    assert is_read(CSV)
    assert is_read(zipped(PARTS))
    assert not is_read(WORKBOOK[:-100])
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        assert len(archive.namelist()) > 5
