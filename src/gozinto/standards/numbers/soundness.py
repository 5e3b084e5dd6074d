"""Refuses patterns that would print a number twice, or one that nobody could take apart again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gozinto.errors import Violation
from gozinto.standards.numbers import labels
from gozinto.standards.numbers.dates import SHORT_YEARS, UNITS, Twins, twins
from gozinto.standards.numbers.faults import fault
from gozinto.standards.numbers.shapes import (
    CHARACTERS,
    LONGEST_NUMBER,
    Checked,
    Coded,
    Counted,
    Dated,
    Fixed,
    Part,
)

MOST_OPEN = 3
"""Codes of no fixed width in a partner's pattern: each more multiplies the readings."""

_CODES = ("shift", "line", "material")


def resets(parts: Sequence[Part], asked: Sequence[str]) -> tuple[str, ...]:
    """With what the sequence begins anew: as asked; else with the finest stretch the dates show.

    A year is the one that is shown, which beside a week is the year of the week.
    """
    shown = _shown(parts, "date")
    if asked:
        years = "week_year" if shown & {"G", "g"} and not shown & {"Y", "y"} else "year"
        words = {"year": years}
        return tuple(dict.fromkeys(words.get(word, word) for word in asked if word != "never"))
    if not shown:
        return ()
    return next(((unit,) for unit in UNITS if twins(shown, unit) is None), ())


def own_faults(parts: Sequence[Part], resets: Sequence[str]) -> Iterator[Violation]:
    """What is wrong with a pattern whose parts are each understood."""
    counted = next((part for part in parts if isinstance(part, Counted)), None)
    if counted is None:
        yield fault(
            "pattern_without_sequence",
            "Without a sequence the same number would come again.",
            next_step="Add {seq:3}, or as many places as a period needs.",
        )
    else:
        yield from _collisions(parts, resets, counted)
    yield from _run_together(parts)
    yield from _of_any(parts)


def partners_faults(parts: Sequence[Part]) -> Iterator[Violation]:
    """What is wrong with a partner's pattern whose parts are each understood."""
    if not any(isinstance(part, Dated | Coded) and part.name != "any" for part in parts):
        yield fault(
            "pattern_empty",
            "The pattern says of no part what it is.",
            next_step="Name at least one of {lot}, {item}, {serial}, {date:…}, {expiry:…}.",
        )
    wide = [part for part in parts if isinstance(part, Coded) and not part.width]
    for part in wide[MOST_OPEN:]:
        yield fault(
            "pattern_not_readable_back",
            f"More than {MOST_OPEN} fields have no width: a number could be read in too many ways.",
            position=part.position,
            next_step="Say how wide the fields are: {lot:6}.",
        )
    yield from _of_any(parts)


