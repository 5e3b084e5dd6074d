"""A filled label says what is there, and leaves out what is not."""

from __future__ import annotations

from decimal import Decimal

from gozinto.labels import layouts
from gozinto.labels.layouts import Layout, LineElement, SymbolElement, TextElement

X, Y, WIDTH, HEIGHT = (Decimal(length) for length in (2, 2, 40, 10))


def _symbol(symbology: str, text: str) -> SymbolElement:
    return SymbolElement(
        symbology=symbology, text=text, x_mm=X, y_mm=Y, width_mm=WIDTH, height_mm=HEIGHT
    )


def _text(text: str) -> TextElement:
    return TextElement(
        text=text, size_pt=Decimal(9), x_mm=X, y_mm=Y, width_mm=WIDTH, height_mm=HEIGHT
    )


def test_empty_texts_and_symbols_are_left_out_and_lines_stay() -> None:
    line = LineElement(thickness_mm=Decimal("0.3"), x_mm=X, y_mm=Y, width_mm=WIDTH, height_mm=X)
    layout = Layout(
        code="L",
        purpose="lot",
        width_mm=Decimal(50),
        height_mm=Decimal(30),
        elements=(
            _text("{supplier}"),
            _symbol("gs1_datamatrix", "{gs1}"),
            line,
            _symbol("datamatrix", "{number}"),
        ),
    )
    label = layouts.filled(layout=layout, uri="urn:x", values={"number": "0444232322"})
    assert label.elements[0] == line
    assert [s.text for s in label.symbols] == ["0444232322"]
    assert len(label.elements) == 2
