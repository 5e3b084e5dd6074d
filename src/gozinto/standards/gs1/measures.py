"""What the measures of an element string (AI 310n to 369n) measure, and in which unit.

Source: GS1 General Specifications sections 3.6.2 and 3.6.3 (the fourth digit says how many of the
six stand behind the point). Units by UN/ECE Recommendation 20.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

DECIMALS = range(6)
"""What the fourth digit may be."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured; `is_logistic`: of a logistic unit with its packing, not of a product."""

    what: str
    uom: str
    is_logistic: bool = False


_UNITS: Mapping[str, str] = {
    "kg": "KGM",
    "m": "MTR",
    "m²": "MTK",
    "l": "LTR",
    "m³": "MTQ",
    "kg/m²": "28",
    "lb": "LBR",
    "in": "INH",
    "ft": "FOT",
    "yd": "YRD",
    "in²": "INK",
    "ft²": "FTK",
    "yd²": "YDK",
    "troy oz": "",  # no unit of ours
    "oz": "",  # of weight or of volume: the identifier does not say which
    "qt": "QTL",
    "gal": "GLL",
    "in³": "INQ",
    "ft³": "FTQ",
    "yd³": "YDQ",
}

_PRODUCT = """
310 net weight: kg; 311 length: m; 312 width: m; 313 height: m; 314 area: m²
315 net volume: l; 316 net volume: m³; 337 weight of an area: kg/m²
320 net weight: lb; 321 length: in; 322 length: ft; 323 length: yd; 324 width: in; 325 width: ft
326 width: yd; 327 height: in; 328 height: ft; 329 height: yd; 350 area: in²; 351 area: ft²
352 area: yd²; 356 net weight: troy oz; 357 net amount: oz; 360 net volume: qt
361 net volume: gal; 364 net volume: in³; 365 net volume: ft³; 366 net volume: yd³
"""
_LOGISTIC = """
330 gross weight: kg; 331 length: m; 332 width: m; 333 height: m; 334 area: m²; 335 volume: l
336 volume: m³; 340 gross weight: lb; 341 length: in; 342 length: ft; 343 length: yd; 344 width: in
345 width: ft; 346 width: yd; 347 height: in; 348 height: ft; 349 height: yd; 353 area: in²
354 area: ft²; 355 area: yd²; 362 volume: qt; 363 volume: gal; 367 volume: in³; 368 volume: ft³
369 volume: yd³
"""


def _read(table: str, *, is_logistic: bool) -> dict[str, Measured]:
    read: dict[str, Measured] = {}
    for row in table.replace("\n", ";").split(";"):
        if row.strip():
            named, _, unit = row.strip().partition(": ")
            stem, _, what = named.partition(" ")
            read[stem] = Measured(what, _UNITS[unit], is_logistic)
    return read


MEASURES: Mapping[str, Measured] = {
    **_read(_PRODUCT, is_logistic=False),
    **_read(_LOGISTIC, is_logistic=True),
}
"""By the first three digits of the identifier."""

AMOUNTS = ("net weight", "length", "area", "net volume")
"""What a product is counted in where it is not counted in pieces."""


def amount(identifier: str, digits: str) -> Decimal:
    """The number that six digits mean behind an identifier whose last digit counts decimals."""
    return Decimal(digits).scaleb(-int(identifier[3]))
