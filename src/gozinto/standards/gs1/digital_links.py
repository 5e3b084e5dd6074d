"""GS1 Digital Links of any domain, and their one canonical form.

Source: GS1 Digital Link URI Syntax 1.4 section 4; canonical as CBV 2.0 section 8.9.1 asks for
the event hash: domain id.gs1.org, a GTIN of 14 digits, the most specific qualifier alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from gozinto.standards.gs1.element_strings import Element

CANONICAL_DOMAIN = "https://id.gs1.org"

_SHORT_NAMES: Mapping[str, str] = {
    "gtin": "01",
    "gtin-8": "01",
    "sscc": "00",
    "itip": "8006",
    "cpid": "8010",
    "gln": "414",
    "party": "417",
    "gsrnp": "8017",
    "gsrn": "8018",
    "gcn": "255",
    "ginc": "401",
    "gsin": "402",
    "gdti": "253",
    "grai": "8003",
    "giai": "8004",
    "gmn": "8013",
    "cpv": "22",
    "lot": "10",
    "ser": "21",
    "cpsn": "8011",
    "glnx": "254",
}
"""The words of Digital Link 1.1, withdrawn since, still printed on things."""

_KEYS: Mapping[str, re.Pattern[str]] = {
    key: re.compile(value)
    for key, value in (
        ("00", r"[0-9]{18}"),
        ("01", r"[0-9]{8}|[0-9]{12,14}"),
        ("253", r"[0-9]{13}\S{0,17}"),
        ("255", r"[0-9]{13,25}"),
        ("401", r"\S{1,30}"),
        ("402", r"[0-9]{17}"),
        ("414", r"[0-9]{13}"),
        ("415", r"[0-9]{13}"),
        ("417", r"[0-9]{13}"),
        ("8003", r"[0-9]{14}\S{0,16}"),
        ("8004", r"\S{1,30}"),
        ("8006", r"[0-9]{18}"),
        ("8010", r"\S{1,30}"),
        ("8013", r"\S{1,25}"),
        ("8017", r"[0-9]{18}"),
        ("8018", r"[0-9]{18}"),
    )
}
_QUALIFIERS: Mapping[str, tuple[str, ...]] = {
    "01": ("22", "10", "21", "235"),
    "8006": ("22", "10", "21"),
    "8010": ("8011",),
    "414": ("254", "7040"),
    "415": ("8020",),
    "417": ("7040",),
    "8004": ("7040",),
    "8017": ("8019",),
    "8018": ("8019",),
}
# Which one qualifier says most precisely what the thing is, best first.
_MOST_SPECIFIC: Mapping[str, tuple[str, ...]] = {
    "01": ("21", "235", "10"),
    "8006": ("21", "10"),
    "8010": ("8011",),
    "414": ("254",),
    "415": ("8020",),
}
# Characters that stand unencoded in a canonical Digital Link: RFC 3986's unreserved ones.
_PLAIN = "-._~"


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A Digital Link taken apart: its key, the qualifiers in the path, the rest of the query."""

    elements: tuple[Element, ...]
    attributes: tuple[Element, ...] = ()

    @property
    def key(self) -> str:
        """The application identifier of the key."""
        return self.elements[0][0]

    @property
    def canonical(self) -> str:
        """The canonical URI of the thing the link names."""
        return canonical_of(self.elements)


def parse(uri: str) -> DigitalLink | None:
    """The link's identifiers and values, or None for any other web address.

    Check digits are not looked at: a published link stays readable. GTINs become 14 digits.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:  # half an IPv6 address: no web address at all
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    segments = parts.path.strip("/").split("/")
    # The key may follow a path of the domain's own; the last place that fits is meant.
    for start in range(len(segments) - 2, -1, -1):
        elements = _pairs(segments[start:])
        if elements is not None:
            query = tuple(
                (name, value)
                for name, value in parse_qsl(parts.query)
                if re.fullmatch("[0-9]{2,4}", name)
            )
            return DigitalLink(elements, query)
    return None


def canonical_of(elements: tuple[Element, ...]) -> str:
    """The canonical URI of a key and its qualifiers, given in any order; "" without a key."""
    found = dict(elements)
    key = next((name for name in found if name in _KEYS), "")
    if not key:
        return ""
    path = f"/{key}/{_encoded(_padded(key, found[key]))}"
    for name in _MOST_SPECIFIC.get(key, ()):
        if name in found:
            return f"{CANONICAL_DOMAIN}{path}/{name}/{_encoded(found[name])}"
    return CANONICAL_DOMAIN + path


def _pairs(segments: list[str]) -> tuple[Element, ...] | None:
    if len(segments) % 2:
        return None
    names = [_SHORT_NAMES.get(name, name) for name in segments[::2]]
    values = [unquote(value) for value in segments[1::2]]
    key = names[0]
    if key not in _KEYS or not _KEYS[key].fullmatch(values[0]):
        return None
    allowed = _QUALIFIERS.get(key, ())
    if any(name not in allowed for name in names[1:]) or not all(values):
        return None
    return ((key, _padded(key, values[0])), *zip(names[1:], values[1:], strict=True))


def _padded(key: str, value: str) -> str:
    return value.zfill(14) if key == "01" else value


def _encoded(value: str) -> str:
    return quote(value, safe=_PLAIN)
