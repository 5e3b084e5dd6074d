"""`gozinto trace --why` and `--widths`, as a person reads them."""

from __future__ import annotations

import json

import pytest

from gozinto import record
from gozinto.cli import app, exits
from tests.plants import at, lot, received, run, some, transformed, unit

HB = lot("HB", "HB-1")


@pytest.fixture(autouse=True)
def _line(db: None) -> None:
    """Three units of a line; the lot went in between the first two, or about then."""
    record.capture(received(some(HB, 50), 0))
    for number, hours in (("U-1", 1.5), ("U-2", 2.5), ("U-3", 5.0)):
        record.capture(
            transformed(
                hours,
                run_id=run("J"),
                units_out=[unit("T", number)],
                flow="continuous",
                step="line",
            )
        )
    record.capture(
        transformed(
            2,
            run_id=run("J"),
            inputs=[some(HB, 1)],
            flow="continuous",
            step="line",
            earliest=at(1),
            latest=at(3),
        )
    )


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert app.run(["trace", "HB-1", "--forward", *arguments]) == exits.DONE
    return capsys.readouterr().out


def test_one_way_is_told_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "--why", "U-3")
    assert told.startswith("HB-1 is in U-3, as it was recorded.\n   1. HB-1 went into line (J)")
    assert "   2. U-3 came out of line (J), 2026-03-02 11:00:00 UTC (scanned)." in told
    assert told.count(" in it\n") == 3


def test_what_separates_is_told_and_what_the_other_widths_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = said(capsys, "--why", "U-1")
    assert told.startswith("By the record HB-1 is not in U-1.\n  ✕ order: U-1 came out of line (J)")
    assert "  proven not in it\n" in told
    assert (
        "possible in it · Possible adds it: When HB-1 took part in line (J) is only known" in told
    )
    assert "U-2" not in told
    sure = said(capsys, "--why", "U-2", "--width", "proven")
    assert sure.startswith("It is not proven that HB-1 is in U-2.")


def test_three_widths_in_a_table_and_what_scanning_would_have_saved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = said(capsys, "--widths").splitlines()
    table = [line.split() for line in told if line.split()[0] in ("proven", "recorded", "possible")]
    assert table[0] == ["proven", "2", "1", "1", "0"]
    assert table[1] == ["recorded", "3", "2", "1", "0", "+1", "pieces"]
    assert table[2] == ["possible", "4", "3", "1", "0", "+1", "pieces"]
    assert told[-1] == (
        "  possible: when HB took part is only known to an interval (1 event);"
        " scanning it would have saved 1 piece"
    )


def test_both_are_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(said(capsys, "--why", "U-3", "--json"))
    assert answer["included"]
    assert [step["to_number"] for step in answer["path"]] == ["line (J)", "U-3"]
    compared = json.loads(said(capsys, "--widths", "--json"))
    assert [row["objects"] for row in compared["widths"]] == [2, 3, 4]


def test_what_does_not_exist_has_no_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["trace", "HB-1", "--why", "nothing-such"]) == exits.UNKNOWN
