"""EPC Pure Identity URNs as Digital Links.

Source: GS1 EPC Tag Data Standard 2.0 section 6 (URNs) and 8 (their GS1 keys). The way back
needs the length of the company prefix, which a key does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.gs1.digital_links import canonical_of
from gozinto.standards.gs1.element_strings import Element

_URN = re.compile(r"urn:epc:(id|idpat|class):([a-z]+):(.+)")
_ANY = "*"  # in a pattern: every serial of this class


def elements_of(urn: str) -> tuple[Element, ...]:
    """The application identifiers and values a URN stands for; () for any other text."""
    match = _URN.fullmatch(urn)
    if match is None:
        return ()
    read = _SCHEMES.get(match[2])
    fields = [unquote(field) for field in match[3].split(".")]
    if read is None:
        return ()
    try:
        found = read(fields)
    except (ValueError, IndexError):
        return ()  # a company prefix or reference that is not digits, or a field too few
    return tuple((name, value) for name, value in found if value not in ("", _ANY))


def canonical(urn: str) -> str:
    """The canonical Digital Link of a URN; "" for any other text."""
    return canonical_of(elements_of(urn))


def _gtin(fields: list[str], length: int = 13) -> str:
    company, item = fields[0], fields[1]
    # The indicator digit leads the item reference in a URN and the whole key in a GTIN.
    digits = item[:1] + company + item[1:]
    if len(digits) != length:
        raise ValueError(f"{digits!r} does not make a GTIN")
    return digits + check_digit(digits)


def _sscc(fields: list[str]) -> str:
    return _gtin(fields, length=17)


def _completed(fields: list[str]) -> str:
    """Company prefix, reference and check digit: GLN, GSRN, GDTI, GCN, GSIN."""
    digits = "".join(fields[:2])
    return digits + check_digit(digits)


def _optional(fields: list[str], index: int) -> str:
    return "" if fields[index] == _ANY else fields[index]


def _sgln(fields: list[str]) -> list[Element]:
    extension = _optional(fields, 2)
    return [("414", _completed(fields)), ("254", "" if extension == "0" else extension)]


def _serialised(name: str) -> Callable[[list[str]], list[Element]]:
    return lambda f: [(name, _completed(f) + _optional(f, 2))]


_SCHEMES: Mapping[str, Callable[[list[str]], list[Element]]] = {
    "sgtin": lambda f: [("01", _gtin(f)), ("21", ".".join(f[2:]))],
    "lgtin": lambda f: [("01", _gtin(f)), ("10", ".".join(f[2:]))],
    "upui": lambda f: [("01", _gtin(f)), ("235", ".".join(f[2:]))],
    "sscc": lambda f: [("00", _sscc(f))],
    "sgln": _sgln,
    "pgln": lambda f: [("417", _completed(f))],
    "grai": lambda f: [("8003", "0" + _completed(f) + _optional(f, 2))],
    "giai": lambda f: [("8004", f[0] + ".".join(f[1:]))],
    "gsrn": lambda f: [("8018", _completed(f))],
    "gsrnp": lambda f: [("8017", _completed(f))],
    "gdti": _serialised("253"),
    "sgcn": _serialised("255"),
    "cpi": lambda f: [("8010", f[0] + f[1]), ("8011", _optional(f, 2))],
    "ginc": lambda f: [("401", f[0] + ".".join(f[1:]))],
    "gsin": lambda f: [("402", _completed(f))],
    "itip": lambda f: [("8006", _gtin(f) + f[2] + f[3]), ("21", ".".join(f[4:]))],
}
