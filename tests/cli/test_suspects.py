"""Suspects as a terminal shows them."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gozinto import record, trace
from gozinto.cli import suspects
from gozinto.errors import Unknown
from gozinto.plant import objects
from tests.plants import lot, received, shipped, some, transformed, unit
from tests.trace.returned_tyres import came_back

pytestmark = pytest.mark.django_db


def shown() -> str:
    """What the command writes of all returns."""
    out = io.StringIO()
    suspects.show(trace.suspects(), Console(file=out, width=150, emoji=False, highlight=False))
    return out.getvalue()


def told() -> list[str]:
    """Thirty jars, of which five hold what is in one lot of nuts, and four of these came back."""
    jars = [unit("JAR", f"[b]{number}") for number in range(30)]
    record.capture(received(some(lot("NUTS", "N-1"), 9), 0))
    record.capture(received(some(lot("NUTS", "N-2"), 90), 0))
    for number, jar in enumerate(jars):
        nuts = lot("NUTS", "N-1" if number < 5 else "N-2")
        record.capture(transformed(1 + number / 9, inputs=[some(nuts, 1)], units_out=[jar]))
    record.capture(shipped(jars, 9))
    record.capture(came_back(jars[:4], 99, reason="rancid"))
    return jars


def test_the_sentence_stands_first_and_the_table_behind_it() -> None:
    told()
    lines = [" ".join(line.split()) for line in shown().splitlines()]
    assert lines[0].startswith("4 returns of 30 units JAR, in the field for at least 3.75 days")
    assert any(line.startswith("1. 4 of 4 returned units contain lot N-1") for line in lines)
    assert any("N-1" in line and "4/4 5/30 6.0" in line for line in lines)


def test_where_nothing_came_back_it_says_so() -> None:
    assert "Nothing is shared by more of them than chance would give." in shown()


def test_what_is_asked_about_is_a_defect_or_units() -> None:
    jars = told()
    assert suspects._sought([]) == ([], "")
    assert suspects._sought(["rancid"]) == ([], "rancid")
    units, defect = suspects._sought(["[b]1", jars[2]])
    assert ([one.uri for one in units], defect) == (jars[1:3], "")
    assert suspects._sought(["[b]1"]) == ([objects.resolve("[b]1")], "")
    with pytest.raises(Unknown):
        suspects._sought(["[b]1", "rancid"])
