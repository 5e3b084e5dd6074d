"""What a symbol on the label of a thing holds: GS1 data where GS1 defines it, and a link.

Sources: GS1 General Specifications sections 2 and 3; GS1 Digital Link URI Syntax 1.4. A link that
is no Digital Link is the thing's own URI on the company's domain (design: private numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from gozinto.errors import Malformed
from gozinto.standards.gs1 import scan
from gozinto.standards.gs1.element_strings import Element

_QUALIFIER: Mapping[str, str] = {"lot": "10", "serial": "21"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """`gs1`: as printed in brackets, or "" and `why` there is none; `link` is never empty."""

    gs1: str
    link: str
    why: str = ""


def of_stock(
    *, kind: str, number: str, gtin: str, uri: str, domain: str, expires_on: date | None = None
) -> Codes:
    """The codes of a lot or a unit: under its material's GTIN, else its own URI alone."""
    if not gtin:
        return Codes(gs1="", link=uri, why="its material has no GTIN")
    elements = [("01", gtin)]
    if expires_on is not None:
        elements.append(("17", expires_on.strftime("%y%m%d")))
    elements.append((_QUALIFIER[kind], number))
    path = f"01/{gtin}/{_QUALIFIER[kind]}/{quote(number, safe='')}"
    query = "".join(f"?17={value}" for name, value in elements if name == "17")
    return _checked(elements, link=f"https://{domain}/{path}{query}", uri=uri)


def of_container(*, sscc: str, uri: str, domain: str) -> Codes:
    """The codes of a logistic unit: under its SSCC, where it has one."""
    if not sscc:
        return Codes(gs1="", link=uri, why="it has no SSCC")
    return _checked([("00", sscc)], link=f"https://{domain}/00/{sscc}", uri=uri)


def of_place(*, gln: str, uri: str) -> Codes:
    """The codes of a place: its GLN, where it has one."""
    if not gln:
        return Codes(gs1="", link=uri, why="it has no GLN")
    return _checked([("414", gln)], link=uri, uri=uri)


def _checked(elements: list[Element], *, link: str, uri: str) -> Codes:
    """These elements, if our own reader reads them back as they are; else the URI alone."""
    gs1 = "".join(f"({name}){_escaped(value)}" for name, value in elements)
    try:
        read = scan.read(gs1)
        linked = scan.read(link)
    except Malformed as error:
        return Codes(gs1="", link=uri, why=f"GS1 data cannot hold it: {error.message}")
    if list(read.elements) != elements or (link != uri and linked.uri != read.uri):
        return Codes(gs1="", link=uri, why="GS1 data cannot hold its number")
    return Codes(gs1=gs1, link=link)


def _escaped(value: str) -> str:
    return value.replace("(", r"\(")