def separated(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, each code barred from the character that ends it or a code before it.

    Of one open field the length of the number tells the width. Of several, each but the last
    ends where the text behind it begins, so that character may stand in none of them before it.
    """
    found = list(parts)
    wide = [i for i, part in enumerate(found) if not part.width]
    for here, there in pairwise(wide):
        end = _end(found, here, there)
        for i in range(here, there):
            part = found[i]
            if end and isinstance(part, Coded):
                found[i] = replace(part, barred=part.barred + end)
    return tuple(found)


def _end(parts: Sequence[Part], here: int, there: int) -> str:
    """The character that ends the open field `here` before the next one; "" where none can."""
    texts = (part.text for part in parts[here:there] if isinstance(part, Fixed))
    end = next(texts, "")[:1]
    between = parts[here:there]
    takes = any(
        (isinstance(part, Counted) and end in part.alphabet.characters)
        or (isinstance(part, Checked) and end in part.check.characters)
        or (isinstance(part, Dated) and end.isdigit())
        for part in between
    )
    return "" if takes else end


def _run_together(parts: Sequence[Part]) -> Iterator[Violation]:
    wide = [i for i, part in enumerate(parts) if not part.width]
    for here, there in pairwise(wide):
        if not _end(parts, here, there):
            one, other = _named(parts[here]), _named(parts[there])
            yield fault(
                "pattern_not_readable_back",
                f"Where {one} ends and {other} begins cannot be told: both have no fixed width.",
                position=parts[there].position,
                next_step=f"Give one of them a width, or put a separator such as - behind {one}.",
            )


def _collisions(
    parts: Sequence[Part], resets: Sequence[str], counted: Counted
) -> Iterator[Violation]:
    shown = _shown(parts, "date")
    for word in resets:
        # A shift comes again on another day.
        unit = word if word in UNITS else "day" if word == "shift" else ""
        pair = twins(shown, unit) if unit else None
        if pair:
            yield _collision(word, pair, counted)
        if word in _CODES and not any(isinstance(p, Coded) and p.name == word for p in parts):
            yield fault(
                "pattern_collides",
                f"The sequence begins anew with each {word}, and the number does not show the "
                f"{word}: two {word}s would print the same number.",
                position=counted.position,
                next_step=f"Add {{{word}}}, or leave out the reset.",
            )


def _collision(word: str, pair: Twins, counted: Counted) -> Violation:
    what = "year" if word == "week_year" else word
    seen = f"both show {pair.shown!r}" if pair.shown else "show nothing of the date"
    hint = (
        "Beside %V the year is %G: the year of the week."
        if word == "week"
        else f"Show the {what} in the number, or begin anew less often."
    )
    collision = fault(
        "pattern_collides",
        f"The sequence begins anew with each {what}, and the number does not show which: "
        f"{pair.one:%Y-%m-%d} and {pair.other:%Y-%m-%d} {seen}, and would print the same number.",
        position=counted.position,
        next_step=hint,
    )
    collision.data.update(one=pair.one.isoformat(), other=pair.other.isoformat())
    return collision


def _of_any(parts: Sequence[Part]) -> Iterator[Violation]:
    least = sum(max(1, getattr(part, "least", part.width)) for part in parts)
    if least > LONGEST_NUMBER:
        said = f"A number has at most {LONGEST_NUMBER} characters; these have {least} or more."
        yield fault("pattern_too_long", said, value=str(least))
    for part in parts:
        if isinstance(part, Fixed):
            yield from labels.unprintable(part)
        elif isinstance(part, Checked):
            yield from _unchecked(part, parts[: parts.index(part)])


def _unchecked(checked: Checked, before: Sequence[Part]) -> Iterator[Violation]:
    """Check characters that have nothing to look at, or letters that they cannot take."""
    name = checked.check.name
    if not any(isinstance(part, Dated | Counted | Coded) for part in before):
        yield fault(
            "pattern_check",
            f"{name} has nothing before it that it could check.",
            position=checked.position,
            next_step="Put the check last.",
        )
    if checked.check.takes_letters:
        return
    for part in before:
        if _has_letters(part):
            yield fault(
                "pattern_check",
                f"{name} checks digits, and {_named(part)} may have letters.",
                position=checked.position,
                next_step="Use mod97 or mod37, or say that it has digits alone.",
            )


def _has_letters(part: Part) -> bool:
    # Letters of fixed text are left out of the sum: the pattern itself tells when one is wrong.
    if isinstance(part, Counted):
        return part.alphabet.name != "base10"
    return isinstance(part, Coded) and part.characters != CHARACTERS["digits"]


def _shown(parts: Sequence[Part], name: str) -> frozenset[str]:
    return frozenset(
        part.directive.letter for part in parts if isinstance(part, Dated) and part.name == name
    )


def _named(part: Part) -> str:
    return "{seq}" if isinstance(part, Counted) else f"{{{getattr(part, 'name', '')}}}"


def shows_short_year(parts: Sequence[Part]) -> bool:
    """Whether a year is printed with two digits alone, which come again after a century."""
    shown = _shown(parts, "date")
    return bool(shown & SHORT_YEARS) and not shown & {"Y", "G"}
