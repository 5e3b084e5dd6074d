"""Labels of the tyre plant, one for each purpose, as they leave the plant's own layouts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gozinto.labels.layouts import (
    Element,
    Filled,
    Layout,
    LineElement,
    Purpose,
    SymbolElement,
    TextElement,
    filled,
)

GTIN = "04150567890128"
LOT, SERIAL = "IA-23092018-001", "0444232322"
SSCC = "340123451111111111"
TURKISH = "Isıl işlem ğüşıöç ĞÜŞİÖÇ"


def words(text: str, *box: float, size: float = 9, **more: Any) -> TextElement:
    """A text in a box of x, y, width and height."""
    return TextElement(**_box(*box), text=text, size_pt=Decimal(str(size)), **more)


def symbol(symbology: str, text: str, *box: float, **more: Any) -> SymbolElement:
    """A barcode in a box of x, y, width and height."""
    return SymbolElement(**_box(*box), symbology=symbology, text=text, **more)


def rule(*box: float, thick: float = 0.3) -> LineElement:
    """A line along a box."""
    return LineElement(**_box(*box), thickness_mm=Decimal(str(thick)))


def label(
    *elements: Element,
    size: tuple[float, float] = (100, 50),
    purpose: Purpose = "lot",
    **values: str,
) -> Filled:
    """A filled label of these elements."""
    wide, high = (Decimal(str(mm)) for mm in size)
    layout = Layout(
        code="sample", purpose=purpose, width_mm=wide, height_mm=high, elements=elements
    )
    return filled(layout=layout, uri="https://tyres.example/obj/sample", values=values)


def lot_label(number: str = LOT, *, name: str = TURKISH) -> Filled:
    """A lot as it comes out of the mill: its number in a Data Matrix and in letters."""
    return label(
        words("{name}", 4, 4, 62, 6, size=12, bold=True),
        words("{number}", 4, 12, 62, 8, size=18, bold=True),
        rule(4, 22, 62, 0.3),
        words("Made {made_on}", 4, 24, 30, 5),
        words("Expires {expires_on}", 36, 24, 30, 5),
        words("{quantity} {uom}", 4, 30, 62, 7, size=14),
        symbol("gs1_datamatrix", "{gs1}", 70, 4, 26, 26),
        symbol("code128", "{number}", 4, 37, 92, 11),
        number=number,
        name=name,
        gs1=f"(01){GTIN}(10){number}",
        made_on="2018-09-23",
        expires_on="2019-03-23",
        quantity="412.5",
        uom="kg",
    )


def _box(x: float, y: float, width: float, height: float) -> dict[str, Decimal]:
    names = ("x_mm", "y_mm", "width_mm", "height_mm")
    return {name: Decimal(str(mm)) for name, mm in zip(names, (x, y, width, height), strict=True)}
