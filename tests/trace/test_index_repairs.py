"""A repair changes what the runs of a unit pass on, in the index as in the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plants import transformed, unit, withdrawn

from gozinto import record
from gozinto.deployment.database import Roles
from gozinto.plant import objects
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import LinkDetail, Slot
from gozinto.trace.index.building import build
from gozinto.trace.index.living import Living

BOARD, OLD, NEW, BOX = (unit("B", "1"), unit("CHIP", "1"), unit("CHIP", "2"), unit("BOX", "1"))
PLACE = Slot(name="U7", step="placing", position="1")


def repaired(hours: float, *, old: str = OLD, new: str = NEW) -> Event:
    return transformed(
        hours, units_in=[BOARD, new], units_out=[BOARD], slots={new: PLACE},
        removed=(LinkDetail(id=old, slot=PLACE),),
        id="urn:uuid:018f2f6a-0000-7000-8000-000000000001",
    )  # fmt: skip


def found(living: Living, uri: str, *, ahead: bool = True) -> set[str]:
    with living.turn(), snapshot():
        walked = living.ask({objects.resolve(uri).id}, ahead=ahead)
    assert walked is not None
    return {o.uri for o in objects.TraceableObject.objects.filter(id__in=walked.objects)}


@pytest.fixture
def living(committed_db: Roles, tmp_path: Path) -> Living:
    """An index of a record in which a board was made with a chip."""
    record.capture(transformed(1, units_in=[OLD], units_out=[BOARD], slots={OLD: PLACE}))
    build(tmp_path)
    return Living(tmp_path)


def test_a_repair_is_in_the_next_answer(living: Living) -> None:
    assert found(living, OLD) == {OLD, BOARD}
    record.capture(repaired(5))
    assert (found(living, OLD), found(living, NEW)) == ({OLD}, {NEW, BOARD})
    assert found(living, BOARD, ahead=False) == {BOARD, NEW}


def test_a_repair_that_did_not_happen_is_gone_in_the_next_answer(living: Living) -> None:
    record.capture(repaired(5))
    assert found(living, OLD) == {OLD}
    record.capture(withdrawn(repaired(5), 6))
    assert found(living, OLD) == {OLD, BOARD}


def test_a_generation_that_is_built_after_the_repair_knows_it(
    living: Living, tmp_path: Path
) -> None:
    record.capture(repaired(5))
    build(tmp_path)
    later = Living(tmp_path)
    assert (found(later, OLD), found(later, NEW)) == ({OLD}, {NEW, BOARD})


def test_that_the_board_was_built_in_before_is_told_late(living: Living) -> None:
    record.capture(repaired(5))
    assert found(living, OLD) == {OLD}
    record.capture(transformed(3, units_in=[BOARD], units_out=[BOX]))
    # Then the repair was made inside the box, and both parts count for it.
    assert found(living, OLD) == {OLD, BOARD, BOX}
