"""Draws a symbol as the grid of its modules, so that every output prints the same one.

zint draws, and a warning of it refuses, since it warns of what GS1's dictionary forbids and of
what readers may not agree on. What a symbol cannot hold is refused with what could hold it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import zint
from numpy.typing import NDArray

from gozinto.errors import GozintoError, Malformed
from gozinto.standards.gs1 import digital_links
from gozinto.standards.gs1.element_strings import read_bracketed, read_symbol
from gozinto.standards.symbols.kinds import KINDS, Holds, Kind

Modules = NDArray[np.bool_]
"""Rows of modules, True where it is dark; a linear symbol is one row."""

_SYMBOLOGY: Mapping[str, zint.Symbology] = {
    "code128": zint.Symbology.CODE128,
    "gs1_128": zint.Symbology.GS1_128,
    "datamatrix": zint.Symbology.DATAMATRIX,
    "gs1_datamatrix": zint.Symbology.DATAMATRIX,
    "qr": zint.Symbology.QRCODE,
    "gs1_link_qr": zint.Symbology.QRCODE,
}
_UTF8 = 26
"""The extended channel interpretation that says a symbol's bytes are UTF-8."""

_QR_MEDIUM = 2
"""Error correction M: 15 % of a symbol may be lost, the usual choice on paper."""

_CANNOT_HOLD: Mapping[Holds, tuple[re.Pattern[str], str]] = {
    "ascii": (
        re.compile(r"[^ -~]"),
        "Use a Data Matrix or QR Code, which hold every letter, or a number without it.",
    ),
    "text": (
        re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff￾￿]"),
        "Leave out line breaks and control characters.",
    ),
    "elements": (
        re.compile(r"[^!-~]"),
        "GS1 data has Latin letters without accents, digits and some signs, and no blanks.",
    ),
    "link": (re.compile(r"[^!-~]"), "Percent-encode it: a link is made of ASCII characters."),
}

_REFUSALS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"too long|too many|exceed|capacity", re.IGNORECASE),
        "too_long",
        "Shorten it, or use a Data Matrix, which holds most.",
    ),
    (
        re.compile(r"check ?(sum|digit)", re.IGNORECASE),
        "bad_check_digit",
        "Compare the number with where it came from.",
    ),
    (
        re.compile(r"invalid character", re.IGNORECASE),
        "character_not_in_symbology",
        "Use a Data Matrix or QR Code, or a number without it.",
    ),
    (re.compile(r""), "symbol_refused", "Correct the data; GS1's dictionary does not allow it."),
)
"""What zint says, what that is for us, and what to do: the first that fits."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A symbol: its modules without quiet zone, and what was put in it.

    `text` is what was asked for; `printed` what stands beneath it for people.
    """

    kind: Kind
    text: str
    printed: str
    modules: Modules

    @property
    def columns(self) -> int:
        """How many modules wide it is."""
        return int(self.modules.shape[1])

    @property
    def rows(self) -> int:
        """How many modules high it is; 1 for a linear one, whose bars fill what room there is."""
        return int(self.modules.shape[0])


def draw(text: str, *, symbology: str) -> Drawn:
    """The symbol that holds `text`; GS1 data as `(01)…(10)…`, a Digital Link as the link.

    Raises Malformed: unknown_symbology, empty_symbol, character_not_in_symbology, too_long,
    bad_check_digit, bad_link, symbol_refused, and what reading the elements raises.
    """
    kind = KINDS.get(symbology)
    if kind is None:
        raise Malformed(
            f"There is no symbology {symbology!r}.",
            code="unknown_symbology",
            next_step=f"One of {', '.join(KINDS)}.",
            value=symbology,
        )
    if not text:
        raise Malformed(
            f"A {kind.name} holds at least one character.",
            code="empty_symbol",
            next_step="Give the thing a number, or take the symbol off the layout.",
        )
    _check_characters(text, kind=kind)
    elements = read_bracketed(text) if kind.holds == "elements" else []
    _check_length(sum(len(a) + len(v) for a, v in elements) or len(text), text, kind=kind)
    if kind.holds == "link" and digital_links.read(text) is None:
        raise Malformed(
            f"{text[:60]!r} is not a GS1 Digital Link.",
            code="bad_link",
            next_step="Use a QR Code for any other address, or give the material a GTIN.",
            value=text,
        )
    # In square brackets, since values may hold round ones.
    data = "".join(f"[{name}]{value}" for name, value in elements) or text
    printed = "".join(f"({name}){value}" for name, value in elements) or text
    return Drawn(kind=kind, text=text, printed=printed, modules=_modules(data, kind=kind))


def holds(kind: Kind, *, read: str, text: str) -> bool:
    """Whether what was read in a symbol is what `draw(text)` puts in it.

    `read` is what a reader sends without its symbology identifier, with GS between elements.
    """
    if kind.holds != "elements":
        return read == text
    try:
        return read_symbol(read) == read_bracketed(text)
    except GozintoError:  # another symbol, then: what it holds is no element string at all
        return False


def _check_characters(text: str, *, kind: Kind) -> None:
    pattern, next_step = _CANNOT_HOLD[kind.holds]
    if found := pattern.search(text):
        raise Malformed(
            f"A {kind.name} cannot hold {found[0]!r} of {text[:60]!r}.",
            code="character_not_in_symbology",
            next_step=next_step,
            value=text,
            character=found[0],
        )


def _check_length(length: int, text: str, *, kind: Kind) -> None:
    if length > kind.longest:
        raise Malformed(
            f"A {kind.name} holds at most {kind.longest:,} characters, not {length:,}.",
            code="too_long",
            next_step="Shorten it, or use a Data Matrix, which holds most.",
            value=text[:60],
        )


def _modules(data: str, *, kind: Kind) -> Modules:
    symbol = zint.Symbol()
    symbol.symbology = _SYMBOLOGY[kind.key]
    symbol.warn_level = zint.WarningLevel.FAIL_ALL
    symbol.show_text = False
    symbol.input_mode = zint.InputMode.GS1 if kind.holds == "elements" else zint.InputMode.UNICODE
    if kind.read_as == "DataMatrix":
        symbol.option_3 = zint.DataMatrixOptions.SQUARE
    if kind.read_as == "QRCode":
        symbol.option_1 = _QR_MEDIUM
    if not data.isascii():
        symbol.eci = _UTF8
    try:
        symbol.encode(data)
    except RuntimeError as refused:
        said = re.sub(r"^(Error|Warning) \d+: ", "", str(refused))
        code, next_step = next((c, n) for p, c, n in _REFUSALS if p.search(said))
        raise Malformed(
            f"No {kind.name} can be drawn of {data[:60]!r}: {said}.",
            code=code,
            next_step=next_step,
            value=data,
        ) from refused
    packed = np.array(memoryview(symbol.encoded_data), dtype=np.uint8)
    dark = np.unpackbits(packed, axis=-1, bitorder="little")[: symbol.rows, : symbol.width]
    return dark.astype(bool)
