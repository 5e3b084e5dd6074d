"""GS1 Digital Links of any domain, and their one canonical form.

Source: GS1 Digital Link URI Syntax 1.4 section 4; canonical as CBV 2.0 section 8.9.1 asks for
the event hash: domain id.gs1.org, a GTIN of 14 digits, the most specific qualifier alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from gozinto.errors import Malformed
from gozinto.standards.gs1.dictionary import IDENTIFIERS
from gozinto.standards.gs1.element_strings import CHARACTER, Element, checked

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

    `paths`: the qualifiers that may follow it, in their order; one of these rows, not two of them.
    `specific`: which one qualifier says most precisely what the thing is, best first.
    """

    value: re.Pattern[str]
    checked: int = 0
    paths: tuple[tuple[str, ...], ...] = ()
    specific: tuple[str, ...] = ()

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Those of all rows."""
        return tuple(name for path in self.paths for name in path)


def _key(value: str, checked: int = 0, paths: str = "", specific: str = "") -> Key:
    rows = tuple(tuple(path.split()) for path in paths.split("|"))
    return Key(re.compile(value), checked, rows, tuple(specific.split()))


KEYS: Mapping[str, Key] = {
    "00": _key(r"[0-9]{18}", 18),
    "01": _key(r"[0-9]{8}|[0-9]{12,14}", 14, "22 10 21|235", "21 235 10"),
    "253": _key(rf"[0-9]{{13}}{CHARACTER}{{0,17}}", 13),
    "255": _key(r"[0-9]{13,25}", 13),
    "401": _key(rf"{CHARACTER}{{1,30}}"),
    "402": _key(r"[0-9]{17}", 17),
    "414": _key(r"[0-9]{13}", 13, "254|7040", "254"),
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


def unescaped(text: str, *, in_query: bool = False) -> str:
    """What percent signs stand for, byte by byte: an element holds ASCII alone. RFC 3986, 2.1."""
    return unquote(text.replace("+", " ") if in_query else text, encoding="latin-1")


def _attributes(query: str | None) -> tuple[Element, ...]:
    pairs = (pair.partition("=") for pair in re.split("[&;]", query or "") if "=" in pair)
    named = ((unescaped(name, in_query=True), value) for name, _, value in pairs)
    return tuple(
        (name, _padded(name, unescaped(value, in_query=True)))
        for name, value in named
        if re.fullmatch("[0-9]+", name)
    )


def read(uri: str) -> DigitalLink | None:
    """The link, when all in it is as the standard has it; None for any other web address.

    Raises Malformed: bad_link, unknown_identifier, bad_value, bad_check_digit.
    """
    link = parse(uri)
    if link is None:
        return None
    names = [name for name, _ in link.elements[1:]]
    paths = [path for path in KEYS[link.key].paths if _in_order(names, path)]
    if not paths:
        raise _bad(f"({link.key}) has not these qualifiers in this order.", uri)
    seen = {name for name, _ in link.elements}
    for name, value in (*link.elements, *link.attributes):
        checked(name, value)
    for name, _ in link.attributes:
        if name in seen:
            raise _bad(f"({name}) stands there twice.", uri)
        if not IDENTIFIERS[name].may_stand_in_a_query or any(name in path for path in paths):
            raise _bad(f"({name}) stands behind the question mark.", uri)
        seen.add(name)
    return link


def claims_to_be_one(uri: str) -> bool:
    """Whether this is a link, and not perhaps a private path that looks like one.

    A key that has a check digit is no accident; any other is one on a domain of GS1 alone.
    """
    link = parse(uri)
    return link is not None and (KEYS[link.key].checked > 0 or link.domain.startswith("id.gs1."))


def write(elements: Sequence[Element], *, stem: str = CANONICAL_DOMAIN) -> str:
    """The Digital Link of these elements on a domain; `stem`: where it begins.

    The first key is meant, its qualifiers follow it, and all else stands behind a question mark.
    Raises Malformed: bad_link where an element has no place in a link, or where there is no key.
    """
    found = dict(elements)
    key = next((name for name in found if name in KEYS), "")
    if not key:
        raise _bad("A Digital Link needs a GS1 key.", ", ".join(found))
    # The first row of which anything is there; what is of another row is left, and refused.
    path = next((row for row in KEYS[key].paths if not found.keys().isdisjoint(row)), ())
    named = [key, *(name for name in path if name in found)]
    rest = [name for name in found if name not in named]
    for name in rest:
        if name not in IDENTIFIERS or not IDENTIFIERS[name].may_stand_in_a_query:
            raise _bad(f"({name}) has no place in a Digital Link of ({key}).", found[name])
    rest.sort(key=lambda name: not IDENTIFIERS[name].is_predefined)
    query = "&".join(f"{name}={_encoded(found[name])}" for name in rest)
    segments = "".join(f"/{name}/{_encoded(found[name])}" for name in named)
    return stem.rstrip("/") + segments + (f"?{query}" if query else "")


def _in_order(names: Sequence[str], path: Sequence[str]) -> bool:
    """Whether these are some of the path, each once and in its order."""
    return list(names) == [name for name in path if name in names]


def _bad(message: str, value: str) -> Malformed:
    return Malformed(
        message,
        code="bad_link",
        next_step="Correct the link of the label, and print a new one.",
        value=value,
    )


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
    elements = tuple(zip(names, map(unescaped, segments[1::2]), strict=True))
    if not fits(elements):
        return None
    key, value = elements[0]
    return ((key, _padded(key, value)), *elements[1:])


def _padded(key: str, value: str) -> str:
    return value.zfill(14) if key == "01" else value


def _encoded(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quote(value, safe="")
