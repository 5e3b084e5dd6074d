"""What is wrong with a table: where a person finds it, and the whole list as a table itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from gozinto.errors import Violation
from gozinto.standards.tables import csv_writing

_HEADER = ("file", "sheet", "row", "column", "code", "message", "value", "next_step")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A table, and in it a row; `sheet` only where the file has several."""

    source: str
    sheet: str = ""
    row: int = 0

    def fault(
        self, code: str, message: str, *, next_step: str, column: str = "", value: str = ""
    ) -> Violation:
        """A violation at this place."""
        file = ", sheet ".join(part for part in (self.source, self.sheet) if part)
        path = f"{file} row {self.row}" if self.row else file
        data: dict[str, object] = {"source": self.source, "row": self.row, "column": column}
        if self.sheet:
            data["sheet"] = self.sheet
        return Violation(
            code=code,
            message=message,
            next_step=next_step,
            path=f"{path}, column {column}" if column else path,
            value=value[:200],
            data=data,
        )


def as_csv(violations: Iterable[Violation], *, to: BinaryIO) -> int:
    """Write every violation as a row, and answer how many."""
    rows = (_row(violation) for violation in violations)
    return csv_writing.write(to, (row for some in ([_HEADER], rows) for row in some)) - 1


def _row(violation: Violation) -> tuple[str, ...]:
    data = violation.data
    place = (str(data.get(name) or "") for name in ("source", "sheet", "row", "column"))
    said = (violation.code, violation.message, violation.value, violation.next_step)
    return (*place, *said)


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """The violations as they stand in the tables: by sheet as it came, then row, then cell."""
    sheets: dict[tuple[object, object], int] = {}

    def place(violation: Violation) -> tuple[int, int]:
        data = violation.data
        sheet = sheets.setdefault((data.get("source"), data.get("sheet")), len(sheets))
        row = data.get("row")
        return sheet, row if isinstance(row, int) else 0

    return sorted(violations, key=place)
