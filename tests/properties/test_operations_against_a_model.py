"""Random days of a plant, verb after verb, against a plain model of it in dictionaries.

After each step the product and the model agree on what was refused and why, on stock, holds,
places, states and containers of everything, and on every finding; at the end on what each object
came from, and a replay of the record finds what is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from gozinto.record.projections import states
from gozinto.record.rules import tail
from gozinto.record.rules.shapes import AsItCame
from tests import workshop
from tests.properties.days_of_a_plant import Days


def _days(count: int, steps: int, *phases: Phase) -> int:
    """How many days went as the model has them; raises where one did not."""
    ended = []

    class Counted(Days):
        def teardown(self) -> None:
            super().teardown()
            ended.append(self)

    workshop.furnish()
    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            phases=(Phase.reuse, Phase.generate, *phases),
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    return len(ended)


@pytest.mark.usefixtures("committed_db")
def test_some_days_of_a_plant_are_as_the_model_has_them() -> None:
    assert _days(15, 30) >= 15


_note = states._note

MISTAKES: dict[str, tuple[object, str, Callable[..., object]]] = {
    "a hold that stops nobody": (
        states, "_note", lambda state, did, said: _note(state, replace(did, held=None), said),
    ),
    "a unit that never goes": (states, "_stand", lambda *_: None),
    "what is taken back stays in the states": (states, "recompute", lambda *_, **__: None),
    "what comes late has nothing judged again": (
        tail.Tail, "seen", lambda self: AsItCame(faults=self._faults, late=set(), told_of_lots={}),
    ),
}  # fmt: skip


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_does_not_stay_hidden_for_long(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises((AssertionError, ExceptionGroup)):
        _days(30, 30)


@pytest.mark.long
@pytest.mark.usefixtures("committed_db")
def test_a_thousand_days_of_a_plant_are_as_the_model_has_them() -> None:
    """And the shortest one that is not, where one is not: finding that takes minutes."""
    assert _days(1000, 60, Phase.shrink) >= 1000
