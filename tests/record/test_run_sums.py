"""What went into a run and came out is kept as a sum, in whatever order it is told."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.plants import lot, run, some, transformed, withdrawn

from gozinto import record
from gozinto.record import rebuild
from gozinto.record.models import RunSum
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.parts import QuantityElement

pytestmark = pytest.mark.django_db

OIL, BASE = lot("OIL", "O-1"), lot("BASE", "B-1")


def sums(run_id: str) -> set[tuple[str, bool, Decimal]]:
    found = RunSum.objects.filter(run__uri=run_id)
    return set(found.values_list("item", "is_input", "quantity"))


def test_what_goes_in_and_comes_out_is_added_up() -> None:
    mix = run("mix")
    record.capture(transformed(1, run_id=mix, inputs=[some(OIL, "1.5")]))
    record.capture(transformed(2, run_id=mix, inputs=[some(OIL, "2.25")]))
    record.capture(transformed(3, run_id=mix, outputs=[some(BASE, 3)]))
    assert sums(mix) == {("OIL", True, Decimal("3.75")), ("BASE", False, Decimal(3))}
    assert rebuild.check() == []


def story(nr: int) -> list[Event]:
    mix = run(f"mix-{nr}")
    wrong = transformed(2, run_id=mix, inputs=[some(OIL, 50)], id=f"urn:uuid:{uuid4()}")
    made = transformed(3, run_id=mix, outputs=[some(BASE, 1)])
    return [transformed(1, run_id=mix, inputs=[some(OIL, 1)]), wrong, withdrawn(wrong, 5), made]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_any_order_and_with_what_is_taken_back_before_it_came(order: Sequence[int]) -> None:
    told = story(0)
    for place in order:
        record.capture(told[place])
    assert sums(run("mix-0")) == {("OIL", True, Decimal(1)), ("BASE", False, Decimal(1))}


def test_all_at_once_is_the_same() -> None:
    for nr, order in enumerate(itertools.permutations(range(4))):
        told = story(nr)
        record.capture_all([told[place] for place in order])
        assert sums(run(f"mix-{nr}")) == {("OIL", True, Decimal(1)), ("BASE", False, Decimal(1))}
    assert rebuild.check() == []


def test_of_a_run_of_which_all_is_taken_back_nothing_is_left() -> None:
    mix = run("mix")
    wrong = transformed(2, run_id=mix, inputs=[some(OIL, 50)], id=f"urn:uuid:{uuid4()}")
    record.capture(wrong)
    record.capture(withdrawn(wrong, 5))
    assert sums(mix) == set()
    assert rebuild.check() == []


def test_of_what_nobody_measured_it_is_known_that_it_was_there() -> None:
    mix = run("mix")
    record.capture(transformed(1, run_id=mix, inputs=[some(OIL, 2)]))
    unmeasured = QuantityElement(epc_class=OIL)
    record.capture(transformed(2, run_id=mix, inputs=[unmeasured]))
    found = set(RunSum.objects.values_list("item", "is_told", "quantity"))
    assert found == {("OIL", True, Decimal(2)), ("OIL", False, Decimal(0))}
    assert rebuild.check() == []


def test_a_run_that_is_one_event_has_no_sum() -> None:
    record.capture(transformed(1, inputs=[some(OIL, 2)], outputs=[some(BASE, 2)]))
    assert not RunSum.objects.exists()
