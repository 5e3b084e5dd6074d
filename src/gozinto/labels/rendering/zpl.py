r"""ZPL II for label printers, written so that nothing in a text is ever a command.

Symbols are pictures of whole printer dots, the same that were read back; the printer draws none.
Texts are in its own scalable font, in UTF-8 (^CI28), every other character than letters, digits
and blanks as hexadecimal (^FH).
Source: Zebra, ZPL II Programming Guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from gozinto.labels.rendering import lettering
from gozinto.labels.rendering.placing import Placed, PlacedRule, PlacedSymbol, PlacedText
from gozinto.labels.rendering.rasters import dots_of

_AS_IT_IS = re.compile(rb"[A-Za-z0-9 ]")


def label(placed: Placed) -> bytes:
    """One label, from ^XA to ^XZ."""
    dots = placed.dots_per_mm
    size = (round(placed.width_mm * dots), round(placed.height_mm * dots))
    commands = [
        "^XA^CI28^LH0,0",
        f"^PW{size[0]}^LL{size[1]}",
        *(_rule(rule, dots=dots) for rule in placed.rules),
        *(field for text in placed.texts for field in _fields(text, dots=dots)),
        *(_graphic(symbol) for symbol in placed.symbols),
        "^PQ1^XZ",
    ]
    return ("\n".join(commands) + "\n").encode("ascii")


def escaped(text: str) -> str:
    """The text behind ^FH: whatever is not a letter, a digit or a blank of ASCII as `_hh`."""
    return "".join(
        chr(byte) if _AS_IT_IS.match(bytes([byte])) else f"_{byte:02X}"
        for byte in text.encode("utf-8")
    )


def _fields(text: PlacedText, *, dots: float) -> Iterator[str]:
    """Each line at its baseline. The printer itself centres, since its letters are not ours."""
    size = round(text.size_pt * lettering.MM_PER_PT * dots)
    for (x_mm, y_mm, line), written in zip(text.placed_lines(), text.lines, strict=True):
        y = round(y_mm * dots)
        if text.align == "left":
            yield f"^FT{round(x_mm * dots)},{y}^A0N,{size},{size}^FH^FD{escaped(line)}^FS"
            continue
        width = round(text.width_mm * dots)
        side = "C" if text.align == "center" else "R"
        block = f"^FB{width},1,0,{side},0"
        content = escaped(written.replace("\\", "\\\\"))  # a block reads \& and \\ itself
        yield f"^FT{round(text.x_mm * dots)},{y}^A0N,{size},{size}{block}^FH^FD{content}^FS"


def _rule(rule: PlacedRule, *, dots: float) -> str:
    width, height = (max(1, round(mm * dots)) for mm in (rule.width_mm, rule.height_mm))
    x, y = round(rule.x_mm * dots), round(rule.y_mm * dots)
    return f"^FO{x},{y}^GB{width},{height},{min(width, height)}^FS"


def _graphic(symbol: PlacedSymbol) -> str:
    """The dots as hexadecimal rows; `:` repeats the row above, `,` fills a row with white."""
    packed = np.packbits(dots_of(symbol), axis=1)
    rows: list[str] = []
    above = b""
    for row in packed:
        now = row.tobytes()
        rows.append(":" if now == above else _row(now))
        above = now
    total, across = packed.size, packed.shape[1]
    data = "".join(rows)
    return f"^FO{symbol.x_dots},{symbol.y_dots}^GFA,{total},{total},{across},{data}^FS"


def _row(data: bytes) -> str:
    filled = data.rstrip(b"\0")
    return filled.hex().upper() + ("," if len(filled) < len(data) else "")
