"""A layout's texts have holes; a filled label has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.labels import layouts
from gozinto.labels.layouts import Element, Layout, LineElement, SymbolElement, TextElement

BOX = {
    "x_mm": Decimal(2),
    "y_mm": Decimal(2),
    "width_mm": Decimal(40),
    "height_mm": Decimal(10),
}


def _layout(*elements: Element) -> Layout:
    return Layout(
        code="L",
        purpose="lot",
        width_mm=Decimal(50),
        height_mm=Decimal(30),
        elements=elements,
    )


def _text(text: str) -> TextElement:
    return TextElement(text=text, size_pt=Decimal(9), **BOX)


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{number}", "IA-23092018-001"),
        ("Charge {number} {name}", "Charge IA-23092018-001 Kauçuk şerit"),
        ("Verfall {expires_on}", ""),
        ("{number} {expires_on}", "IA-23092018-001"),
        ("{{number}}", "{number}"),
        ("{{{number}}}", "{IA-23092018-001}"),
        ("Fragile", "Fragile"),
    ],
)
def test_what_is_absent_takes_the_words_around_it_away(template: str, printed: str) -> None:
    values = {"number": "IA-23092018-001", "name": "Kauçuk şerit", "expires_on": ""}
    assert layouts.fill_text(template, values=values) == printed


def test_a_value_with_braces_is_not_filled_again() -> None:
    values = {"number": "{name}", "name": "secret"}
    assert layouts.fill_text("{number}", values=values) == "{name}"


@pytest.mark.parametrize("template", ["{", "}", "{Number}", "{number", "{{number}", "{ number }"])
def test_a_brace_that_names_no_field_is_noticed(template: str) -> None:
    assert layouts.stray_braces(template)


@pytest.mark.parametrize("template", ["", "{number}", "{{", "{{{number}}}", "a {name} b"])
def test_fields_and_doubled_braces_are_no_stray_ones(template: str) -> None:
    assert not layouts.stray_braces(template)


def test_empty_texts_and_symbols_are_left_out_and_lines_stay() -> None:
    line = LineElement(thickness_mm=Decimal("0.3"), **BOX)
    symbol = SymbolElement(symbology="datamatrix", text="{number}", **BOX)
    layout = _layout(
        _text("{supplier}"),
        SymbolElement(symbology="gs1_datamatrix", text="{gs1}", **BOX),
        line,
        symbol,
    )
    label = layouts.filled(layout=layout, uri="urn:x", values={"number": "0444232322"})
    assert label.elements[0] == line
    assert [s.text for s in label.symbols] == ["0444232322"]
    assert len(label.elements) == 2
