"""Amounts as a person reads them, in the language that is active."""

from __future__ import annotations

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from gozinto.standards import quantities

PIECES = frozenset({"C62", "H87", "EA"})


def unit(code: str | None) -> str:
    """The sign of a UN/ECE unit code; the code itself where it has none here."""
    return quantities.sign(code or "C62")


def decimal(value: Decimal) -> str:
    """A number in the reader's notation, digit for digit."""
    digits = max(0, -int(value.normalize().as_tuple().exponent))
    return formats.number_format(value, decimal_pos=digits, force_grouping=abs(value) >= 10_000)


def quantity(value: Decimal | None, uom: str | None) -> str:
    """An amount with its unit sign, in the reader's notation; "" when there is none."""
    if value is None:
        return ""
    text = decimal(value)
    if (uom or "C62") in PIECES:
        return _("%(number)s pcs") % {"number": text}
    return f"{text} {unit(uom)}"
