"""What a sheet of a workbook needs from the parts beside it (ECMA-376 part 1, clause 18)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast

from gozinto.errors import Malformed
from gozinto.standards.tables.archives import Archive
from gozinto.standards.tables.limits import Limits, passed
from gozinto.standards.tables.xml_parts import broken, elements, parsed

CONTENT_TYPES = "[Content_Types].xml"
_SPREADSHEETML = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
# 18.8.30: formats of dates that stand in no file, with those of East Asian versions.
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NO_DATE_IN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What is read once of a workbook."""

    sheets: tuple[SheetPart, ...]
    from_1904: bool
    texts: tuple[str, ...]
    dates: frozenset[int]
    """The cell formats that show a number as a date or time."""


def stream(archive: Archive, name: str) -> BinaryIO:
    """A part as a buffered stream."""
    return cast(BinaryIO, BufferedReader(archive.open(name), 65_536))


def names(*local: str) -> dict[str, str]:
    """Names of elements with each of the two namespaces → without."""
    return {f"{space} {name}": name for space in _SPREADSHEETML for name in local}


def read(archive: Archive, *, limits: Limits) -> Workbook:
    """The sheets, shared texts and formats. Raises Malformed for macros and external links."""
    _refuse_what_acts(archive)
    main = _main_part(archive)
    related = _relations(archive, main)
    sheets: list[SheetPart] = []
    from_1904 = False
    for parent, name, said in elements(stream(archive, main)):
        if name == "workbookPr":
            from_1904 = said.get("date1904") in ("1", "true")
        elif (parent, name) == ("sheets", "sheet"):
            kind, part = related.get(said.get("id", ""), ("", ""))
            if kind == "worksheet":
                hidden = said.get("state", "visible") != "visible"
                sheets.append(SheetPart(said.get("name", ""), part, hidden))
    if len(sheets) > limits.sheets:
        raise passed("The workbook has more sheets", limits.sheets, code="too_many_parts")
    by_kind = dict(related.values())
    return Workbook(
        tuple(sheets),
        from_1904,
        _shared_texts(archive, by_kind.get("sharedStrings", ""), limits),
        _date_formats(archive, by_kind.get("styles", "")),
    )


def whole(text: str) -> int:
    """A number of a row, text or format; -1 for what is none, or no workbook's."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def unescaped(text: str) -> str:
    """A text of a workbook with its characters that XML cannot have (22.9.2.19)."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    # Half of a surrogate pair is no character, and could not even be shown.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _refuse_what_acts(archive: Archive) -> None:
    for name in archive.names:
        low = name.lower()
        if low.endswith("vbaproject.bin") or "/macrosheets/" in low:
            raise _acts("The workbook has macros.", "macros_refused")
        if "/externallinks/" in low or low.endswith("connections.xml"):
            raise _acts("The workbook takes values from other files.", "external_links_refused")


def _acts(message: str, code: str) -> Malformed:
    return Malformed(message, code=code, next_step="Save the table alone as .xlsx, or as CSV.")


def _main_part(archive: Archive) -> str:
    for kind, part in _relations(archive, "").values():
        if kind == "officeDocument":
            if not part.endswith("workbook.xml"):
                raise Malformed(
                    "This is an office document, and no workbook of tables (.xlsx).",
                    code="unknown_table_format",
                    next_step="Save the table as .xlsx or as “CSV UTF-8”.",
                )
            return part
    raise broken("it names no workbook")


def _relations(archive: Archive, part: str) -> Mapping[str, tuple[str, str]]:
    """id → (kind, part) of what a part refers to inside the archive."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}
    for _, element, said in elements(stream(archive, f"{folder}/_rels/{name}.rels".lstrip("/"))):
        if element == "Relationship" and said.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, said.get("Target", "")))
            kind = said.get("Type", "").rpartition("/")[2]
            found[said.get("Id", "")] = (kind, target.lstrip("/"))
    return found


def _date_formats(archive: Archive, part: str) -> frozenset[int]:
    if not part:
        return frozenset()
    custom: set[str] = set()
    found: list[int] = []
    index = -1
    for parent, name, said in elements(stream(archive, part)):
        if name == "numFmt" and _shows_a_date(said.get("formatCode", "")):
            custom.add(said.get("numFmtId", ""))
        elif (parent, name) == ("cellXfs", "xf"):
            index += 1
            code = said.get("numFmtId", "0")
            if code in custom or whole(code) in _BUILT_IN_DATES:
                found.append(index)
    return frozenset(found)


def _shows_a_date(code: str) -> bool:
    """Whether a number format (18.8.31) shows days or hours, looking past its literal text."""
    return _DATE_LETTER.search(_NO_DATE_IN.sub("", code.partition(";")[0])) is not None


class _Texts:
    """Gathers the shared texts; what is written above a word to pronounce it is not in it."""

    _STARTS = names("si", "t", "rPh")

    def __init__(self, limits: Limits) -> None:
        self.found: list[str] = []
        self._limits = limits
        self._pieces: list[str] = []
        self._size = 0
        self._in_text = False
        self._aside = 0

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """An element opens."""
        local = self._STARTS.get(name)
        if local == "rPh":
            self._aside += 1
        self._in_text = local == "t" and not self._aside

    def end(self, name: str) -> None:
        """An element closes."""
        local = self._STARTS.get(name)
        self._in_text = False
        if local == "rPh":
            self._aside -= 1
        elif local == "si":
            self.found.append(unescaped("".join(self._pieces)))
            self._pieces.clear()

    def data(self, text: str) -> None:
        """Text of an element."""
        if not self._in_text:
            return
        self._size += len(text)
        if self._size > self._limits.shared_text:
            raise passed(
                "The workbook has more characters", self._limits.shared_text, code="table_too_large"
            )
        self._pieces.append(text)


def _shared_texts(archive: Archive, part: str, limits: Limits) -> tuple[str, ...]:
    if not part:
        return ()
    texts = _Texts(limits)
    _all(parsed(stream(archive, part), start=texts.start, end=texts.end, data=texts.data))
    return tuple(texts.found)


def _all(steps: Iterator[None]) -> None:
    for _ in steps:
        pass
