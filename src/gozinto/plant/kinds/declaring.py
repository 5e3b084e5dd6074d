"""How a kind of master data is declared: its fields, its key, its states and its checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Field as Column
from django.db.models import Model

KEY_SEPARATOR = "|"
"""Between the fields of a key written as one text; so no code may contain it."""

Row = Mapping[str, str]
"""A row as canonical texts, by field; "" is absent."""


class Type(Enum):
    """What a value is, and so how it is read and written."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    UNIT = "unit"
    CHOICE = "choice"
    REFERENCE = "reference"
    ZONE = "zone"
    GTIN = "gtin"
    GLN = "gln"
    DOMAIN = "domain"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a kind.

    `default`: what "" means. `refers_to`: the kind whose row this names; `along`: the fields of
    this row that come before it in that row's key. `least`, `above` and `most` bound a number.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    refers_to: str = ""
    along: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: str = ""
    longest: int = 0
    least: str = ""
    above: str = ""
    most: str = ""
    synonyms: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong with one row by itself: in which field, and what to do about it.

    `meant`: what may have been meant by a value that is none.
    """

    field: str
    code: str
    message: str
    next_step: str = ""
    meant: tuple[str, ...] = ()


RowCheck = Callable[[Row], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """One kind of master data, as a flat table.

    `states`: for each value of the field `state` those that may follow it; empty where there is
    no such field. `checks` look at one row alone. `uri`: what mints a new row's URI, of the
    enterprise's domain and the row's code.
    """

    name: str
    title: str
    one: str
    model: type[Model]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checks: tuple[RowCheck, ...] = ()
    uri: Callable[..., str] | None = None
    help: str = ""

    def __post_init__(self) -> None:
        """A kind that contradicts itself is a fault of the program; it does not start."""
        assert set(self.key) <= set(self.names), f"{self.name}: a key that is no field"
        assert len(set(self.names)) == len(self.fields), f"{self.name}: a field twice"
        if self.states:
            assert set(self.states) == set(self.field("state").choices), f"{self.name}: states"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in the order of a table's columns."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return self._by_name[name]

    def has(self, name: str) -> bool:
        """Whether there is a field of that name."""
        return name in self._by_name

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that name a row of a kind."""
        return tuple(field for field in self.fields if field.refers_to)

    def column(self, name: str) -> Column[Any, Any]:
        """Where the database keeps a field."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, Column), f"{self.name}: {name} is no column"
        return found

    def longest(self, name: str) -> int:
        """How many characters a field may have; 0 where nothing limits it."""
        asked = self.field(name)
        return asked.longest or getattr(self.column(name), "max_length", None) or 0

    def key_of(self, row: Row) -> str:
        """A row's key as one text."""
        return KEY_SEPARATOR.join(row[name] for name in self.key)
