"""The guide's table of rules is the table of rules."""

from __future__ import annotations

from pathlib import Path

from gozinto.record.rules.table import RULES

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "rules.md"
LIVE = {
    "block": "refused",
    "override": "refused, unless let pass",
    "finding": "recorded, and found",
}


def rows(text: str) -> dict[str, tuple[str, ...]]:
    """By code: what each row of a table of rules says beside it."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 5 and cells[0].startswith("`"):
            found[cells[0].strip("`")] = tuple(cells[1:])
    return found


def test_the_guide_says_of_each_rule_what_the_table_says() -> None:
    expected = {
        rule.code: (
            rule.title,
            LIVE[rule.severity],
            ", ".join(sorted(rule.overridden_by)) or "–",
            rule.next_step,
        )
        for rule in RULES.values()
    }
    assert len(expected) > 20
    assert rows(GUIDE.read_text(encoding="utf-8")) == expected


def test_only_what_may_be_overridden_names_who_may() -> None:
    for rule in RULES.values():
        assert bool(rule.overridden_by) == (rule.severity == "override"), rule.code
        assert rule.next_step.endswith("."), rule.code


def test_another_word_in_the_guide_would_be_seen() -> None:
    assert rows("| `a` | One | refused | – | Do. |\n| code | x | y | z | v |") == {
        "a": ("One", "refused", "–", "Do.")
    }
