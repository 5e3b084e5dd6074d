"""The shapes of master data, made of the table of kinds, for the OpenAPI page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, create_model

from gozinto.edges.api.shapes import Decimal, Shape, Text
from gozinto.plant import kinds, listing
from gozinto.plant.kinds import Kind, Type

KEY, TAG = "key", "etag"
"""What a row is known by, beside its fields; both may be sent back with them."""

_TYPES: Mapping[Type, Any] = {Type.INTEGER: int, Type.FLAG: bool, Type.DECIMAL: Decimal}


def _type(field: kinds.Field) -> Any:
    plain = Literal[field.choices] if field.choices else _TYPES.get(field.type, str)
    return Annotated[plain | None, Field(description=_said(field))]


def _said(field: kinds.Field) -> str:
    told = [field.help, f"a key of {field.refers_to}" if field.refers_to else ""]
    told += [field.type.value if field.type not in (Type.TEXT, Type.CHOICE) else ""]
    told += [f"default {field.default}" if field.default else ""]
    return "; ".join(part for part in told if part)


def row_out(kind: Kind) -> type[Shape]:
    """A row as it is answered: every field, absent ones as null."""
    fields: dict[str, Any] = {field.name: (_type(field), ...) for field in kind.fields}
    return create_model(
        f"{_camel(kind.name)}Row", __base__=Shape, key=(str, ...), etag=(Text, ...), **fields
    )


def row_in(kind: Kind) -> type[Shape]:
    """A row as it is sent."""
    fields: dict[str, Any] = {field.name: (_type(field), None) for field in kind.fields}
    return create_model(f"{_camel(kind.name)}Sent", __base__=Shape, **fields)


def page_out(kind: Kind, row: type[Shape]) -> type[Shape]:
    """A page of rows."""
    rows: Any = list[row]  # type: ignore[valid-type]  # a type that is made as we start
    return create_model(
        f"{_camel(kind.name)}Page", __base__=Shape, rows=(rows, ...), next=(Text | None, None)
    )


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def parameters(kind: Kind) -> list[dict[str, Any]]:
    """The parameters of a list: its filters, and how it is searched, sorted and continued."""
    words = {name: f"filter by {field}; may be repeated" for name, field in _filters(kind)}
    words |= {
        "q": "a text in the key or the name",
        "sort": "fields with commas between, - before those that descend",
        "limit": f"1 to {listing.MOST} rows; 100 else",
        "next": "as the page before answered it",
    }
    return [query(name, said) for name, said in words.items()]


def _filters(kind: Kind) -> list[tuple[str, str]]:
    return list(listing.filters(kind).items())


def query(name: str, said: str) -> dict[str, Any]:
    """One optional parameter of a query."""
    return {"in": "query", "name": name, "schema": {"type": "string"}, "description": said}


def header(name: str, said: str) -> dict[str, Any]:
    """One header of a request."""
    return {"in": "header", "name": name, "schema": {"type": "string"}, "description": said}


def body(shape: type[Shape]) -> dict[str, Any]:
    """What an operation is sent, for the page."""
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def rows_body(row: type[Shape]) -> dict[str, Any]:
    """The body of a batch, for the page."""
    properties = {
        "rows": {"type": "array", "items": row.model_json_schema()},
        "why": {"type": "string"},
        "dry_run": {"type": "boolean"},
        "mode": {"enum": ["upsert", "create", "update"]},
    }
    schema = {"type": "object", "required": ["rows"], "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


class ChangeOut(Shape):
    """What became of one row of a batch."""

    key: str
    change: Literal["created", "updated", "removed"]
    etag: Text | None = None


class BatchOut(Shape):
    """What became of rows sent together; without an id nothing changed, or nothing was kept."""

    batch: UUID | None = None
    dry_run: bool
    created: int
    updated: int
    removed: int
    unchanged: int
    changes: list[ChangeOut]


class EntryOut(Shape):
    """One change of one row, as the history has it."""

    id: int
    at: datetime
    by: Text
    why: Text | None = None
    source: Text | None = None
    batch: UUID
    kind: Text
    key: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    undoes: UUID | None = None
    undone_by: UUID | None = None


class EntriesOut(Shape):
    """Changes, newest first."""

    changes: list[EntryOut]
    next: int | None = None


class BatchEntryOut(Shape):
    """Changes that were made together."""

    id: UUID
    at: datetime
    by: Text
    why: Text | None = None
    source: Text | None = None
    changes: int
    undoes: UUID | None = None
    undone_by: UUID | None = None
