"""The door to tables: whatever was given, as sheets of rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from gozinto.errors import Malformed
from gozinto.standards.tables import archives, csv_reading, workbook_parts, workbook_reading
from gozinto.standards.tables.archives import Archive
from gozinto.standards.tables.cells import Row
from gozinto.standards.tables.limits import Budget, Counted, Limits, Shared, passed

Format = Literal["csv", "xlsx", "archive", "folder"]

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ASIDE = ("__macosx", ".")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `source`: the file it stands in, as a person would name it; `hidden` in Excel."""

    name: str
    source: str
    hidden: bool
    _rows: Callable[[], Iterator[Row]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Its rows with something in them, from the first; raises as `opened` does."""
        return self._rows()


@dataclass(frozen=True, slots=True)
class Book:
    """The tables of what was given."""

    format: Format
    sheets: tuple[Sheet, ...]


@contextmanager
def opened(
    source: Path | bytes | BinaryIO,
    *,
    name: str = "",
    limits: Limits | None = None,
    encoding: str = "",
) -> Iterator[Book]:
    """The tables of a CSV file, an XLSX workbook, or a folder or ZIP archive of CSV files.

    What it is, is told by its first bytes. A stream must be able to seek. `encoding` is that of
    CSV without a byte order mark; "": UTF-8. Raises Malformed for what is none of these or must
    not be read (macros, links to other files, a password), TooLarge past a limit.
    """
    bounds = limits or Limits()
    if isinstance(source, Path) and source.is_dir():
        yield _folder(source, bounds, encoding)
        return
    with _seekable(source) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size > bounds.file_bytes:
            raise passed("The file has more bytes", bounds.file_bytes, code="table_too_large")
        title = name or (source.name if isinstance(source, Path) else "")
        head = stream.read(4)
        if head == _OLD_OFFICE:
            raise _unknown("This is an old .xls, or a workbook locked with a password.")
        if head not in archives.MAGIC:
            yield Book("csv", (_csv(lambda: Shared(stream), title, bounds, encoding),))
            return
        with archives.opened(stream, size=size, limits=bounds) as archive:
            if workbook_parts.CONTENT_TYPES in archive.names:
                yield _workbook(archive, title, bounds)
            else:
                yield _archive(archive, bounds, encoding)


def _workbook(archive: Archive, title: str, limits: Limits) -> Book:
    book = workbook_parts.read(archive, limits=limits)

    def rows_of(part: workbook_parts.SheetPart) -> Callable[[], Iterator[Row]]:
        return lambda: workbook_reading.rows(archive, part, book=book, limits=limits)

    return Book("xlsx", tuple(Sheet(p.name, title, p.hidden, rows_of(p)) for p in book.sheets))


def _archive(archive: Archive, limits: Limits, encoding: str) -> Book:
    if "mimetype" in archive.names:
        raise _unknown("This is an OpenDocument file.")
    found = [name for name in sorted(archive.names) if not _is_aside(name)]
    others = [name for name in found if not name.lower().endswith(CSV_SUFFIXES)]
    if others or not found:
        raise _unknown(f"The archive holds {others[0] if others else 'nothing'}, and no CSV.")

    def part(name: str) -> Sheet:
        return _csv(lambda: archive.open(name), PurePosixPath(name).name, limits, encoding)

    return Book("archive", tuple(part(name) for name in found))


def _folder(folder: Path, limits: Limits, encoding: str) -> Book:
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in CSV_SUFFIXES and p.is_file())
    if not files:
        raise _unknown(f"The folder {folder.name} holds no CSV file.")
    budget = Budget(limits.unpacked_bytes)

    def file(path: Path) -> Sheet:
        return _csv(lambda: Counted(path.open("rb"), budget), path.name, limits, encoding)

    return Book("folder", tuple(file(path) for path in files))


def _csv(source: csv_reading.Opener, title: str, limits: Limits, encoding: str) -> Sheet:
    return Sheet(
        PurePosixPath(title).stem,
        title,
        False,
        lambda: csv_reading.rows(source, limits=limits, encoding=encoding),
    )


def _is_aside(name: str) -> bool:
    return any(part.lower().startswith(_ASIDE) for part in PurePosixPath(name).parts)


@contextmanager
def _seekable(source: Path | bytes | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    elif isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        yield source


def _unknown(message: str) -> Malformed:
    return Malformed(
        message,
        code="unknown_table_format",
        next_step="Save the table as .xlsx without a password, or as “CSV UTF-8”.",
    )
