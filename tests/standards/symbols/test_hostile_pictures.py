"""Whatever is sent as a picture is read, or refused with one clear error."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from gozinto.errors import GozintoError, Malformed, TooLarge
from gozinto.standards.symbols import reading
from tests.standards.symbols.rasters import label_of, picture

LABEL = label_of("IA-23092018-001", symbology="qr")
FILES = {
    name: picture(np.asarray(Image.open(io.BytesIO(LABEL))), as_format=name)
    for name in reading.FORMATS
}


@pytest.mark.parametrize("name", reading.FORMATS)
def test_every_format_is_read(name: str) -> None:
    (found,) = reading.read_picture(FILES[name])
    assert found.text == "IA-23092018-001"


def test_a_symbol_on_a_transparent_ground_stands_on_white_paper() -> None:
    gray = Image.open(io.BytesIO(LABEL))
    clear = Image.new("RGBA", gray.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=gray.point(lambda value: 255 - value))
    file = io.BytesIO()
    clear.save(file, "PNG")
    (found,) = reading.read_picture(file.getvalue())
    assert found.text == "IA-23092018-001"


def test_a_large_picture_is_read_and_its_places_are_those_of_the_picture() -> None:
    gray = Image.open(io.BytesIO(LABEL)).resize((1500, 1500))
    sheet = Image.new("L", (6000, 5000), 255)
    sheet.paste(gray, (4000, 3000))
    file = io.BytesIO()
    sheet.save(file, "PNG")
    (found,) = reading.read_picture(file.getvalue())
    assert found.corners[0][0] > 4000
    assert found.corners[2][1] > 4000


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IEND", b"")


BOMB = _png(60_000, 60_000, _chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9)))
TEXT_BOMB = _png(
    1,
    1,
    *[_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(40_000_000), 9))] * 3,
    _chunk(b"IDAT", zlib.compress(b"\0\0")),
)


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooLarge) as refused:
        reading.read_picture(BOMB)
    assert refused.value.code == "picture_too_large"
    with pytest.raises(TooLarge):
        reading.read_picture(bytes(reading.MOST_BYTES + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n",
        TEXT_BOMB,
        _png(0, 0),
        _png(10, 10),
        *(file[: len(file) // 2] for name, file in FILES.items() if name != "GIF"),
    ],
)
def test_what_is_no_whole_picture_says_so(data: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        reading.read_picture(data)
    assert refused.value.code == "picture_unreadable"
    assert refused.value.next_step


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.floats(0.05, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
@example("GIF", 0.5, [])
def test_a_damaged_picture_is_read_or_refused(
    name: str, share: float, hits: list[tuple[float, int]]
) -> None:
    damaged = bytearray(FILES[name][: max(1, int(len(FILES[name]) * share))])
    for place, value in hits:
        damaged[int(place * len(damaged))] = value
    try:
        outcome = {found.text for found in reading.read_picture(bytes(damaged))}
    except GozintoError as refused:
        outcome = {refused.code}
    assert outcome <= {"IA-23092018-001", "picture_unreadable", "picture_too_large"}
