"""What is drawn is read again, whatever it holds; what cannot be held is refused and says why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gozinto.errors import Malformed
from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.gs1.scan import read
from gozinto.standards.symbols import drawing
from gozinto.standards.symbols.drawing import draw, holds
from gozinto.standards.symbols.kinds import KINDS
from gozinto.standards.symbols.reading import read_picture, read_raster
from tests.standards.symbols.rasters import label_of, noisy, picture, raster, turned

GTIN = "04150567890128"
LOT, SERIAL = "IA-23092018-001", "0444232322"
TURKISH = "Isıl işlem ğüşıöç ĞÜŞİÖÇ"
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

CONTENTS = [
    ("code128", LOT),
    ("code128", SERIAL),
    ("code128", "X" * 20),
    ("code128", "".join(map(chr, range(32, 80)))),
    ("code128", "".join(map(chr, range(79, 127)))),
    ("datamatrix", LOT),
    ("datamatrix", SERIAL),
    ("datamatrix", TURKISH),
    ("datamatrix", "тест 測試 €"),
    ("qr", LOT),
    ("qr", TURKISH),
    ("qr", "https://tyres.example/lots/1?a=ğ"),
    ("gs1_link_qr", f"https://id.gs1.org/01/{GTIN}/10/{LOT}"),
    ("gs1_link_qr", f"https://id.tyres.example/01/{GTIN}/21/{SERIAL}"),
    ("gs1_128", "(00)340123451111111111"),
    ("gs1_128", f"(01){GTIN}(10){LOT}"),
    ("gs1_128", f"(01){GTIN}(21){SERIAL}"),
    ("gs1_datamatrix", f"(01){GTIN}(10){LOT}(21){SERIAL}"),
    ("gs1_datamatrix", f"(01){GTIN}(10){'A' * 20}(21){'z' * 20}"),
]


@pytest.mark.parametrize("dots", [2, 3, 8])
@pytest.mark.parametrize(("symbology", "text"), CONTENTS)
def test_what_is_drawn_is_read_again(symbology: str, text: str, dots: int) -> None:
    drawn = draw(text, symbology=symbology)
    (found,) = read_raster(raster(drawn, dots=dots), kinds=[drawn.kind])
    assert holds(drawn.kind, read=found.text, text=text)


@pytest.mark.parametrize("degrees", [2.0, 90.0, 182.0])
@pytest.mark.parametrize(("symbology", "text"), CONTENTS)
def test_a_photograph_of_it_is_read_however_it_is_held(
    symbology: str, text: str, degrees: float
) -> None:
    drawn = draw(text, symbology=symbology)
    photograph = noisy(turned(raster(drawn, dots=3), degrees=degrees), seed=3)
    (found,) = read_picture(picture(photograph))
    assert holds(drawn.kind, read=found.text, text=text)


@pytest.mark.parametrize("degrees", [17.0, 45.0, 222.0])
@pytest.mark.parametrize(("symbology", "text"), [c for c in CONTENTS if "128" not in c[0]])
def test_a_matrix_is_read_at_any_angle(symbology: str, text: str, degrees: float) -> None:
    drawn = draw(text, symbology=symbology)
    (found,) = read_picture(picture(turned(raster(drawn), degrees=degrees)))
    assert holds(drawn.kind, read=found.text, text=text)


def _gs1(lot: str, serial: str) -> str:
    """Both in brackets, as a label has them under the symbol."""
    in_brackets = [value.replace("(", r"\(") for value in (lot, serial)]
    return f"(01){GTIN}(10){in_brackets[0]}(21){in_brackets[1]}"


@settings(max_examples=60, deadline=None)
@given(st.text(SET_82, min_size=1, max_size=20), st.text(SET_82, min_size=1, max_size=20))
def test_every_lot_and_serial_of_character_set_82_comes_back_from_a_gs1_symbol(
    lot: str, serial: str
) -> None:
    text = _gs1(lot, serial)
    drawn = draw(text, symbology="gs1_datamatrix")
    (found,) = read_raster(raster(drawn), kinds=[drawn.kind])
    scan = read(found.scan)
    assert (scan.gtin, scan.lot, scan.serial) == (GTIN, lot, serial)
    assert holds(drawn.kind, read=found.text, text=text)


def test_all_of_character_set_82_stands_in_four_lots() -> None:
    for start in range(0, len(SET_82), 20):
        lot = SET_82[start : start + 20].replace("(", r"\(")
        drawn = draw(f"(01){GTIN}(10){lot}", symbology="gs1_128")
        (found,) = read_raster(raster(drawn), kinds=[drawn.kind])
        assert read(found.scan).lot == SET_82[start : start + 20]
        assert drawn.printed == f"(01){GTIN}(10){SET_82[start : start + 20]}"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["datamatrix", "qr"]),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc"]),
        min_size=1,
        max_size=40,
    ),
)
def test_every_european_text_comes_back_from_a_matrix(symbology: str, text: str) -> None:
    drawn = draw(text, symbology=symbology)
    (found,) = read_raster(raster(drawn), kinds=[drawn.kind])
    assert found.text == text


@settings(max_examples=40, deadline=None)
@given(st.text([chr(code) for code in range(32, 127)], min_size=1, max_size=48))
def test_every_ascii_number_comes_back_from_code_128(text: str) -> None:
    drawn = draw(text, symbology="code128")
    (found,) = read_raster(raster(drawn), kinds=[drawn.kind])
    assert found.text == text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**17 - 1))
def test_every_sscc_comes_back_and_with_another_check_digit_is_refused(number: int) -> None:
    body = f"{number:017}"
    right = int(check_digit(body))
    drawn = draw(f"(00){body}{right}", symbology="gs1_128")
    (found,) = read_raster(raster(drawn), kinds=[drawn.kind])
    assert found.scan == f"]C100{body}{right}"
    with pytest.raises(Malformed) as refused:
        draw(f"(00){body}{(right + 1) % 10}", symbology="gs1_128")
    assert refused.value.code == "bad_check_digit"


@pytest.mark.parametrize(
    ("symbology", "text", "code"),
    [
        ("code128", "Şase-4", "character_not_in_symbology"),
        ("code128", "A\x1dB", "character_not_in_symbology"),
        ("code128", "7" * 49, "too_long"),
        ("code128", "", "empty_symbol"),
        ("datamatrix", "line\nbreak", "character_not_in_symbology"),
        ("datamatrix", "half \ud83d", "character_not_in_symbology"),
        ("datamatrix", "ğ" * 1500, "too_long"),
        ("qr", "x" * 2001, "too_long"),
        ("qr", "ğ" * 2000, "too_long"),
        ("gs1_link_qr", "https://tyres.example/lots/1", "bad_link"),
        ("gs1_link_qr", f"https://id.gs1.org/01/{GTIN}/10/Ş1", "character_not_in_symbology"),
        ("gs1_128", f"(01){GTIN[:-1]}9", "bad_check_digit"),
        ("gs1_128", f"(01){GTIN}(10){'A' * 20}(21){'z' * 20}", "too_long"),
        ("gs1_datamatrix", f"(01){GTIN}(10)Ş1", "character_not_in_symbology"),
        ("gs1_datamatrix", f"(01){GTIN}(10)A B", "character_not_in_symbology"),
        ("gs1_datamatrix", "IA-23092018-001", "not_an_element_string"),
        ("aztec", "1", "unknown_symbology"),
    ],
)
def test_what_a_symbol_cannot_hold_is_refused_with_what_to_do(
    symbology: str, text: str, code: str
) -> None:
    with pytest.raises(Malformed) as refused:
        draw(text, symbology=symbology)
    assert refused.value.code == code
    assert refused.value.next_step


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.text(max_size=60))
def test_any_text_is_drawn_or_refused(symbology: str, text: str) -> None:
    try:
        outcome = str(draw(text, symbology=symbology).modules.any())
    except Malformed as refused:
        outcome = refused.code
    assert outcome not in ("False", "malformed", "symbol_refused")


def test_another_content_does_not_pass_for_it() -> None:
    kind = KINDS["gs1_datamatrix"]
    assert holds(kind, read=f"01{GTIN}10{LOT}", text=f"(01){GTIN}(10){LOT}")
    assert not holds(kind, read=f"01{GTIN}10{LOT}", text=f"(01){GTIN}(21){LOT}")
    assert not holds(kind, read=LOT, text=f"(01){GTIN}(10){LOT}")
    assert not holds(KINDS["qr"], read="0444232323", text=SERIAL)


def test_what_gs1_forbids_is_refused_though_our_own_reading_lets_it_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for elements in ([("01", GTIN[:-1] + "9")], [("01", GTIN), ("11", "269999")]):
        monkeypatch.setattr(drawing, "read_bracketed", lambda text, given=elements: given)
        with pytest.raises(Malformed) as refused:
            draw("(01)", symbology="gs1_datamatrix")
        assert refused.value.code in ("bad_check_digit", "symbol_refused")


def test_specks_on_the_bars_do_not_hide_them() -> None:
    specked = noisy(raster(draw(LOT, symbology="code128")), seed=1, share=0.03)
    (found,) = read_picture(picture(specked))
    assert found.text == LOT


def test_a_label_with_two_symbols_has_both_with_their_places() -> None:
    left = raster(draw(LOT, symbology="qr"))
    right = raster(draw(SERIAL, symbology="datamatrix"))
    sheet = np.full((200, 400), 255, dtype=np.uint8)
    sheet[20 : 20 + left.shape[0], 20 : 20 + left.shape[1]] = left
    sheet[60 : 60 + right.shape[0], 250 : 250 + right.shape[1]] = right
    found = {f.format: f for f in read_picture(picture(sheet))}
    assert {f.text for f in found.values()} == {LOT, SERIAL}
    assert found["Data Matrix"].corners[0][0] > found["QR Code"].corners[1][0]


def test_a_symbol_announces_what_it_is() -> None:
    (found,) = read_picture(label_of("(00)340123451111111111", symbology="gs1_128"))
    assert (found.identifier, read(found.scan).sscc) == ("]C1", "340123451111111111")
