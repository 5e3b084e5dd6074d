"""Every refusal of a panel is documented, made somewhere, and said in the station's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gozinto
from gozinto.operations.sentences.of_panels import PANELS
from tests.operations.panels.floor import JOB, MIXER, rubber, scan

ROOM = Path(gozinto.__file__).parent / "operations" / "panels"
GUIDE = Path(gozinto.__file__).parents[2] / "docs" / "guide" / "errors.md"


def test_every_refusal_is_in_the_guide_and_made_somewhere() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    assert [code for code in PANELS if f"`{code}`" not in guide] == []
    assert [code for code in PANELS if f'"{code}"' not in source] == []


def test_a_station_in_turkey_is_answered_in_turkish() -> None:
    station = replace(MIXER, language="tr")
    assert scan(JOB, station=station).sentence == f"{JOB} işi çalışıyor."
    rubber()
    assert scan("H-1", station=station).sentence == "H-1: 60 kg girdi."
    assert scan("H-9", station=station).sentence == "Burada H-9 diye bir şey yok."
