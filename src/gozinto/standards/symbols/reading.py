"""Finds the symbols in a picture: what each holds, what kind it is, and where it stands.

Pictures come from anyone: bytes, formats and pixels are limited before anything is unpacked, and
whatever is wrong with a file is one clear error.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.symbols.kinds import Kind

MOST_BYTES = 20_000_000
MOST_PIXELS = 64_000_000
"""More than the pictures of today's telephones have, save in a mode for posters."""

READ_PIXELS = 8_000_000
"""Larger pictures are made smaller before reading: a symbol in them is large too.

Nothing but noise, the worst there is, keeps the reader busy for a second for each 2,000,000.
"""

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")

Gray = NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""

Point = tuple[int, int]

_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, struct.error, zlib.error),
)
"""What the readers of picture files raise on hostile ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A symbol in a picture. `text` has GS (0x1D) between GS1 elements.

    `identifier` is that of ISO/IEC 15424, such as `]C1`; `corners` are pixels of the picture, from
    the symbol's upper left clockwise.
    """

    text: str
    identifier: str
    format: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def scan(self) -> str:
        """As a scanner sends it that announces what it read."""
        return self.identifier + self.text


def read_picture(data: bytes) -> tuple[Found, ...]:
    """All symbols in a picture file (PNG, JPEG, WebP, BMP, GIF); none where there are none.

    Raises TooLarge: picture_too_large; Malformed: picture_unreadable.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(f"A picture has at most {MOST_BYTES:,} bytes.")
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it calls a bomb and of odd metadata: our own limit is below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                pixels, scale = _gray(picture)
    except Image.DecompressionBombError as bomb:
        raise _too_large(f"A picture has at most {MOST_PIXELS:,} pixels.") from bomb
    except _BROKEN as broken:
        raise Malformed(
            "The file is no picture that can be read.",
            code="picture_unreadable",
            next_step="Send a PNG, JPEG, WebP, BMP or GIF; take the picture again.",
        ) from broken
    symbols = _symbols(pixels) or _symbols(_without_specks(pixels))
    return tuple(_found(symbol, scale=scale) for symbol in symbols)


def read_raster(pixels: Gray, *, kinds: Sequence[Kind]) -> tuple[Found, ...]:
    """The symbols of these kinds in a raster that we drew: upright, dark on white."""
    formats = zxingcpp.barcode_formats_from_str(",".join({kind.read_as for kind in kinds}))
    symbols = zxingcpp.read_barcodes(
        np.ascontiguousarray(pixels),
        formats=formats,
        try_rotate=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(_found(symbol, scale=1.0) for symbol in symbols)


def _gray(picture: Image.Image) -> tuple[Gray, float]:
    """The picture in grays on white paper, and how many of its pixels one of them is."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _too_large(f"A picture has at most {MOST_PIXELS:,} pixels.")
    picture.draft("L", picture.size)
    picture.load()
    if "A" in picture.getbands() or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        paper = Image.new("RGBA", see_through.size, "white")
        picture = Image.alpha_composite(paper, see_through)
    gray = picture.convert("L")
    scale = max(1.0, (width * height / READ_PIXELS) ** 0.5)
    if scale > 1:
        gray = gray.resize((max(1, int(width / scale)), max(1, int(height / scale))))
    return np.asarray(gray), scale


def _symbols(pixels: Gray) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(pixels, text_mode=zxingcpp.TextMode.Plain)


def _without_specks(pixels: Gray) -> Gray:
    """The same where dust and a camera's noise are gone: one speck hides a bar from a line."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.MedianFilter(3)))


def _found(symbol: zxingcpp.Barcode, *, scale: float) -> Found:
    at = symbol.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    a, b, c, d = ((round(p.x * scale), round(p.y * scale)) for p in corners)
    return Found(
        text=symbol.text,
        identifier=symbol.symbology_identifier,
        format=str(symbol.format),
        corners=(a, b, c, d),
    )


def _too_large(message: str) -> TooLarge:
    return TooLarge(
        message,
        code="picture_too_large",
        next_step="Send a smaller picture; a symbol needs few pixels.",
    )
