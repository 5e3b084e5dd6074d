"""EPC Pure Identity Patterns: which canonical Digital Links they mean.

Source: GS1 EPC Tag Data Standard 2.0 section 8 (`urn:epc:idpat:`), EPCIS 2.0 section 8.2.7.1
(the MATCH parameters of a query).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from gozinto.standards.gs1.digital_links import CANONICAL_DOMAIN

_PATTERN = re.compile(r"(?i:urn:epc):idpat:([a-z]+):(\S+)")
_ANY = "*"
_OPEN = 0  # a reference of any length
_COMPANY = re.compile(r"[0-9]{6,12}")


class _Shape(NamedTuple):
    """A scheme's canonical path: `lead`, its digits (indicator first), check digit, `rest`."""

    lead: str
    digits: int
    has_indicator: bool = False
    checked: bool = True
    rest: tuple[str, ...] = ()


_SERIAL = "[^/]+"
_SHAPES: Mapping[str, _Shape] = {
    "sgtin": _Shape("/01/", 12, True, True, (f"/21/{_SERIAL}",)),
    "lgtin": _Shape("/01/", 12, True, True, (f"/10/{_SERIAL}",)),
    "upui": _Shape("/01/", 12, True, True, (f"/235/{_SERIAL}",)),
    "sscc": _Shape("/00/", 16, True),
    "sgln": _Shape("/414/", 12, False, True, (f"(/254/{_SERIAL})?",)),
    "pgln": _Shape("/417/", 12),
    "grai": _Shape("/8003/0", 12, False, True, (_SERIAL,)),
    "giai": _Shape("/8004/", _OPEN, checked=False),
    "gsrn": _Shape("/8018/", 17),
    "gsrnp": _Shape("/8017/", 17),
    "gdti": _Shape("/253/", 12, False, True, (_SERIAL,)),
    "sgcn": _Shape("/255/", 12, False, True, (_SERIAL,)),
    "cpi": _Shape("/8010/", _OPEN, False, False, (f"/8011/{_SERIAL}",)),
    "ginc": _Shape("/401/", _OPEN, checked=False),
    "gsin": _Shape("/402/", 16),
    "itip": _Shape("/8006/", 12, True, True, ("[0-9]{2}", "[0-9]{2}", f"/21/{_SERIAL}")),
}


def regex_of(pattern: str) -> str:
    """A regular expression of the canonical Digital Links a pattern means, anchored at both ends.

    "" for what is no such pattern: no field open, or a field after an open one that is not.
    Python and PostgreSQL both read it.
    """
    match = _PATTERN.fullmatch(pattern)
    shape = _SHAPES.get(match[1]) if match else None
    if match is None or shape is None:
        return ""
    count = 2 + len(shape.rest)
    fields = [unquote(field) for field in match[2].split(".", count - 1)]
    given = [field for field in fields if field != _ANY]
    if len(fields) != count or len(given) == count or fields[: len(given)] != given:
        return ""
    key = _key(shape, *fields[:2])
    # Only pieces of an item can be given here: where a serial is, nothing is open.
    rest = (
        open_ if field == _ANY else re.escape(field)
        for field, open_ in zip(fields[2:], shape.rest, strict=True)
    )
    return f"^{re.escape(CANONICAL_DOMAIN)}{shape.lead}{key}{''.join(rest)}$" if key else ""


def _key(shape: _Shape, company: str, reference: str) -> str:
    """The key's digits, open where a field is; "" where they are not digits, or not as many."""
    if company != _ANY and not _COMPANY.fullmatch(company):
        return ""
    if shape.digits == _OPEN:
        reference = _SERIAL if reference == _ANY else re.escape(quote(reference, safe=""))
        return reference if company == _ANY else company + reference
    check = "[0-9]" if shape.checked else ""
    if company == _ANY:
        return f"[0-9]{{{shape.digits + shape.has_indicator}}}{check}"
    length = shape.digits - len(company) + shape.has_indicator
    if reference == _ANY:
        indicator, more = ("[0-9]", length - 1) if shape.has_indicator else ("", length)
        return f"{indicator}{company}[0-9]{{{more}}}{check}"
    if len(reference) != length or (reference and not reference.isdecimal()):
        return ""
    first = 1 if shape.has_indicator else 0
    return f"{reference[:first]}{company}{reference[first:]}{check}"
