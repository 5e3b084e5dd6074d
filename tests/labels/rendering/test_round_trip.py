"""Whatever a label prints is read from it again: every symbology, every output, both numbers."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gozinto.errors import Refused
from gozinto.labels import rendering
from gozinto.labels.layouts import Filled
from gozinto.labels.rendering.placing import place
from gozinto.labels.rendering.rasters import paint
from gozinto.labels.rendering.verifying import verify
from gozinto.standards.gs1.scan import read
from gozinto.standards.symbols.drawing import holds
from gozinto.standards.symbols.kinds import KINDS
from gozinto.standards.symbols.reading import read_picture
from tests.labels.rendering import zebra
from tests.labels.rendering.images import every_output, pdf_pages, pdf_words
from tests.labels.rendering.samples import (
    GTIN,
    LOT,
    SERIAL,
    SSCC,
    TURKISH,
    label,
    lot_label,
    symbol,
    words,
)

CONTENTS = [
    *((kind, number) for kind in ("code128", "datamatrix", "qr") for number in (LOT, SERIAL)),
    *(
        (kind, f"(01){GTIN}({code}){number}")
        for kind in ("gs1_128", "gs1_datamatrix")
        for code, number in (("10", LOT), ("21", SERIAL), ("10", "Z" * 20))
    ),
    *(
        ("gs1_link_qr", f"https://id.gs1.org/01/{GTIN}/{code}/{number}")
        for code, number in (("10", LOT), ("21", SERIAL))
    ),
    ("gs1_128", f"(00){SSCC}"),
    ("datamatrix", TURKISH),
    ("qr", TURKISH),
]


@pytest.mark.parametrize("human_readable", [True, False])
@pytest.mark.parametrize(("symbology", "text"), CONTENTS)
def test_every_symbology_is_read_from_every_output(
    symbology: str, text: str, human_readable: bool
) -> None:
    drawn = label(
        symbol(symbology, text, 4, 4, 102, 40, human_readable=human_readable), size=(110, 50)
    )
    for output, picture in every_output(drawn).items():
        (found,) = read_picture(picture)
        assert holds(KINDS[symbology], read=found.text, text=text), output


def test_a_whole_label_leads_back_to_its_lot_from_every_output() -> None:
    for output, picture in every_output(lot_label()).items():
        scans = [read(found.scan) for found in read_picture(picture)]
        assert {(scan.gtin, scan.lot, scan.number) for scan in scans} == {
            (GTIN, LOT, ""),
            ("", "", LOT),
        }, output


@settings(max_examples=25, deadline=None)
@given(st.text("ABCXYZ0189-/.", min_size=1, max_size=20))
def test_any_lot_of_twenty_characters_is_read_from_a_printers_bytes(number: str) -> None:
    (printed,) = zebra.received(rendering.zpl([lot_label(number)]))
    found = {f.text for f in read_picture(every_output(lot_label(number))["zpl 8"])}
    assert {number, f"01{GTIN}10{number}"} <= found
    assert number in {text for _, _, text in printed.texts}


def test_turkish_letters_stand_in_the_pdf_as_text() -> None:
    said = pdf_words(rendering.pdf([lot_label()]))
    assert TURKISH in said
    assert LOT in said


def test_two_symbols_of_one_content_are_both_needed() -> None:
    twice = label(symbol("qr", LOT, 5, 5, 30, 30), symbol("qr", LOT, 60, 5, 30, 30))
    raster = paint(place(twice, dots_per_mm=12))
    verify(twice, raster=raster)
    raster[:, raster.shape[1] // 2 :] = 255
    with pytest.raises(Refused):
        verify(twice, raster=raster)


def _refused(drawn: Filled, raster: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> str:
    with pytest.raises(Refused) as refused:
        verify(drawn, raster=raster)
    (violation,) = refused.value.violations
    assert violation.data["expected"] == LOT
    return violation.code


def test_what_cannot_be_read_or_reads_otherwise_does_not_go_out() -> None:
    drawn = label(symbol("code128", LOT, 5, 5, 80, 20))
    raster = paint(place(drawn, dots_per_mm=8))
    verify(drawn, raster=raster)
    scratched = raster.copy()
    scratched[:, 300:340] = 255
    assert _refused(drawn, scratched) == "label_unreadable"
    other = paint(place(label(symbol("code128", LOT[:-1] + "2", 5, 5, 80, 20)), dots_per_mm=8))
    assert _refused(drawn, other) == "label_unreadable"


def test_words_across_a_symbol_are_found_before_anybody_prints_them() -> None:
    crossed = label(
        symbol("datamatrix", LOT, 5, 5, 20, 20), words("XXXXXXXX", 5, 10, 60, 20, size=40)
    )
    for print_it in (rendering.png, lambda x: rendering.pdf([x]), lambda x: rendering.zpl([x])):
        with pytest.raises(Refused) as refused:
            print_it(crossed)
        assert [v.code for v in refused.value.violations] == ["label_unreadable"]


def test_a_page_measures_what_its_layout_says() -> None:
    (page,) = pdf_pages(rendering.pdf([lot_label()]), dpi=254)
    # 100 × 50 mm, ten pixels a millimetre.
    assert page.shape == pytest.approx((500, 1000), abs=1)
    dark = page < 128
    ruled = np.flatnonzero(dark[221:223, :680].all(axis=0))
    assert (ruled[0], ruled[-1] + 1) == pytest.approx((40, 660), abs=1)
    matrix = dark[30:310, 690:970]
    rows = np.flatnonzero(matrix.any(axis=1))
    modules = (rows[-1] + 1 - rows[0]) / 20
    assert modules == pytest.approx(11.43, abs=0.06)  # 27 dots of 600 to the inch


def test_the_bars_of_a_logistic_label_are_as_wide_as_asked() -> None:
    sscc = label(
        symbol("gs1_128", f"(00){SSCC}", 4, 4, 97, 40, module_mm=Decimal("0.5")), size=(105, 148)
    )
    for dots, module in ((8, 4), (12, 6), (600 / 25.4, 12)):
        assert place(sscc, dots_per_mm=dots).symbols[0].module_dots == module
