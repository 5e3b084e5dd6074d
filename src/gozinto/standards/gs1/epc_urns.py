"""EPC Pure Identity URNs to Digital Links, and back where the company prefix is known.

Source: GS1 EPC Tag Data Standard 2.0 sections 6 (URNs) and 7 (their GS1 keys). A key does not
tell how long its company prefix is, so the way back needs the prefixes declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import quote, unquote

from gozinto.errors import NotSupported
from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.gs1.digital_links import canonical_of, fits, parse
from gozinto.standards.gs1.element_strings import Element

_URN = re.compile(r"(?i:urn:epc):(id|idpat|class):([a-z]+):(\S+)")
_ANY = "*"  # in a pattern: every serial of this class
_PREFIX = re.compile(r"[0-9]{6,12}")


def elements_of(urn: str) -> tuple[Element, ...]:
    """The application identifiers and values a URN stands for; () for any other text.

    A pattern with its serial open stands for the class: `urn:epc:idpat:sgtin:4012345.012345.*`
    is a GTIN.
    """
    match = _URN.fullmatch(urn)
    scheme = _SCHEMES.get(match[2]) if match else None
    if match is None or scheme is None:
        return ()
    count, read = scheme
    # A serial may have dots of its own.
    fields = match[3].split(".", count - 1)
    if len(fields) != count or (match[1] == "class") != (match[2] == "lgtin"):
        return ()
    if match[1] == "idpat":
        if match[2] not in _CLASSES or fields[-1] != _ANY:
            return ()
        fields[-1] = ""
    elif count > _WITHOUT_SERIAL and not fields[-1]:
        return ()
    try:
        found = read(*map(unquote, fields))
    except ValueError:
        return ()  # a company prefix or reference that is not digits, or too few of them
    elements = tuple((name, value) for name, value in found if value)
    return elements if fits(elements) else ()


def canonical(urn: str) -> str:
    """The canonical Digital Link of a URN; "" for any other text."""
    return canonical_of(elements_of(urn))


def urn_of(uri: str, *, company_prefixes: Collection[str]) -> str:
    """The URN of what a Digital Link names; any other URI unchanged.

    `company_prefixes`: GS1 Company Prefixes known to be ones, 6 to 12 digits each.
    Raises NotSupported: company_prefix_not_declared, or no_urn for a key that has none.
    """
    link = parse(uri)
    if link is None:
        return uri
    (key, value), *_ = link.elements
    write = _WRITERS.get(key)
    urn = write(value, dict(link.elements), company_prefixes) if write else ""
    if not urn:
        raise NotSupported(
            f"No EPC URN exists for {uri}.",
            code="no_urn",
            next_step="Ask for GS1 Digital Links, or for no translation.",
            value=uri,
        )
    return f"urn:epc:{urn}"


# From a URN to the elements. Each reader takes the scheme's fields, unescaped.


def _company(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} is not a company prefix")
    return prefix


def _completed(company: str, reference: str, length: int = 12) -> str:
    """Company prefix, reference and check digit: GLN, GSRN, GDTI, GCN, GSIN."""
    digits = _company(company) + reference
    if len(digits) != length:
        raise ValueError(f"{digits!r} is not {length} digits")
    return digits + check_digit(digits)


def _gtin(company: str, item: str, length: int = 13) -> str:
    # The indicator digit leads the item reference in a URN and the whole key in a GTIN.
    digits = item[:1] + _company(company) + item[1:]
    if not item or len(digits) != length:
        raise ValueError(f"{digits!r} does not make a GTIN")
    return digits + check_digit(digits)


_Reader = Callable[..., list[Element]]
_WITHOUT_SERIAL = 2  # fields of a scheme whose last one is a reference

_SCHEMES: Mapping[str, tuple[int, _Reader]] = {
    "sgtin": (3, lambda c, i, s: [("01", _gtin(c, i)), ("21", s)]),
    "lgtin": (3, lambda c, i, s: [("01", _gtin(c, i)), ("10", s)]),
    "upui": (3, lambda c, i, s: [("01", _gtin(c, i)), ("235", s)]),
    "sscc": (2, lambda c, r: [("00", _gtin(c, r, 17))]),
    "sgln": (3, lambda c, r, x: [("414", _completed(c, r)), ("254", "" if x == "0" else x)]),
    "pgln": (2, lambda c, r: [("417", _completed(c, r))]),
    "grai": (3, lambda c, r, s: [("8003", "0" + _completed(c, r) + s)]),
    "giai": (2, lambda c, r: [("8004", _company(c) + r)]),
    "gsrn": (2, lambda c, r: [("8018", _completed(c, r, 17))]),
    "gsrnp": (2, lambda c, r: [("8017", _completed(c, r, 17))]),
    "gdti": (3, lambda c, r, s: [("253", _completed(c, r) + s)]),
    "sgcn": (3, lambda c, r, s: [("255", _completed(c, r) + s)]),
    "cpi": (3, lambda c, r, s: [("8010", _company(c) + r), ("8011", s)]),
    "ginc": (2, lambda c, r: [("401", _company(c) + r)]),
    "gsin": (2, lambda c, r: [("402", _completed(c, r, 16))]),
    "itip": (5, lambda c, i, p, t, s: [("8006", _gtin(c, i) + p + t), ("21", s)]),
}
"""How many fields a scheme has, and what they stand for."""

_CLASSES = frozenset(("sgtin", "upui", "grai", "gdti", "sgcn", "cpi", "itip"))
"""Schemes whose pattern with an open serial is a class of things: CBV 2.0 section 8.3."""


# From a key to the URN after `urn:epc:`; "" where there is none.

_Prefixes = Collection[str]
_Writer = Callable[[str, Mapping[str, str], _Prefixes], str]


def _divided(value: str, prefixes: _Prefixes) -> tuple[str, str]:
    """The declared company prefix `value` begins with, and what follows it."""
    for length in range(12, 5, -1):
        if value[:length] in prefixes and len(value) >= length:
            return value[:length], value[length:]
    raise NotSupported(
        f"No declared GS1 Company Prefix begins {value}, so it has no EPC URN here.",
        code="company_prefix_not_declared",
        next_step="Declare the company prefix, or ask for GS1 Digital Links.",
        value=value,
    )


def _escaped(serial: str) -> str:
    # Tag Data Standard, table A: what a URN escapes; RFC 8141 leaves the rest as it is.
    return quote(serial, safe="!'()*+,-.:;=_")


def _item(digits: str, prefixes: _Prefixes) -> str:
    """Company and item (or serial) reference of digits without check digit, indicator first."""
    company, rest = _divided(digits[1:], prefixes)
    return f"{company}.{digits[0]}{rest}"


def _serialised(scheme: str, stem: str, serial: str) -> str:
    return f"id:{scheme}:{stem}.{_escaped(serial)}" if serial else f"idpat:{scheme}:{stem}.{_ANY}"


def _write_gtin(value: str, found: Mapping[str, str], prefixes: _Prefixes) -> str:
    stem = _item(value[:13], prefixes)
    if "21" not in found and "235" in found:
        return _serialised("upui", stem, found["235"])
    if "21" not in found and "10" in found:
        return f"class:lgtin:{stem}.{_escaped(found['10'])}"
    return _serialised("sgtin", stem, found.get("21", ""))


def _write_itip(value: str, found: Mapping[str, str], prefixes: _Prefixes) -> str:
    if "21" not in found and "10" in found:
        return ""  # a lot of trade item pieces has no URN
    stem = f"{_item(value[:13], prefixes)}.{value[14:16]}.{value[16:]}"
    return _serialised("itip", stem, found.get("21", ""))


def _write_cpi(value: str, found: Mapping[str, str], prefixes: _Prefixes) -> str:
    company, part = _divided(value, prefixes)
    return _serialised("cpi", f"{company}.{_escaped(part)}", found.get("8011", ""))


def _write_sgln(value: str, found: Mapping[str, str], prefixes: _Prefixes) -> str:
    return f"id:sgln:{'.'.join(_divided(value[:12], prefixes))}.{_escaped(found.get('254', '0'))}"


def _writes_whole(scheme: str) -> _Writer:
    """Keys that end in their check digit."""
    return lambda value, _, prefixes: f"id:{scheme}:{'.'.join(_divided(value[:-1], prefixes))}"


def _writes_open(scheme: str) -> _Writer:
    """Keys whose reference is any text."""

    def write(value: str, _: Mapping[str, str], prefixes: _Prefixes) -> str:
        company, reference = _divided(value, prefixes)
        return f"id:{scheme}:{company}.{_escaped(reference)}"

    return write


def _writes_serialised(scheme: str, skip: int = 0) -> _Writer:
    """Keys whose serial follows the check digit; the first `skip` digits are filling."""

    def write(value: str, _: Mapping[str, str], prefixes: _Prefixes) -> str:
        stem = ".".join(_divided(value[skip : skip + 12], prefixes))
        return _serialised(scheme, stem, value[skip + 13 :])

    return write


_WRITERS: Mapping[str, _Writer] = {
    "00": lambda value, _, prefixes: f"id:sscc:{_item(value[:17], prefixes)}",
    "01": _write_gtin,
    "253": _writes_serialised("gdti"),
    "255": _writes_serialised("sgcn"),
    "401": _writes_open("ginc"),
    "402": _writes_whole("gsin"),
    "414": _write_sgln,
    "417": _writes_whole("pgln"),
    "8003": _writes_serialised("grai", 1),
    "8004": _writes_open("giai"),
    "8006": _write_itip,
    "8010": _write_cpi,
    "8017": _writes_whole("gsrnp"),
    "8018": _writes_whole("gsrn"),
}
