"""What is sought: the words of a question by machine, value, person, gauge or supplier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from gozinto.errors import Malformed

MOST = 5_000
"""Objects that one question may begin with."""

Kind = Literal["equipment", "parameter", "person", "gauge", "supplier"]
_NEEDS_WINDOW: frozenset[Kind] = frozenset({"equipment", "parameter", "person", "gauge"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The things that something happened to, in [since, until).

    equipment: the code of a machine, or of what machines stand in: what came out there.
    parameter: what a machine measured (with `equipment`), or what was inspected (without): what was
    made or found outside of `below` and `above`; of an inspection without either, what failed.
    person, gauge: codes: what she worked on, what was measured with it.
    supplier: a code: what it delivered; `number`: of that number alone.
    """

    equipment: str = ""
    parameter: str = ""
    above: Decimal | None = None
    below: Decimal | None = None
    person: str = ""
    gauge: str = ""
    supplier: str = ""
    number: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def kind(self) -> Kind | None:
        """What the question is by; None where nothing is sought."""
        kinds: tuple[Kind, ...] = ("parameter", "equipment", "person", "gauge", "supplier")
        return next((kind for kind in kinds if getattr(self, kind)), None)

    def is_outside(self, value: object) -> bool:
        """Whether a value lies beyond either bound; each is itself allowed, and so is a word."""
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return False
        if not number.is_finite():
            return False
        is_over = self.above is not None and number > self.above
        return is_over or (self.below is not None and number < self.below)

    @property
    def has_bounds(self) -> bool:
        """Whether the question says what is too much or too little."""
        return self.above is not None or self.below is not None


@dataclass(frozen=True, slots=True)
class Window:
    """[since, until) in UTC."""

    since: datetime
    until: datetime


ALWAYS = Window(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def checked(sought: Sought) -> tuple[Kind, Window]:
    """What the question is by, and its window.

    Raises Malformed: nothing_sought, two_questions, window_missing, bad_window, bounds_missing,
    time_without_zone.
    """
    kind = sought.kind
    if kind is None:
        raise Malformed(
            "Nothing is sought.",
            code="nothing_sought",
            next_step="Name a number, an equipment, a parameter, a person, a gauge or a supplier.",
        )
    beside = [name for name in ("person", "gauge", "supplier") if getattr(sought, name)]
    if len(beside) > 1 or (beside and kind not in beside):
        raise Malformed(
            "These are two questions: " + ", ".join((kind, *beside)) + ".",
            code="two_questions",
            next_step="Ask one, then the other.",
        )
    if kind == "parameter" and sought.equipment and not sought.has_bounds:
        raise Malformed(
            f"What is too much or too little of {sought.parameter!r} is not said.",
            code="bounds_missing",
            next_step="Say above which value, below which, or both.",
        )
    return kind, _window(sought, needed=kind in _NEEDS_WINDOW)


def _window(sought: Sought, *, needed: bool) -> Window:
    if needed and (sought.since is None or sought.until is None):
        raise Malformed(
            "From when until when is not said.",
            code="window_missing",
            next_step="Say from when and until when, at most as long as the doubt lasts.",
        )
    for time in (sought.since, sought.until):
        if time is not None and time.utcoffset() is None:
            raise Malformed(
                "A time has no time zone.",
                code="time_without_zone",
                next_step="Send the time with its offset, for example +03:00.",
                value=time.isoformat(),
            )
    since = ALWAYS.since if sought.since is None else sought.since
    until = ALWAYS.until if sought.until is None else sought.until
    if since >= until:
        raise Malformed(
            "The time ends before it begins.",
            code="bad_window",
            next_step="Choose an end later than the beginning.",
            value=f"{since.isoformat()} – {until.isoformat()}",
        )
    return Window(since, until)
