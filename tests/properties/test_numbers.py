"""Printed numbers: what a sound pattern writes can be read back, and is written once only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gozinto.errors import Refused, Violation
from gozinto.standards.numbers import patterns, reading, writing
from gozinto.standards.numbers.offline import Stretch, Supply
from gozinto.standards.numbers.shapes import LONGEST_NUMBER, Facts, Pattern

from .number_patterns import CODES, any_patterns, facts_for, sound_patterns

MANY = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def number(pattern: Pattern, facts: Facts) -> str:
    """The number; facts whose codes make it too long for a label are drawn again."""
    found = [v.code for v in refusals(lambda: writing.written(pattern, facts))]
    assert set(found) <= {"number_too_long"}
    assume(not found)
    return writing.written(pattern, facts)


def refusals(act: Callable[[], object]) -> tuple[Violation, ...]:
    try:
        act()
    except Refused as refused:
        return refused.violations
    return ()


@MANY
@given(data=st.data())
def test_what_is_written_is_read_back_and_in_one_way_alone(data: st.DataObject) -> None:
    pattern = data.draw(sound_patterns())
    facts = data.draw(facts_for(pattern))
    text = number(pattern, facts)
    assert len(text) <= LONGEST_NUMBER
    assert facts.day is not None
    (found,) = reading.readings(pattern, text, near=facts.day)
    assert found.sequence == facts.sequence
    for name in CODES:
        if name in pattern.wants:
            assert found.texts[name] == getattr(facts, name)
    if "date" in found.days:
        span = found.days["date"]
        assert span.first <= facts.day <= span.last
        # Each of these days shows the same, so the number is the same whichever is meant.
        for day in (span.first, span.last):
            assert writing.written(pattern, replace(facts, day=day)) == text


@MANY
@given(data=st.data())
def test_two_numbers_are_equal_only_within_one_scope_and_of_one_place(data: st.DataObject) -> None:
    pattern = data.draw(sound_patterns())
    near = st.dates(date(2024, 12, 20), date(2026, 1, 12))
    one, other = (data.draw(facts_for(pattern, near)) for _ in range(2))
    # What differs in them is up to chance: often only the day, or the place in the sequence.
    changed = {n: getattr(other, n) for n in data.draw(st.sets(st.sampled_from((*CODES, "day"))))}
    other = replace(one, **changed)
    if number(pattern, one) == number(pattern, other):
        assert writing.scope(pattern, one) == writing.scope(pattern, other)


@settings(MANY, max_examples=60)
@given(text=any_patterns())
def test_a_pattern_refused_as_colliding_would_print_a_number_twice(text: str) -> None:
    """The other half: no pattern is refused as colliding that never could."""
    assume({fault.code for fault in patterns.faults(text)} == {"pattern_collides"})
    pattern, _ = patterns._own(text)  # the refused one, which nobody else is handed
    scopes: dict[str, set[str]] = defaultdict(set)
    for facts in (*_EVERY_DAY, *_ONE_DAY):
        # The codes in print stay as they are: a fault is about what the number does not show.
        shown = replace(facts, **{name: "A" for name in CODES if name in pattern.wants})
        scopes[writing._text(pattern, shown, 1)].add(writing._scope(pattern, shown))
    assert any(len(found) > 1 for found in scopes.values())


_EVERY_DAY = [
    Facts(day=date(2001, 1, 1) + timedelta(days=n), shift="A", line="A", material="A")
    for n in range(28 * 366)
]
_ONE_DAY = [
    Facts(day=date(2001, 1, 1), shift=codes[0], line=codes[1], material=codes[2])
    for codes in ("BAA", "ABA", "AAB")
]


@settings(MANY, max_examples=100)
@given(data=st.data())
def test_two_panels_offline_over_a_new_year_never_print_a_number_twice(
    data: st.DataObject,
) -> None:
    pattern = data.draw(sound_patterns())
    year = data.draw(st.integers(1999, 2040))
    days = [date(year, 12, 27) + timedelta(days=n) for n in range(10)]
    first = data.draw(facts_for(pattern, st.just(days[0])))
    number(pattern, replace(first, sequence=1))
    lines = [replace(first, sequence=1, day=day) for day in days]
    scopes = list(dict.fromkeys(writing.scope(pattern, facts) for facts in lines))
    sizes = [data.draw(st.integers(1, 6)) for _ in range(3)]
    ends = [sum(sizes[: n + 1]) for n in range(3)]
    supplies = [
        Supply(
            pattern,
            [Stretch(scope=s, first=end - size + 1, last=end) for s in scopes],
        )
        for size, end in zip(sizes, ends, strict=True)
    ]  # two panels, and the server itself
    for facts in data.draw(st.lists(st.sampled_from(lines), min_size=20, max_size=60)):
        supply = data.draw(st.sampled_from(supplies))
        found = refusals(partial(supply.draw, facts))
        assert {v.code for v in found} <= {"range_used_up", "sequence_exhausted"}
    drawn = [text for supply in supplies for _, text in supply.used]
    assert drawn
    assert len(set(drawn)) == len(drawn)
    for supply in supplies:
        for scope, text in supply.used:
            (found,) = reading.readings(pattern, text, near=days[0])
            assert found.sequence is not None
            assert scope in scopes
