"""Many labels on a sheet: where each stands, and the marks to cut along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gozinto.errors import Malformed
from gozinto.labels.rendering.placing import Placed, PlacedRule
from gozinto.labels.rendering.typst_pages import Page

_MARK_MM = 3.0
_MARK_THICK_MM = 0.1


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of labels in columns and rows; A4 where nothing else is said.

    Between labels are the gaps; what is left over is shared by the margins, unless `left_mm` and
    `top_mm` say where the first label begins, as the maker of die-cut sheets tells.
    """

    columns: int
    rows: int
    width_mm: Decimal = Decimal(210)
    height_mm: Decimal = Decimal(297)
    left_mm: Decimal | None = None
    top_mm: Decimal | None = None
    gap_x_mm: Decimal = Decimal(0)
    gap_y_mm: Decimal = Decimal(0)
    cut_marks: bool = False


def impose(labels: Sequence[Placed], *, sheet: Sheet, start: int = 1) -> Iterator[Page]:
    """The sheets with the labels row by row, the first at position `start` of the first sheet.

    Raises Malformed: sheet_too_small, no_such_position.
    """
    places = sheet.columns * sheet.rows
    if sheet.columns < 1 or sheet.rows < 1 or not 1 <= start <= places:
        raise Malformed(
            f"A sheet of {sheet.columns} × {sheet.rows} labels has no position {start}.",
            code="no_such_position",
            next_step="Count positions from 1, row by row from the upper left.",
        )
    wide = max((label.width_mm for label in labels), default=0.0)
    high = max((label.height_mm for label in labels), default=0.0)
    grid = _Grid(sheet=sheet, wide_mm=wide, high_mm=high)
    grid.check()
    slots: list[Placed | None] = [*[None] * (start - 1), *labels]
    for first in range(0, len(slots), places):
        taken = [
            (*grid.corner(position), label)
            for position, label in enumerate(slots[first : first + places])
            if label is not None
        ]
        yield Page(
            width_mm=float(sheet.width_mm),
            height_mm=float(sheet.height_mm),
            labels=taken,
            rules=tuple(grid.marks()) if sheet.cut_marks else (),
        )


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """A sheet with labels of one size on it."""

    sheet: Sheet
    wide_mm: float
    high_mm: float

    @property
    def _steps(self) -> tuple[float, float]:
        sheet = self.sheet
        return self.wide_mm + float(sheet.gap_x_mm), self.high_mm + float(sheet.gap_y_mm)

    @property
    def _used(self) -> tuple[float, float]:
        across, down = self._steps
        sheet = self.sheet
        return (
            sheet.columns * across - float(sheet.gap_x_mm),
            sheet.rows * down - float(sheet.gap_y_mm),
        )

    @property
    def _origin(self) -> tuple[float, float]:
        sheet = self.sheet
        left, top = sheet.left_mm, sheet.top_mm
        return (
            (float(sheet.width_mm) - self._used[0]) / 2 if left is None else float(left),
            (float(sheet.height_mm) - self._used[1]) / 2 if top is None else float(top),
        )

    def check(self) -> None:
        """Raises Malformed where the labels do not go on the sheet."""
        sheet = self.sheet
        left, top = self._origin
        over_x = left + self._used[0] - float(sheet.width_mm)
        over_y = top + self._used[1] - float(sheet.height_mm)
        if min(left, top) < -0.01 or max(over_x, over_y) > 0.01:
            raise Malformed(
                f"{sheet.columns} × {sheet.rows} labels of {self.wide_mm:.1f} × {self.high_mm:.1f} "
                f"mm do not go on a sheet of {sheet.width_mm} × {sheet.height_mm} mm.",
                code="sheet_too_small",
                next_step="Fewer columns or rows, a smaller label, or a larger sheet.",
            )

    def corner(self, position: int) -> tuple[float, float]:
        """The upper left corner of the label at a position, counted from 0."""
        row, column = divmod(position, self.sheet.columns)
        across, down = self._steps
        left, top = self._origin
        return left + column * across, top + row * down

    def marks(self) -> Iterator[PlacedRule]:
        """Short lines at the edges of the sheet's labels, outside all of them."""
        left, top = self._origin
        wide, high = self._used
        across, down = self._steps
        for column in range(self.sheet.columns):
            for x in (left + column * across, left + column * across + self.wide_mm):
                for y in (top - _MARK_MM - 1, top + high + 1):
                    yield _mark(x_mm=x, y_mm=y, height_mm=_MARK_MM)
        for row in range(self.sheet.rows):
            for y in (top + row * down, top + row * down + self.high_mm):
                for x in (left - _MARK_MM - 1, left + wide + 1):
                    yield _mark(x_mm=x, y_mm=y, width_mm=_MARK_MM)


def _mark(
    *, x_mm: float, y_mm: float, width_mm: float = _MARK_THICK_MM, height_mm: float = _MARK_THICK_MM
) -> PlacedRule:
    return PlacedRule(x_mm=x_mm, y_mm=y_mm, width_mm=width_mm, height_mm=height_mm)
