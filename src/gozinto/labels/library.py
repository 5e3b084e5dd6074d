"""The layouts there are: those of the plant, and those that come along for every purpose.

What comes along is a folder of tables as any plant describes its own. A plant's layout of the same
code takes its place; the one whose code is its purpose is used where nobody names another.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, cast

from gozinto.errors import Unknown
from gozinto.labels.layouts import (
    Align,
    Element,
    Fit,
    Layout,
    LineElement,
    Purpose,
    SymbolElement,
    TextElement,
)
from gozinto.plant import known
from gozinto.plant.kinds import Row
from gozinto.plant.known.shapes import LabelElement, LabelLayout

SHIPPED = Path(__file__).parent / "shipped"
_USUAL_PT = Decimal(9)


class _Box(TypedDict):
    x_mm: Decimal
    y_mm: Decimal
    width_mm: Decimal
    height_mm: Decimal


def every() -> Mapping[str, Layout]:
    """All layouts by code, in the order of their codes."""
    own = {code: _layout(one) for code, one in known.now().label_layouts.items()}
    return dict(sorted({**shipped(), **own}.items()))


def get(code: str) -> Layout:
    """The layout of that code. Raises Unknown with near ones."""
    found = every()
    if code not in found:
        near = [one for one in found if code and one.startswith(code[:2])]
        raise Unknown(f"There is no label layout {code!r}.", code="unknown_layout", near=near)
    return found[code]


def find(code: str, *, purpose: str) -> Layout:
    """The layout of that code, or for "" the usual one of the purpose. Raises Unknown."""
    return get(code or purpose)


def is_own(code: str) -> bool:
    """Whether the plant describes this layout itself."""
    return code in known.now().label_layouts


@cache
def rows(kind: str) -> tuple[Row, ...]:
    """The rows of what comes along, of `label-layouts` or `label-elements`, as they are read."""
    with (SHIPPED / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as opened:
        return tuple(csv.DictReader(opened))


@cache
def shipped() -> Mapping[str, Layout]:
    """What comes along, by code."""
    on_it: dict[str, list[Row]] = defaultdict(list)
    for row in rows("label-elements"):
        on_it[row["layout"]].append(row)
    return {row["code"]: of_rows(row, elements=on_it[row["code"]]) for row in rows("label-layouts")}


def of_rows(row: Row, *, elements: Iterable[Row]) -> Layout:
    """The layout that a canonical row of `label-layouts` and its elements' rows describe."""
    return _layout(
        LabelLayout(
            code=row["code"],
            name=row["name"],
            purpose=row["purpose"],
            width_mm=Decimal(row["width_mm"]),
            height_mm=Decimal(row["height_mm"]),
            margin_mm=Decimal(row["margin_mm"]),
            elements=tuple(map(_of_row, elements)),
        )
    )


def _of_row(row: Row) -> LabelElement:
    lengths = {name: Decimal(row[name]) for name in ("x_mm", "y_mm", "width_mm", "height_mm")}
    sizes = {
        name: Decimal(row[name]) if row[name] else None
        for name in ("size_pt", "module_mm", "thickness_mm")
    }
    texts = {name: row[name] for name in ("kind", "text", "symbology", "align", "fit")}
    flags = {name: row[name] == "true" for name in ("bold", "human_readable")}
    told: Mapping[str, Any] = {**lengths, **sizes, **texts, **flags}
    return LabelElement(nr=int(row["nr"]), **told)


def _layout(told: LabelLayout) -> Layout:
    return Layout(
        code=told.code,
        purpose=cast("Purpose", told.purpose),
        width_mm=told.width_mm,
        height_mm=told.height_mm,
        margin_mm=told.margin_mm,
        elements=tuple(_ELEMENTS[one.kind](one) for one in told.elements),
    )


def _text(told: LabelElement) -> Element:
    return TextElement(
        **_box(told),
        text=told.text,
        size_pt=told.size_pt or _USUAL_PT,
        bold=told.bold,
        align=cast("Align", told.align),
        fit=cast("Fit", told.fit),
    )


def _symbol(told: LabelElement) -> Element:
    return SymbolElement(
        **_box(told),
        symbology=told.symbology,
        text=told.text,
        module_mm=told.module_mm,
        human_readable=told.human_readable,
    )


def _line(told: LabelElement) -> Element:
    return LineElement(**_box(told), thickness_mm=told.thickness_mm or told.height_mm)


def _box(told: LabelElement) -> _Box:
    return {
        "x_mm": told.x_mm,
        "y_mm": told.y_mm,
        "width_mm": told.width_mm,
        "height_mm": told.height_mm,
    }


_ELEMENTS: Mapping[str, Callable[[LabelElement], Element]] = {
    "text": _text,
    "symbol": _symbol,
    "line": _line,
}
