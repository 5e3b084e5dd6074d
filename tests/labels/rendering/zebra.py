"""A small printer: draws the ZPL that we send, from its bytes alone, as a raster.

Of the language it knows what our labels use, and refuses all else. Its letters are not a Zebra's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from gozinto.labels.rendering.lettering import font_file
from gozinto.standards.symbols.reading import Gray


@dataclass
class Printed:
    """One label as it left the printer, and the texts on it with their place."""

    pixels: Gray
    texts: list[tuple[int, int, str]] = field(default_factory=list)


def received(data: bytes) -> list[Printed]:
    """The labels that a stream of bytes makes the printer print."""
    labels: list[Printed] = []
    state: dict[str, str] = {}
    for name, argument in _commands(data.decode("ascii")):
        if name == "XA":
            state = {}
        elif name == "LL":
            shape = (int(argument), int(state["PW"]))
            labels.append(Printed(pixels=np.full(shape, 255, dtype=np.uint8)))
        elif name == "FS":
            _field(labels[-1], state)
            state = {key: state[key] for key in ("CI", "PW") if key in state}
        else:
            assert name in ("XZ", "CI", "LH", "PW", "PQ", "FO", "FT", "A0", "FB", "FH", "FD") or (
                name in ("GF", "GB")
            ), name
            state[name] = argument
    return labels


def _commands(text: str) -> Iterator[tuple[str, str]]:
    for part in text.replace("\n", "").split("^")[1:]:
        assert "~" not in part
        yield part[:2], part[2:]


def _field(label: Printed, state: dict[str, str]) -> None:
    x, y = (int(n) for n in state.get("FO", state.get("FT", "")).split(","))
    if "GF" in state:
        _graphic(label.pixels, state["GF"], x=x, y=y)
    elif "GB" in state:
        width, height, _thickness = (int(n) for n in state["GB"].split(","))
        label.pixels[y : y + height, x : x + width] = 0
    else:
        assert state["CI"] == "28"
        assert "FH" in state
        _words(label, state, x=x, y=y)


def _words(label: Printed, state: dict[str, str], *, x: int, y: int) -> None:
    escapes = re.compile(rb"_([0-9A-F]{2})")
    text = escapes.sub(lambda m: bytes([int(m[1], 16)]), state["FD"].encode()).decode("utf-8")
    size = int(state["A0"].split(",")[1])
    font = ImageFont.truetype(font_file(bold=True), size)
    if "FB" in state:
        width, side = int(state["FB"].split(",")[0]), state["FB"].split(",")[3]
        assert "\\" not in text.replace("\\\\", "")  # in a block \& breaks the line
        text = text.replace("\\\\", "\\")
        free = width - font.getlength(text)
        x += round(free / 2 if side == "C" else free)
    paper = Image.fromarray(label.pixels)
    ImageDraw.Draw(paper).text((x, y), text, fill=0, font=font, anchor="ls")
    label.pixels[:] = np.asarray(paper)
    label.texts.append((x, y, text))


def _graphic(pixels: Gray, argument: str, *, x: int, y: int) -> None:
    form, total, same, across, data = argument.split(",", 4)
    assert (form, total) == ("A", same)
    rows: list[bytes] = []
    while data:
        if data[0] == ":":
            rows.append(rows[-1])
            data = data[1:]
            continue
        digits = re.match("[0-9A-F]*", data)
        assert digits is not None
        row = digits[0][: 2 * int(across)]
        data = data[len(row) :]
        if len(row) < 2 * int(across):
            assert data[0] == ","
            data = data[1:]
        rows.append(bytes.fromhex(row).ljust(int(across), b"\0"))
    assert len(rows) * int(across) == int(total)
    dots = np.unpackbits(np.frombuffer(b"".join(rows), dtype=np.uint8)).reshape(len(rows), -1)
    place = pixels[y : y + dots.shape[0], x : x + dots.shape[1]]
    place[dots[: place.shape[0], : place.shape[1]] == 1] = 0
