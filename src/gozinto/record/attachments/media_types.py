"""What a file is, by what is in it. Its name says nothing that is believed.

Only what shows something and runs nothing is taken: no page, no drawing with scripts, no program,
no archive, no workbook with macros.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from gozinto.errors import Malformed

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"
CSV = "text/csv"
SUFFIXES = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    XLSX: "xlsx",
    TEXT: "txt",
    CSV: "csv",
}
"""The types that are taken, each with the ending that its files have."""

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", PDF),
    (0, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
)
"""PDF: ISO 32000-2 section 7.5.2; PNG: ISO/IEC 15948 section 5.2; JPEG: ISO/IEC 10918-1 annex B."""
_CHUNK = 1 << 16
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = b"spreadsheetml.sheet.main+xml"
_RUNS = re.compile(r"vbaproject|\.(exe|dll|js|vbs)$|^xl/(embeddings|activex)/", re.IGNORECASE)
"""Parts of a workbook that a program may be in."""
_MOST_PARTS = 10_000
_LONGEST_PART_LIST = 1 << 20
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f") | {"\x7f"}


def of(file: BinaryIO, *, name: str) -> str:
    """The media type of this content. Raises Malformed: empty_file, unknown_file_type.

    `name` only tells a table of text from other text.
    """
    file.seek(0)
    head = file.read(32)
    if not head:
        raise Malformed("The file is empty.", code="empty_file", value=name)
    found = _by_signature(head) or _first(file, name, (_workbook, _text))
    if not found:
        raise Malformed(
            f"What {name} is cannot be told, or is not taken.",
            code="unknown_file_type",
            next_step="Send PDF, PNG, JPEG, WebP, XLSX without macros, or text and CSV in UTF-8.",
            value=name,
        )
    return found


def _by_signature(head: bytes) -> str:
    for offset, signature, media_type in _SIGNATURES:
        if head[offset:].startswith(signature):
            return media_type
    # RFC 9649 section 2.4
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _first(file: BinaryIO, name: str, tests: tuple[Callable[[BinaryIO, str], str], ...]) -> str:
    return next((found for test in tests if (found := test(file, name))), "")


def _workbook(file: BinaryIO, name: str) -> str:
    """A workbook of ECMA-376, if it is one that holds no program."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            has_program = any(_RUNS.search(one) for one in names)
            is_sound = len(parts) <= _MOST_PARTS and "xl/workbook.xml" in names and not has_program
            if not is_sound or _CONTENT_TYPES not in names:
                return ""
            with archive.open(_CONTENT_TYPES) as told:
                return XLSX if _MAIN in told.read(_LONGEST_PART_LIST) else ""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError, ValueError):
        # a RuntimeError where it is locked, or packed in a way that Python does not know
        return ""


def _text(file: BinaryIO, name: str) -> str:
    """Text in UTF-8, or in UTF-16 that says so, of characters that can be printed."""
    file.seek(0)
    head = file.read(2)
    is_wide = head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            if not _CONTROLS.isdisjoint(decoder.decode(chunk)):
                return ""
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return ""
    return CSV if name.lower().endswith(".csv") else TEXT
