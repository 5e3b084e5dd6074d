"""The shapes of imports and exports, for the OpenAPI page."""

from __future__ import annotations

from uuid import UUID

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.shapes import Shape, Text


class Importing(Schema):
    """The parameters of an import."""

    name: str = Field("", description="of the file, which may tell its kind")
    kind: str = Field("", description="of all tables; else by name or header")
    dry_run: bool = Field(False, description="check all, keep nothing")
    why: str = Field("", description="the reason, for the history")
    encoding: str = Field("", description="of CSV that is no UTF-8: windows-1254, …")
    decimal_comma: bool = Field(False, description="1,5 is one and a half")
    trust_numbers: bool = Field(False, description="codes kept as numbers lost no zeros")


class Exporting(Schema):
    """The parameters of an export."""

    kind: list[str] = Field(default_factory=list, description="may be repeated; else all")
    format: str = Field("", description="csv, xlsx or zip; else csv for one kind, zip for several")


class ImportedTable(Shape):
    """A table that was read."""

    name: str
    kind: Text
    rows: int


class Imported(Shape):
    """What became of the tables. `batch` undoes it; absent where nothing changed."""

    batch: UUID | None = None
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    tables: list[ImportedTable]


class Opening(Schema):
    """The parameters of opening stock."""

    name: str = Field("", description="of the file")
    at: str = Field("", description="the first day, a time with its zone; now if absent")
    dry_run: bool = Field(False, description="check all, record nothing")
    encoding: str = Field("", description="of CSV that is no UTF-8: windows-1254, …")
    trust_numbers: bool = Field(False, description="codes kept as numbers lost no zeros")


class Opened(Shape):
    """What became of the rows: new on record, or there before."""

    dry_run: bool
    rows: int
    recorded: int
    repeated: int
