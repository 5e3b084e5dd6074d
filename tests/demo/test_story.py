"""What `gozinto demo` says."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gozinto.cli.app import run
from gozinto.demo.tyre import story, truths
from gozinto.demo.tyre.truths import Truths
from gozinto.plant.models import Partner


def test_the_story_names_tyre_bladder_suppliers_and_dealers(built: Truths) -> None:
    out = io.StringIO()
    story.tell(Console(file=out, width=160))
    told = out.getvalue()
    assert truths.SERIAL in told
    assert f"bladder {truths.BLADDER}" in told
    assert "Halikarnas Butyl" in told
    assert f"{len(built.touched[truths.HALOBUTYL_CAUSE])} tyres hold it" in told
    assert Partner.objects.get(code=built.dealer).name in told
    assert f"recorded adds {len(built.uncertain)}" in told
    assert f"possible adds {len(built.perhaps)}" in told
    for said in (
        "Suspects",
        "who still has them",
        "On hold",
        "Corrective action CA-2026-0001",
        "Forbidden since, at every press: IL-BLADDER",
        "The clock",
        "The last mock recall, DR-2026-0001",
    ):
        assert said in told, said
    assert "complete" in told
    assert "gaps" not in told


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--plant", "bakery"], 5, "unknown_plant"),
        (["--until", "soon"], 5, "unreadable_date"),
        (["--scale", "many"], 2, ""),
    ],
)
def test_what_cannot_be_done_is_said_before_a_database_is_started(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", *arguments]) == code
    assert words in capsys.readouterr().err
