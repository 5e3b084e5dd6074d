"""Elements lie on their label and ask for what it has; rules print what fits the printer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches

from gozinto.plant.changing.checks.touching import Found, Touched, rows_of, rows_where
from gozinto.plant.kinds import KINDS, Finding, Row
from gozinto.plant.label_texts import FIELDS, holes

_SIDES = (("x_mm", "width_mm"), ("y_mm", "height_mm"))


def elements(touched: Touched) -> Found:
    """Every element of a layout lies within its margins and asks only for fields it has."""
    kind = KINDS["label-elements"]
    named = touched.values(kind.name, "layout") | touched.keys("label-layouts")
    layouts = rows_of("label-layouts", named)
    for row in rows_where(kind.name, field="layout", values=named):
        layout = layouts[row["layout"]]
        for finding in (*_outside(row, layout), *_unknown_fields(row, layout["purpose"])):
            yield kind.name, kind.key_of(row), finding


def _outside(row: Row, layout: Row) -> Iterator[Finding]:
    margin = Decimal(layout["margin_mm"])
    for start, size in _SIDES:
        first, last = Decimal(row[start]), Decimal(row[start]) + Decimal(row[size])
        end = Decimal(layout[size]) - margin
        if first < margin or last > end:
            yield Finding(
                field=start if first < margin else size,
                code="outside_label",
                message=f"The element reaches from {first} to {last} mm; the label {layout['code']}"
                f" can be printed from {margin} to {end} mm.",
                next_step="Move the element or make it smaller.",
            )


def _unknown_fields(row: Row, purpose: str) -> Iterator[Finding]:
    for name in dict.fromkeys(holes(row["text"])):
        if name not in FIELDS[purpose]:
            near = get_close_matches(name, FIELDS[purpose], n=2)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            yield Finding(
                field="text",
                code="unknown_label_field",
                message=f"A label for a {purpose} has no field {name!r}.{meant}",
                next_step="Choose among: " + ", ".join(FIELDS[purpose]) + ".",
            )


def rules(touched: Touched) -> Found:
    """A rule's layout is for what the rule prints, and its printer's labels are large enough."""
    kind = KINDS["print-rules"]
    keys = {
        *touched.keys(kind.name),
        *_naming("layout", touched.keys("label-layouts")),
        *_naming("printer", touched.keys("printers")),
    }
    rows = rows_of(kind.name, keys).values()
    layouts = rows_of("label-layouts", {row["layout"] for row in rows} - {""})
    printers = rows_of("printers", {row["printer"] for row in rows} - {""})
    for row in rows:
        layout = layouts.get(row["layout"])
        if layout is None:
            continue
        if layout["purpose"] != row["purpose"]:
            finding = Finding(
                field="layout",
                code="layout_of_another_purpose",
                message=f"Layout {row['layout']} is for a {layout['purpose']}, not a"
                f" {row['purpose']}.",
                next_step="Name a layout of that purpose, or none for the one that comes along.",
            )
            yield kind.name, row["code"], finding
        if row["printer"] and not _fits(layout, printers[row["printer"]]):
            finding = Finding(
                field="printer",
                code="label_larger_than_media",
                message=f"Layout {row['layout']} is {layout['width_mm']} x {layout['height_mm']}"
                f" mm, more than printer {row['printer']} has labels for.",
                next_step="Choose another printer or a smaller layout.",
            )
            yield kind.name, row["code"], finding


def _naming(field: str, keys: set[str]) -> set[str]:
    return {row["code"] for row in rows_where("print-rules", field=field, values=keys)}


def _fits(layout: Row, printer: Row) -> bool:
    pairs = (("width_mm", "media_width_mm"), ("height_mm", "media_height_mm"))
    return all(
        not printer[media] or Decimal(layout[size]) <= Decimal(printer[media])
        for size, media in pairs
    )
