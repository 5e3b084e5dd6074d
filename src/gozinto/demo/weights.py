"""Weights as a generator counts them, and as the record has them."""

from __future__ import annotations

from decimal import Decimal


def kg(gram: int) -> Decimal:
    """Grams as kilograms, exactly."""
    return Decimal(gram).scaleb(-3).normalize() + Decimal(0)
