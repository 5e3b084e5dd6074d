"""A text fits its box, or what of it matters is refused; nothing in it is ever a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gozinto.errors import Refused, Violation
from gozinto.labels import rendering
from gozinto.labels.layouts import Filled
from gozinto.labels.rendering import lettering
from gozinto.labels.rendering.zpl import escaped
from tests.labels.rendering import zebra
from tests.labels.rendering.images import pdf_words
from tests.labels.rendering.samples import LOT, SSCC, label, lot_label, symbol, words

LONG = "Winter tyre 205/55 R16 91H with reinforced side walls"


def _lettering(text: str, *box: float, **more: Any) -> lettering.Lettering:
    return lettering.fit(words(text, *box, **more))


def test_a_long_name_is_set_smaller() -> None:
    set_in = _lettering(LONG, 0, 0, 70, 6, size=12)
    assert set_in.lines == (LONG,)
    assert 5 <= set_in.size_pt < 12
    assert lettering.width_mm(LONG, size_pt=set_in.size_pt, bold=False) <= 70.01


def test_a_name_wraps_at_its_blanks() -> None:
    set_in = _lettering(LONG, 0, 0, 40, 20, size=10, fit="wrap")
    assert " ".join(set_in.lines) == LONG
    assert (len(set_in.lines), set_in.size_pt, set_in.cut) == (3, 10, False)


def test_what_fits_on_no_number_of_lines_is_set_smaller_and_then_cut() -> None:
    set_in = _lettering(LONG * 4, 0, 0, 30, 8, size=10, fit="wrap")
    assert set_in.cut
    assert set_in.size_pt == lettering.SMALLEST_PT
    assert set_in.lines[-1].endswith("…")


def test_a_cut_name_says_that_it_goes_on() -> None:
    set_in = _lettering(LONG, 0, 0, 40, 6, size=10, fit="cut")
    assert set_in.cut
    assert set_in.size_pt == 10
    assert re.fullmatch(r"Winter tyre .*[^ ]…", set_in.lines[0])


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x24F), max_size=80),
    st.floats(3, 100),
    st.floats(2, 30),
    st.sampled_from(("shrink", "wrap", "cut")),
)
def test_no_line_is_wider_than_its_box(text: str, width: float, height: float, fit: str) -> None:
    set_in = _lettering(text, 0, 0, width, height, size=14, fit=fit)
    for line in set_in.lines:
        wide = lettering.width_mm(line, size_pt=set_in.size_pt, bold=False)
        assert wide <= width + 0.02 or len(line) <= 2
    if not set_in.cut:
        assert "".join("".join(set_in.lines).split()) == "".join(lettering.printable(text).split())


def _violations(*labels: Filled) -> Sequence[Violation]:
    with pytest.raises(Refused) as refused:
        rendering.pdf(labels)
    return refused.value.violations


def test_a_number_that_would_lose_its_end_is_refused_and_a_name_is_not() -> None:
    box = (2, 2, 20, 4)
    name = label(words("{name}", *box, size=12, fit="cut"), name=LONG)
    assert rendering.pdf([name]).startswith(b"%PDF")
    number = label(words("Lot {number}", *box, size=12, fit="cut"), number=LOT)
    (violation,) = _violations(number)
    assert (violation.code, violation.value) == ("text_does_not_fit", LOT)
    under = label(symbol("qr", "{number}", 2, 2, 12, 16, human_readable=True), number=LOT * 3)
    assert "text_does_not_fit" in {v.code for v in _violations(under)}


def test_all_that_is_wrong_with_all_labels_is_told_at_once() -> None:
    narrow = label(symbol("code128", LOT, 2, 2, 20, 10), words("測 Ͱ", 2, 20, 20, 5))
    found = _violations(narrow, lot_label(), label(symbol("code128", "Ş", 2, 2, 90, 10)))
    assert [v.code for v in found] == [
        "symbol_does_not_fit",
        "letter_not_in_font",
        "character_not_in_symbology",
    ]
    assert "Ͱ, 測" in found[1].message
    assert found[0].data == {"needs_width_mm": "49.5", "needs_height_mm": "5.0"}
    assert all("element" in v.path and v.next_step for v in found)


def test_a_symbol_fits_where_it_is_given_what_it_asks_for() -> None:
    enough = label(symbol("code128", LOT, 2, 2, 49.6, 5))
    assert rendering.zpl([enough])
    for box in ((2, 2, 60, 4.9), (2, 2, 49.4, 5)):
        found = _violations(label(symbol("code128", LOT, *box)))
        assert [v.code for v in found] == ["symbol_does_not_fit"]


def test_bars_are_as_wide_as_asked_or_the_label_is_refused() -> None:
    sscc = symbol("gs1_128", f"(00){SSCC}", 2, 2, 87, 20, module_mm=Decimal("0.495"))
    (violation,) = _violations(label(sscc))
    assert violation.data == {"needs_width_mm": "87.1", "needs_height_mm": "5.0"}


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("^XZ^XA^FO1,1^FDstolen^FS~JA")
@example("_5E\\&\\\\^")
def test_nothing_in_a_text_is_a_command_to_the_printer(text: str) -> None:
    written = escaped(text)
    assert re.fullmatch(r"[A-Za-z0-9 _]*", written)
    back = re.sub(rb"_([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), written.encode())
    assert back.decode("utf-8") == text


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize(
    "text", ["^XZ^XA^FDstolen^FS", "~JA~JR", r"C:\temp\&", "100_5E %", "Ş-İ ^ ~ \\", "#panic[$x$]"]
)
def test_a_hostile_number_is_printed_as_it_is(text: str, align: str) -> None:
    drawn = label(
        words("{number}", 2, 2, 90, 8, align=align),
        symbol("qr", "{number}", 5, 12, 30, 30),
        number=text,
    )
    (printed,) = zebra.received(rendering.zpl([drawn]))
    assert [found for _, _, found in printed.texts] == [text]
    assert text in pdf_words(rendering.pdf([drawn]))
