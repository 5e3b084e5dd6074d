"""The code that a scanner is checked with holds what the panel compares with."""

from __future__ import annotations

import re

import numpy as np
import zxingcpp

from tests.frontend import check_picture


def test_the_picture_is_drawn_of_the_text() -> None:
    """`python -m tests.frontend.check_picture` draws it anew when the text changes."""
    assert check_picture.PICTURE.read_text() == check_picture.svg()


def test_the_picture_reads_as_the_text() -> None:
    """A reader that is not the one that drew it gets every sign, the separator too."""
    svg = check_picture.PICTURE.read_text()
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    pixels = np.full((size, size), 255, dtype=np.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1", svg):
        pixels[int(y), int(x)] = 0
    [read] = zxingcpp.read_barcodes(np.kron(pixels, np.full((8, 8), 1, dtype=np.uint8)))
    assert read.bytes == check_picture.text().encode()
    assert read.bytes.count(b"\x1d") == 1


def test_the_text_has_what_labels_carry() -> None:
    """Every letter and digit, the signs of GS1's element strings, and those of a web address."""
    signs = set(check_picture.text())
    assert set("ABCXYZabcxyz0189") <= signs
    assert set("!\"%&'()*+,-./:;<=>?_") <= signs
    assert set(":/?#[]@!$&'()*+,;=%") <= signs
