"""The guide's table of what a scan means is the table by which it is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gozinto
from gozinto.operations.panels import deciding
from gozinto.operations.panels.acts import ACTS
from gozinto.operations.panels.shapes import SCREENS

GUIDE = Path(gozinto.__file__).parents[2] / "docs" / "guide" / "panel.md"


def lines() -> Iterator[str]:
    """The table as the guide has it: by kind of thing, on which screens it means what."""
    for kind, by_screen in deciding.TABLE.items():
        meanings: dict[str, list[str]] = {}
        for screen in (*SCREENS, deciding.ANY):
            if rule := by_screen.get(screen):
                told = (rule.__doc__ or "").partition(" Raises")[0].rstrip(".")
                meanings.setdefault(told, []).append(screen)
        for told, screens in meanings.items():
            where = "any other" if screens == [deciding.ANY] else ", ".join(screens)
            where = (
                "any" if set(by_screen) == {deciding.ANY} else where.replace(", *", ", any other")
            )
            yield f"| {kind.replace('_', ' ')} | {where} | {told} |"


def test_the_guide_says_what_every_scan_means() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [line for line in lines() if line not in text] == []
    begin = text.index("| thing | screen |")
    told = text[begin:].partition("\n\n")[0].splitlines()[2:]
    assert told == list(lines())


def test_the_guide_says_which_acts_need_no_network() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    offline = ", ".join(f"`{name}`" for name, act in ACTS.items() if act.is_offline)
    online = ", ".join(f"`{name}`" for name, act in ACTS.items() if not act.is_offline)
    assert offline in text
    assert online in text
