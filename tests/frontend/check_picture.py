"""Draws the code of the scanner check: `python -m tests.frontend.check_picture` writes it anew.

It is drawn once and lies among the panel's files, so that a station has it without a network.
"""

from __future__ import annotations

import json

import numpy as np
import zint

from frontend import assets

SCANNER = assets.FRONTEND / "panel" / "scanner"
PICTURE = SCANNER / "check.svg"
QUIET_MODULES = 2


def text() -> str:
    """What the code says; the panel compares with the same file."""
    return str(json.loads((SCANNER / "check.json").read_text())["text"])


def modules() -> np.ndarray:
    """The Data Matrix of it: True is dark."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    symbol.show_text = False
    symbol.option_3 = zint.DataMatrixOptions.SQUARE
    symbol.encode(text())
    packed = np.array(memoryview(symbol.encoded_data), dtype=np.uint8)
    bits = np.unpackbits(packed, axis=-1, bitorder="little")[: symbol.rows, : symbol.width]
    return np.pad(bits.astype(bool), QUIET_MODULES)


def svg() -> str:
    """A picture of it, one square a dark module, in black on white whatever the page's colours."""
    dark = modules()
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(dark))
    height, width = dark.shape
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{width}v{height}H0z"/>'
        f'<path d="{squares}"/></svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(svg())
