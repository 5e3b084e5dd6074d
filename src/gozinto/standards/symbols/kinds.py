"""The kinds of barcode that labels carry, as a table: what one holds, and what it needs around it.

Sources: ISO/IEC 15417 (Code 128), 16022 (Data Matrix), 18004 (QR Code); GS1 General Specifications
sections 5.4 to 5.7 and 7.11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Holds = Literal["ascii", "text", "elements", "link"]
"""Printable ASCII; any printable text; GS1 elements in brackets; a GS1 Digital Link."""

SMALLEST_MODULE_MM = Decimal("0.25")
"""Two dots of a printer of 8 dots/mm: with one dot a module, heat and wear change its width."""

LOWEST_BAR_MM = Decimal(5)
"""Bars lower than this are missed by a scanner held by hand."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One symbology. `quiet_modules` must stay white on each side (a linear one: left and right).

    `longest` counts characters; in a matrix fewer fit when they are not digits. `read_as` is what
    the reader calls it.
    """

    key: str
    name: str
    holds: Holds
    linear: bool
    longest: int
    quiet_modules: int
    read_as: str


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="code128",
            name="Code 128",
            holds="ascii",
            linear=True,
            longest=48,
            quiet_modules=10,
            read_as="Code128",
        ),
        Kind(
            key="gs1_128",
            name="GS1-128",
            holds="elements",
            linear=True,
            longest=48,
            quiet_modules=10,
            read_as="Code128",
        ),
        Kind(
            key="datamatrix",
            name="Data Matrix",
            holds="text",
            linear=False,
            longest=1500,
            quiet_modules=1,
            read_as="DataMatrix",
        ),
        Kind(
            key="gs1_datamatrix",
            name="GS1 DataMatrix",
            holds="elements",
            linear=False,
            longest=1500,
            quiet_modules=1,
            read_as="DataMatrix",
        ),
        Kind(
            key="qr",
            name="QR Code",
            holds="text",
            linear=False,
            longest=2000,
            quiet_modules=4,
            read_as="QRCode",
        ),
        Kind(
            key="gs1_link_qr",
            name="GS1 Digital Link QR Code",
            holds="link",
            linear=False,
            longest=2000,
            quiet_modules=4,
            read_as="QRCode",
        ),
    )
}
