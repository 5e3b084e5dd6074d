"""A number with its unit: exact decimals, UN/ECE Rec 20 codes, conversion inside a dimension.

EPCIS 2.0 section 7.3.3.3 takes unit codes from UN/ECE Recommendation 20; an amount without one
is a count of pieces, and so is "" here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache

from gozinto.errors import Malformed
from gozinto.standards.units import SIGNS, UNITS, Unit

PIECES = "C62"
"""The unit that "" stands for: one."""

LARGEST_EXPONENT = 308
"""Beyond this power of ten a number is refused: written out, 1E+999999999 would fill the memory."""

_DIGITS = 34
"""What a conversion without an exact decimal is rounded to (decimal128's precision)."""
_CONTEXT = Context(prec=_DIGITS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """An amount and its unit code; "" counts pieces. Negative amounts are differences."""

    value: Decimal
    uom: str = ""

    def to(self, uom: str) -> Quantity:
        """The same amount in another unit of its dimension. Raises Malformed (see `convert`)."""
        return Quantity(value=convert(self.value, self.uom, uom), uom=uom)

    def __str__(self) -> str:
        text = format_decimal(self.value)
        return f"{text} {self.uom}" if self.uom else text


def is_unit(code: str) -> bool:
    """Whether `code` is a Rec 20 code known here. "" is: pieces."""
    return not code or code in UNITS


def unit(code: str) -> Unit:
    """The unit of a code; "" is one piece. Raises Malformed(code="unknown_unit")."""
    found = UNITS.get(code or PIECES)
    if found is None:
        near = get_close_matches(code.upper(), UNITS, n=3)
        raise Malformed(
            f"{code!r} is not a unit code of UN/ECE Recommendation 20 that Gozinto knows.",
            code="unknown_unit",
            next_step=f"Use one such as {', '.join(near) or 'KGM, MTR, LTR or C62'}.",
            value=code,
            near=near,
        )
    return found


def sign(code: str) -> str:
    """How people write a UN/ECE unit code ("kg"); the code itself where it has no sign here."""
    return SIGNS.get(code, code)


def same_dimension(first: str, second: str) -> bool:
    """Whether amounts of these two codes can be compared. Raises Malformed on an unknown code."""
    return unit(first).dimension == unit(second).dimension


@cache
def base_unit(uom: str) -> str:
    """The unit that amounts of this dimension are summed in: kilogram, metre, litre, piece.

    Raises Malformed(code="unknown_unit").
    """
    alike = [u for u in UNITS.values() if u.dimension == unit(uom).dimension]
    plain = [u.code for u in alike if u.factor == 1 and u.offset == 0]
    return plain[0] if plain else min(u.code for u in alike)


def convert(value: Decimal, from_uom: str, to_uom: str) -> Decimal:
    """`value` in another unit of the same dimension.

    Exact where a decimal can be; otherwise rounded to 34 significant digits, half to even.
    Raises Malformed: unknown_unit; incomparable_units across dimensions (never a guess by
    density); not_a_number for NaN, infinity and absurd exponents.
    """
    check_amount(value)
    source, target = unit(from_uom), unit(to_uom)
    if source == target:
        return value
    if source.dimension != target.dimension:
        raise Malformed(
            f"{source.name} ({source.dimension}) cannot become {target.name} ({target.dimension}).",
            code="incomparable_units",
            next_step=f"Give the amount in a unit of {target.dimension}.",
            from_uom=source.code,
            to_uom=target.code,
        )
    if source.factor == target.factor and source.offset == target.offset:
        return value
    base = Fraction(value) * source.factor + source.offset
    return as_decimal((base - target.offset) / target.factor)


def format_decimal(value: Decimal) -> str:
    """The number without exponent, every digit it was given with: 1.85, 0.10, 1200.

    Raises Malformed(code="not_a_number") for NaN, infinity and absurd exponents.
    """
    check_amount(value)
    return format(value, "f")


def shortest(value: Decimal) -> str:
    """The number without exponent and without idle zeros, each of its digits: 1.85, 0.1, 1200.

    Raises Malformed as `format_decimal`.
    """
    text = format_decimal(value)
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def as_decimal(number: Fraction) -> Decimal:
    """The fraction as a decimal without idle zeros: exact when its digits end, else 34 of them."""
    remaining, twos, fives = number.denominator, 0, 0
    while remaining % 2 == 0:
        remaining, twos = remaining // 2, twos + 1
    while remaining % 5 == 0:
        remaining, fives = remaining // 5, fives + 1
    places = max(twos, fives)
    if remaining == 1:
        digits = number.numerator * 10**places // number.denominator
        return Decimal(digits).scaleb(-places, Context(prec=len(str(abs(digits))) + 1))
    return _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def check_amount(value: Decimal) -> None:
    """Raise Malformed(code="not_a_number") for NaN, infinity and absurd exponents."""
    if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise Malformed(f"{value} is not an amount.", code="not_a_number", value=str(value))
