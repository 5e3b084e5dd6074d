"""GS1 Digital Links of any domain, and their one canonical form.

Source: GS1 Digital Link URI Syntax 1.4 section 4; canonical as CBV 2.0 section 8.9.1 asks for
the event hash: domain id.gs1.org, a GTIN of 14 digits, the most specific qualifier alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from gozinto.standards.gs1.element_strings import CHARACTER, Element

CANONICAL_DOMAIN = "https://id.gs1.org"

SHORT_NAMES: Mapping[str, str] = {
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


@dataclass(frozen=True, slots=True)
class Key:
    """A GS1 key. `checked`: how many leading digits the last of which is a check digit; 0: none.

    `specific`: which one qualifier says most precisely what the thing is, best first.
    """

    value: re.Pattern[str]
    checked: int = 0
    qualifiers: tuple[str, ...] = ()
    specific: tuple[str, ...] = ()


def _key(value: str, checked: int = 0, qualifiers: str = "", specific: str = "") -> Key:
    return Key(re.compile(value), checked, tuple(qualifiers.split()), tuple(specific.split()))


KEYS: Mapping[str, Key] = {
    "00": _key(r"[0-9]{18}", 18),
    "01": _key(r"[0-9]{8}|[0-9]{12,14}", 14, "22 10 21 235", "21 235 10"),
    "253": _key(rf"[0-9]{{13}}{CHARACTER}{{0,17}}", 13),
    "255": _key(r"[0-9]{13,25}", 13),
    "401": _key(rf"{CHARACTER}{{1,30}}"),
    "402": _key(r"[0-9]{17}", 17),
    "414": _key(r"[0-9]{13}", 13, "254 7040", "254"),
    "415": _key(r"[0-9]{13}", 13, "8020", "8020"),
    "417": _key(r"[0-9]{13}", 13, "7040"),
    "8003": _key(rf"[0-9]{{14}}{CHARACTER}{{0,16}}", 14),
    "8004": _key(rf"{CHARACTER}{{1,30}}", 0, "7040"),
    "8006": _key(r"[0-9]{18}", 14, "22 10 21", "21 10"),
    "8010": _key(r"[#\-/0-9A-Z]{1,30}", 0, "8011", "8011"),
    "8013": _key(rf"{CHARACTER}{{1,25}}"),
    "8017": _key(r"[0-9]{18}", 18, "8019"),
    "8018": _key(r"[0-9]{18}", 18, "8019"),
}
_QUALIFIERS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(value)
    for name, value in (
        *((name, rf"{CHARACTER}{{1,20}}") for name in ("10", "21", "22", "254")),
        ("235", rf"{CHARACTER}{{1,28}}"),
        ("7040", r"[0-9][!-z]{3}"),
        ("8011", r"[0-9]{1,12}"),
        ("8019", r"[0-9]{1,10}"),
        ("8020", rf"{CHARACTER}{{1,25}}"),
    )
}
_MOST_SEGMENTS = 2 * (1 + max(len(key.qualifiers) for key in KEYS.values()))
_NAMES = frozenset((*KEYS, *SHORT_NAMES))
# RFC 3986, as much of it as tells a key: user and port are passed over.
_URL = re.compile(
    r"(?i:https?)://(?:[^/?#@]*@)?(?P<domain>[^/?#@:\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?(?P<path>/[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
# What stands unencoded in a canonical Digital Link: RFC 3986's unreserved characters.
_PLAIN = re.compile(r"[A-Za-z0-9\-._~]*")


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A Digital Link taken apart: its key, the qualifiers in the path, the rest of the query."""

    elements: tuple[Element, ...]
    attributes: tuple[Element, ...] = ()
    domain: str = ""

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
    match = _URL.fullmatch(uri)
    if match is None:
        return None
    segments = match["path"].strip("/").split("/")
    # The key may follow a path of the domain's own; the last place that fits is meant. No link
    # is longer than this, however long a path somebody sends.
    for start in range(len(segments) - 2, max(-1, len(segments) - _MOST_SEGMENTS - 1), -2):
        elements = _pairs(segments[start:]) if segments[start] in _NAMES else None
        if elements is not None:
            return DigitalLink(elements, _attributes(match["query"]), match["domain"].lower())
    return None


def _attributes(query: str | None) -> tuple[Element, ...]:
    pairs = parse_qsl(query) if query else ()
    return tuple((name, value) for name, value in pairs if re.fullmatch("[0-9]{2,4}", name))


def canonical_of(elements: tuple[Element, ...]) -> str:
    """The canonical URI of a key and its qualifiers, given in any order; "" without a key."""
    found = dict(elements)
    key = next((name for name in found if name in KEYS), "")
    if not key:
        return ""
    path = f"/{key}/{_encoded(_padded(key, found[key]))}"
    for name in KEYS[key].specific:
        if name in found:
            return f"{CANONICAL_DOMAIN}{path}/{name}/{_encoded(found[name])}"
    return CANONICAL_DOMAIN + path


def fits(elements: tuple[Element, ...]) -> bool:
    """Whether this is a key, and after it each qualifier of that key once at most, well formed."""
    if not elements:
        return False
    (name, value), *qualifiers = elements
    key = KEYS.get(name)
    return (
        key is not None
        and key.value.fullmatch(value) is not None
        and all(n in key.qualifiers and _QUALIFIERS[n].fullmatch(v) for n, v in qualifiers)
        and len(dict(qualifiers)) == len(qualifiers)
    )


def _pairs(segments: list[str]) -> tuple[Element, ...] | None:
    names = [SHORT_NAMES.get(name, name) for name in segments[::2]]
    elements = tuple(zip(names, map(unquote, segments[1::2]), strict=True))
    if not fits(elements):
        return None
    key, value = elements[0]
    return ((key, _padded(key, value)), *elements[1:])


def _padded(key: str, value: str) -> str:
    return value.zfill(14) if key == "01" else value


def _encoded(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quote(value, safe="")
