"""The URIs of a plant's private things, and what a URI says of the thing it names.

Shapes (CBV 2.0 section 8.2, URLs of the company's own domain): /class/{item}/{lot},
/class/{item}/{supplier}/{lot} for a number a supplier printed, /obj/{item}/{serial},
/asset/{code}, /equipment/{code}, /loc/{code}, /partner/{code}, /bt/{number}, /run/{number}.
Things with a GS1 key go by its canonical Digital Link, whichever of its names was used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from gozinto.errors import Malformed
from gozinto.standards.gs1 import canonical_uris
from gozinto.standards.gs1.check_digits import check_digit, has_valid_check_digit


@dataclass(frozen=True, slots=True)
class Identity:
    """What a URI says: the kind ("lot", "serial", "container"), the item, the printed number."""

    kind: str
    item: str
    number: str


_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # a company's own first: of them there are most, and nothing else begins as they do
    (re.compile(r"^https?://[^/?#]+/class/(?P<item>[^/]+)/(?:[^/]+/)?(?P<number>[^/]+)$"), "lot"),
    (re.compile(r"^https?://[^/?#]+/obj/(?P<item>[^/]+)/(?P<number>[^/]+)$"), "serial"),
    (re.compile(r"^https?://[^/?#]+/asset/(?P<number>[^/]+)$"), "serial"),
    (re.compile(r"^https?://[^/?#]+/box/(?P<number>[^/]+)$"), "container"),
    (
        re.compile(
            r"^https?://[^/?#]+/01/(?P<item>\d{14})/(?:22/[^/]+/)?10/[^/?]+/21/(?P<number>[^/?]+)"
        ),
        "serial",
    ),
    (
        re.compile(r"^https?://[^/?#]+/01/(?P<item>\d{14})/(?:22/[^/]+/)?21/(?P<number>[^/?]+)"),
        "serial",
    ),
    (
        re.compile(r"^https?://[^/?#]+/01/(?P<item>\d{14})/(?:22/[^/]+/)?10/(?P<number>[^/?]+)"),
        "lot",
    ),
    (re.compile(r"^https?://[^/?#]+/00/(?P<number>\d{18})"), "container"),
    (re.compile(r"^https://id\.gs1\.org/01/(?P<number>(?P<item>\d{14}))$"), "lot"),
    (re.compile(r"^https://id\.gs1\.org/01/(?P<item>\d{14})/235/(?P<number>[^/]+)$"), "serial"),
    (
        re.compile(r"^https://id\.gs1\.org/8006/(?P<item>\d{14})\d{4}/21/(?P<number>[^/]+)$"),
        "serial",
    ),
    (
        re.compile(r"^https://id\.gs1\.org/8006/(?P<item>\d{14})\d{4}/10/(?P<number>[^/]+)$"),
        "lot",
    ),
    (
        re.compile(r"^https://id\.gs1\.org/8010/(?P<item>[^/]+)/8011/(?P<number>[^/]+)$"),
        "serial",
    ),
    (
        re.compile(
            r"^https://id\.gs1\.org/(?:253|255|401|402|8003|8004|8017|8018)/(?P<number>[^/]+)$"
        ),
        "serial",
    ),
)


# A company's own shapes, in which nothing is ever read as a GS1 key: an item may be called "01".
_PRIVATE = re.compile(
    r"https?://[^/?#]+/"
    r"(?:obj/[^/]+|class/[^/]+(?:/[^/]+)?|asset|box|equipment|loc|partner|bt|run)/[^/]+"
)


_OF_SUPPLIER = re.compile(r"https?://[^/?#]+/class/[^/]+/([^/]+)/[^/]+")


_REMEMBERED = 1 << 15
"""URIs: one event names a thing several times, and a lot is named by thousands of events."""


@lru_cache(maxsize=_REMEMBERED)
def canonical(uri: str) -> str:
    """The one URI under which the plant knows what `uri` names.

    That of its GS1 key, for an EPC URN and for a Digital Link of any domain; any other URI is
    its own.
    """
    return uri if _PRIVATE.fullmatch(uri) else canonical_uris.canonical(uri)


@lru_cache(maxsize=_REMEMBERED)
def identify(uri: str, *, is_class: bool = False) -> Identity:
    """What a canonical `uri` names. A foreign URI of no known shape is its own number.

    `is_class`: it stood in a quantity list, so it is a lot whatever it looks like.
    """
    for shape, kind in _SHAPES:
        if match := shape.match(uri):
            found = match.groupdict()
            return Identity(
                "lot" if is_class else kind,
                unquote(found.get("item", "")),
                unquote(found["number"]),
            )
    return Identity("lot" if is_class else "serial", "", uri)


def _mint(domain: str, *parts: str) -> str:
    if any(not part.strip() for part in parts):
        raise Malformed("An identifier has an empty part.", code="empty_identifier")
    return f"https://{domain}/" + "/".join(quote(part, safe="") for part in parts)


def lot_uri(domain: str, *, material: str, number: str, supplier: str = "") -> str:
    """The URI of a lot; with `supplier` where the number is that company's own."""
    parts = (supplier, number) if supplier else (number,)
    return _mint(domain, "class", material, *parts)


def serial_uri(domain: str, *, material: str, number: str) -> str:
    """The URI of one unit."""
    return _mint(domain, "obj", material, number)


def asset_uri(domain: str, *, code: str) -> str:
    """The URI of a physical asset."""
    return _mint(domain, "asset", code)


def equipment_uri(domain: str, *, code: str) -> str:
    """The URI of a piece of equipment."""
    return _mint(domain, "equipment", code)


def location_uri(domain: str, *, code: str) -> str:
    """The URI of a place."""
    return _mint(domain, "loc", code)


def partner_uri(domain: str, *, code: str) -> str:
    """The URI of a company."""
    return _mint(domain, "partner", code)


def document_uri(domain: str, *, number: str) -> str:
    """The URI of a business transaction: an order, a delivery note."""
    return _mint(domain, "bt", number)


def run_uri(domain: str, *, number: str) -> str:
    """The URI of a run: a job's operation at one machine."""
    return _mint(domain, "run", number)


def supplier_of(uri: str) -> str:
    """The code of the supplier whose number a lot's URI holds; "" where it holds one of ours."""
    match = _OF_SUPPLIER.fullmatch(uri)
    return unquote(match[1]) if match else ""


def run_number(uri: str) -> str:
    """The number of a run, as people call it; of a URI that others made, its last part."""
    return unquote(re.split("[/:]", uri.rstrip("/"))[-1])


def box_uri(domain: str, *, number: str) -> str:
    """The URI of a container that goes by a number of the company's own."""
    return _mint(domain, "box", number)


def is_sscc(number: str) -> bool:
    """Whether a number is an SSCC: 18 digits, the last of them the check digit."""
    return bool(re.fullmatch(r"\d{18}", number)) and has_valid_check_digit(number)


def container_uri(*, sscc: str) -> str:
    """The Digital Link of a logistic unit.

    Raises Malformed (bad_sscc) unless `sscc` is 18 digits, the last of them the check digit.
    """
    if not re.fullmatch(r"\d{18}", sscc):
        raise Malformed(f"An SSCC has 18 digits: {sscc!r}.", code="bad_sscc", value=sscc)
    if not has_valid_check_digit(sscc):
        raise Malformed(
            f"The check digit of SSCC {sscc} should be {check_digit(sscc[:-1])}.",
            code="bad_sscc",
            next_step="Scan the label again, or print a new one.",
            value=sscc,
        )
    return f"https://id.gs1.org/00/{sscc}"
