"""The eight layouts that come along read back in every output, with any number a plant has."""

from __future__ import annotations

import pytest

from gozinto.labels.layouts import PURPOSES, Purpose
from gozinto.standards.symbols.drawing import holds
from gozinto.standards.symbols.kinds import KINDS
from gozinto.standards.symbols.reading import read_picture
from tests.labels.rendering.images import every_output
from tests.labels.rendering.samples import GTIN, LOT, SERIAL
from tests.labels.rendering.shipped_samples import sample

NUMBERS = {"lot": LOT, "serial": SERIAL, "twenty": "MNWQ-2018-09/23.0017"}


def _link(number: str) -> str:
    return f"https://id.gs1.org/01/{GTIN}/21/{number.replace('/', '%2F')}"


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_symbol_of_a_layout_that_comes_along_is_read(purpose: Purpose, number: str) -> None:
    filled = sample(purpose, number=number, link=_link(number))
    assert filled.symbols
    for output, picture in every_output(filled).items():
        read = [found.text for found in read_picture(picture)]
        for symbol in filled.symbols:
            kind = KINDS[symbol.symbology]
            assert any(holds(kind, read=text, text=symbol.text) for text in read), (output, read)
