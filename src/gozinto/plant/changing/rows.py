"""What comes in at the door of master data, and what is answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from gozinto.errors import Violation
from gozinto.plant.kinds import Finding, Row

Mode = Literal["upsert", "create", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands: the file or other source, the sheet of a workbook, the row's number."""

    source: str = ""
    sheet: str = ""
    row: int = 0

    def said(self, column: str = "") -> str:
        """As a person finds it: "materials.csv row 17, column uom"."""
        file = ", sheet ".join(part for part in (self.source, self.sheet) if part)
        where = " ".join(part for part in (file, f"row {self.row}" if self.row else "") if part)
        named = f"column {column}" if where and column else column
        return ", ".join(part for part in (where, named) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One row as it was sent. Only the fields that `values` names are set; others stay."""

    kind: str
    values: Mapping[str, str]
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row before and after; None where there was none."""

    kind: str
    key: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the rows. `batch` is None when nothing changed, or nothing was to be kept."""

    batch: UUID | None
    changes: tuple[Change, ...]
    unchanged: int = 0
    dry_run: bool = False

    @property
    def created(self) -> int:
        """How many rows are new."""
        return sum(1 for change in self.changes if change.before is None)

    @property
    def removed(self) -> int:
        """How many rows are gone."""
        return sum(1 for change in self.changes if change.after is None)

    @property
    def updated(self) -> int:
        """How many rows are other than they were."""
        return len(self.changes) - self.created - self.removed


@dataclass(slots=True, kw_only=True)
class Draft:
    """One row on its way through the door."""

    kind: str
    key: str
    place: Place
    given: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    """Fields whose cells could not be read, which was told already."""
    before: dict[str, str] | None = None
    after: dict[str, str] | None = None
    pk: int = 0
    sound: bool = True

    @property
    def changes(self) -> bool:
        """Whether there is something to write."""
        return self.sound and self.differs

    @property
    def differs(self) -> bool:
        """Whether it would change anything, also if it is not sound."""
        return self.before != self.after

    def violation(self, finding: Finding) -> Violation:
        """What is wrong, where this row stands."""
        values = self.after or self.before or {}
        value = self.given.get(finding.field, values.get(finding.field, ""))
        return violation(finding, kind=self.kind, key=self.key, place=self.place, value=value)


def violation(
    finding: Finding, *, kind: str, key: str, place: Place | None = None, value: str = ""
) -> Violation:
    """What is wrong with a row, and where: its place in what was sent, else its kind and key."""
    where = place or Place(source=f"{kind} {key}")
    data: dict[str, object] = {
        "kind": kind,
        "key": key,
        "column": finding.field,
        "meant": list(finding.meant),
    }
    if where.row:
        data |= {"source": where.source, "row": where.row}
    if where.sheet:
        data["sheet"] = where.sheet
    return Violation(
        code=finding.code,
        message=finding.message,
        next_step=finding.next_step,
        path=where.said(finding.field),
        value=value,
        data={name: text for name, text in data.items() if text},
    )


def etag(kind: str, row: Row) -> str:
    """A tag that is another one whenever a value of the row is."""
    text = json.dumps([kind, sorted(row.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
