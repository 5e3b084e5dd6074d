"""Values against their limits, and what follows from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.operations import inspection
from gozinto.operations.inspection import Measured
from tests.workshop import INSPECTOR, at, event_of, unit, words_of

TYRE = unit("T205", "0444232322")


def gauge(value: str, *, lower: str | None = "1.20", upper: str | None = "1.30") -> Measured:
    return Measured(
        characteristic="gauge",
        value=Decimal(value),
        uom="MMT",
        lower=None if lower is None else Decimal(lower),
        upper=None if upper is None else Decimal(upper),
    )


@pytest.mark.parametrize(
    ("value", "disposition", "result"),
    [
        ("1.25", "conformant", "accepted"),
        ("1.30", "conformant", "accepted"),
        ("1.31", "non_conformant", "rejected"),
        ("1.19", "non_conformant", "rejected"),
    ],
)
def test_the_values_decide(value: str, disposition: str, result: str) -> None:
    captured = inspection.inspect(TYRE, kind="final", values=[gauge(value)], by=INSPECTOR, at=at(1))
    assert event_of(captured).disposition == disposition
    assert words_of(captured).result == result


def test_a_concession_accepts_what_is_out_of_limits_and_says_so() -> None:
    captured = inspection.inspect(
        TYRE, kind="final", values=[gauge("1.4")], result="concession", by=INSPECTOR, at=at(1)
    )
    assert event_of(captured).disposition == "conformant"
    assert words_of(captured).result == "concession"
    assert words_of(captured).values[0]["ok"] is False


def test_an_absent_limit_is_absent() -> None:
    captured = inspection.inspect(
        TYRE,
        kind="in_process",
        values=[gauge("1.25", lower=None)],
        gauge="G-1",
        by=INSPECTOR,
        at=at(1),
    )
    words = words_of(captured)
    assert words.values[0] == {
        "characteristic": "gauge",
        "value": "1.25",
        "uom": "MMT",
        "upper": "1.30",
        "ok": True,
    }
    assert (words.gauge, words.person, words.role) == ("G-1", INSPECTOR, "inspector")
