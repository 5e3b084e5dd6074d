"""A label before anything draws it: boxes of text, symbols and lines on a piece of given size.

Lengths are millimetres from the upper left corner, x to the right and y down; sizes of letters are
points. Pure: nothing here asks the database, a printer or a language of pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from gozinto.plant.label_texts import fill_text

Purpose = Literal["lot", "serial", "container", "location", "badge", "job", "asset", "station"]
Align = Literal["left", "center", "right"]
Fit = Literal["shrink", "wrap", "cut"]

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
ALIGNMENTS: tuple[Align, ...] = get_args(Align)
FITS: tuple[Fit, ...] = get_args(Fit)
IDENTIFYING = ("number", "sscc", "gtin", "supplier_lot", "lot", "serial")
"""Values by which a thing is known: a label that shows a part of one is worse than none."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on the label, in millimetres."""

    x_mm: Decimal
    y_mm: Decimal
    width_mm: Decimal
    height_mm: Decimal


@dataclass(frozen=True, kw_only=True)
class TextElement(Box):
    """Words: a template such as `{number} {name}` before it is filled, and what is printed after.

    `fit` says what becomes of a text too long for its box: smaller letters, more lines, or an end
    that is left out.
    """

    text: str
    size_pt: Decimal
    bold: bool = False
    align: Align = "left"
    fit: Fit = "shrink"


@dataclass(frozen=True, kw_only=True)
class SymbolElement(Box):
    """A barcode. Its text is a template too: `{gs1}`, `{link}`, `{number}`.

    `symbology` is a key of `standards.symbols.kinds`; `module_mm` the width of one module, the
    largest that fits where it is None; `human_readable` prints the text beneath.
    """

    symbology: str
    text: str
    module_mm: Decimal | None = None
    human_readable: bool = False


@dataclass(frozen=True, kw_only=True)
class LineElement(Box):
    """A filled rule as long as the longer side of its box."""

    thickness_mm: Decimal


Element = TextElement | SymbolElement | LineElement


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What a label of one purpose looks like. `margin_mm` is what the printer cannot reach."""

    code: str
    purpose: Purpose
    width_mm: Decimal
    height_mm: Decimal
    elements: tuple[Element, ...]
    margin_mm: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """One label with what it says: nothing is left to look up, only to draw."""

    layout: Layout
    uri: str
    """The thing the label is of, by the name the plant knows it by."""
    values: Mapping[str, str]
    elements: tuple[Element, ...]

    @property
    def symbols(self) -> tuple[SymbolElement, ...]:
        """What a reader must be able to decode from the label once it is drawn, in their order."""
        return tuple(e for e in self.elements if isinstance(e, SymbolElement))


def filled(*, layout: Layout, uri: str, values: Mapping[str, str]) -> Filled:
    """The layout with these values; texts and symbols that say nothing are left out."""
    elements = (_element(e, values=values) for e in layout.elements)
    return Filled(
        layout=layout, uri=uri, values=values, elements=tuple(e for e in elements if e is not None)
    )


def _element(element: Element, *, values: Mapping[str, str]) -> Element | None:
    """The element with its text as it is printed; None where it has a text and it is empty."""
    if isinstance(element, LineElement):
        return element
    text = fill_text(element.text, values=values)
    return replace(element, text=text) if text else None
