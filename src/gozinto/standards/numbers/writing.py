"""Writes numbers of a pattern: one, or the next few as a preview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gozinto.errors import Refused, Violation
from gozinto.standards.numbers import labels, soundness
from gozinto.standards.numbers.dates import UNITS
from gozinto.standards.numbers.faults import fault
from gozinto.standards.numbers.shapes import (
    LONGEST_NUMBER,
    Checked,
    Coded,
    Counted,
    Facts,
    Fixed,
    Pattern,
)

MOST_SHOWN = 100
_CODES = ("shift", "line", "material")


def scope(pattern: Pattern, facts: Facts) -> str:
    """Within what the sequence counts: equal for two numbers exactly if no reset lies between.

    "" for a sequence that never begins anew. Raises Refused for what the pattern needs and was
    not given, and for codes that a number of it cannot hold.
    """
    _refuse(_facts_faults(pattern, facts))
    return _scope(pattern, facts)


def _scope(pattern: Pattern, facts: Facts) -> str:
    told = []
    for word in pattern.resets:
        if word in _CODES:
            told.append(f"{word}={getattr(facts, word)}")
        unit = "day" if word == "shift" else word
        if unit in UNITS and facts.day is not None:
            told.append(UNITS[unit](facts.day))
    return "|".join(dict.fromkeys(told))


def written(pattern: Pattern, facts: Facts) -> str:
    """The number. Raises Refused with all that is missing, does not fit, or is used up."""
    (text,) = written_all(pattern, facts, sequences=(facts.sequence,))
    return text


def written_all(pattern: Pattern, facts: Facts, *, sequences: Sequence[int]) -> list[str]:
    """The numbers of the same facts and of these places in the sequence, in this order.

    Raises Refused as `written` does; of one that is too long or used up, for all of them.
    """
    _refuse(_facts_faults(pattern, facts))
    counted = pattern.sequence
    if counted is not None and sequences:
        _refuse(_sequence_faults(pattern, counted, sequences))
    texts = [_text(pattern, facts, sequence) for sequence in sequences]
    _refuse(_too_long(text) for text in texts[-1:] if len(text) > LONGEST_NUMBER)
    return texts


def _text(pattern: Pattern, facts: Facts, sequence: int) -> str:
    text = ""
    for part in pattern.parts:
        if isinstance(part, Fixed):
            text += part.text
        elif isinstance(part, Counted):
            text += part.alphabet.written(sequence, width=part.least)
        elif isinstance(part, Coded):
            text += str(getattr(facts, part.name))
        elif isinstance(part, Checked):
            text += part.check.of(text)
        elif facts.day is not None:
            text += part.directive.written(facts.day)
    return text


def _refuse(found: Iterator[Violation]) -> None:
    listed = tuple(found)
    if listed:
        raise Refused(listed)


def _needed(pattern: Pattern) -> Iterator[str]:
    wants = set(pattern.wants)
    if "shift" in pattern.resets or any(word in UNITS for word in pattern.resets):
        wants.add("date")
    yield from sorted(wants)


def _facts_faults(pattern: Pattern, facts: Facts) -> Iterator[Violation]:
    for name in _needed(pattern):
        if not (facts.day if name == "date" else getattr(facts, name)):
            yield fault(
                "number_part_missing",
                f"The pattern {pattern.text} needs a {name}, and none was given.",
                value=name,
                next_step=f"Say which {name} the number is for.",
            )
    for part in pattern.parts:
        if isinstance(part, Coded):
            yield from _code_faults(part, str(getattr(facts, part.name)))


def _code_faults(part: Coded, code: str) -> Iterator[Violation]:
    """What keeps a code out of a number; an empty one is missing, which is told elsewhere."""
    if not code:
        return
    said = ""
    strange = sorted({c for c in code if c not in part.characters})
    barred = sorted({c for c in code if c in part.barred})
    if strange:
        said = f"{' '.join(map(repr, strange))} cannot stand in its place of the number"
    elif barred:
        said = f"{' '.join(map(repr, barred))} is what ends it in the number"
    elif part.width and len(code) != part.width:
        said = f"it has {len(code)} characters, and its place has {part.width}"
    elif code != code.strip():
        said = "it begins or ends with a space"
    if said:
        yield fault(
            "number_part_unfit",
            f"The {part.name} {code!r} does not fit: {said}.",
            value=code,
            next_step=f"Choose another code for the {part.name}, or another pattern.",
        )


def _sequence_faults(
    pattern: Pattern, counted: Counted, sequences: Sequence[int]
) -> Iterator[Violation]:
    if max(sequences) > counted.largest:
        yield exhausted(pattern, largest=counted.largest)
    if min(sequences) < counted.alphabet.first:
        yield fault(
            "number_part_unfit",
            f"A sequence in {counted.alphabet.name} begins with {counted.alphabet.first}.",
            value=str(min(sequences)),
        )


def exhausted(pattern: Pattern, *, largest: int) -> Violation:
    """What is said when a sequence has no number left: it never begins anew by itself."""
    return fault(
        "sequence_exhausted",
        f"The sequence of {pattern.text} is used up: its last number is {largest}.",
        value=str(largest),
        next_step="Give the sequence more places, or + after its width so that it widens.",
    )


def _too_long(text: str) -> Violation:
    return fault(
        "number_too_long",
        f"The number {text} has {len(text)} characters; a label has {LONGEST_NUMBER}.",
        value=text,
        next_step="Use shorter codes, or a shorter pattern.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where a sequence begins anew by the calendar: the first day, and its first number."""

    reset: str
    day: date
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a pattern makes: the next numbers, what comes after the next reset, what to know.

    `ends_at`: the last place of a sequence that never begins anew; 0 where there is none.
    """

    numbers: tuple[str, ...]
    turn: Turn | None
    resets: tuple[str, ...]
    obstacles: dict[str, str]
    remarks: tuple[str, ...]
    shows_short_year: bool = False
    ends_at: int = 0


def preview(pattern: Pattern, facts: Facts, *, count: int = 5) -> Preview:
    """The next `count` numbers from `facts` on (its sequence 0: from the first), and the reset.

    Fewer where the sequence ends. Raises Refused as `written` does.
    """
    counted = pattern.sequence
    start = max(1, facts.sequence)
    end = start + max(1, min(count, MOST_SHOWN))
    if counted is not None and start <= counted.largest:
        end = min(end, counted.largest + 1)
    return Preview(
        numbers=tuple(written_all(pattern, facts, sequences=range(start, end))),
        turn=_turn(pattern, facts),
        resets=pattern.resets,
        obstacles=labels.obstacles(pattern),
        remarks=tuple(_remarks(pattern)),
        shows_short_year=soundness.shows_short_year(pattern.parts),
        ends_at=_end(pattern),
    )


def _turn(pattern: Pattern, facts: Facts) -> Turn | None:
    """The next day on which the calendar makes the sequence begin anew."""
    word = next((word for word in pattern.resets if word in UNITS or word == "shift"), "")
    if not word or facts.day is None:
        return None
    now, day = _scope(pattern, facts), facts.day
    while day < date.max:
        day += timedelta(days=1)
        then = replace(facts, day=day, sequence=1)
        if _scope(pattern, then) != now:
            return Turn(reset=word, day=day, number=written(pattern, then))
    return None


def _remarks(pattern: Pattern) -> Iterator[str]:
    if soundness.shows_short_year(pattern.parts):
        yield (
            "The year has two digits: after a hundred years its numbers would come again. "
            "Those issued before are never issued again, so the sequence goes on behind them."
        )
    if largest := _end(pattern):
        yield f"The sequence never begins anew: after {largest:,} numbers no more can be issued."


def _end(pattern: Pattern) -> int:
    counted = pattern.sequence
    return 0 if counted is None or pattern.resets or counted.widens else counted.largest
