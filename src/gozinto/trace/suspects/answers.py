"""The answer to what is to blame, as frozen values; `answer.as_json` writes them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

KINDS = (
    *("asset", "supplier_lot", "lot", "position", "equipment", "parameter", "gauge", "plan"),
    *("recipe", "supplier", "crew", "shift", "day", "week", "operator"),
)
"""What a factor may be. Of factors that nothing tells apart the first of these leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Something that units may have in common. `code`: what is printed on it, or its code.

    `step`: of a crew, a shift, a day or a week, what was done then; `place`: the cavity or side of
    a machine; `on`: the day, or the first day of the week; `low`, `high`: of a parameter. A recipe
    is a revision of its `material`.
    """

    kind: str
    code: str
    name: str | None = None
    uri: str | None = None
    step: str | None = None
    place: str | None = None
    crew: str | None = None
    on: date | None = None
    material: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a person cannot be told apart from: the machine at which most of it happened.

    `both` units had both; `exposed` had the machine, `hits` of the complaints did.
    """

    factor: Factor
    both: int
    exposed: int
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One suspect. `tied`: factors of the very same units, which nothing here tells apart from it.

    `hits` of the `complaints` have it, and `exposed` of the `population`. `p`: the chance of so
    many or more by chance (one-sided exact test of Fisher); `q`: the share of false ones if all
    down to here are believed (Benjamini, Hochberg); `is_believed`: that is at most 0.05. `lift`:
    how many times as often as chance, with its bounds of 95 %. `unread`: how many of the returns
    whose number nobody could read may be of it. `beside` stands with a person.
    """

    factor: Factor
    tied: tuple[Factor, ...]
    hits: int
    complaints: int
    exposed: int
    population: int
    p: float
    q: float
    lift: float
    lift_low: float
    lift_high: float
    is_believed: bool
    unread: int
    sentence: str
    beside: Beside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A suspect as it was tested among what the causes before it leave; `explains`: units (URI)."""

    suspect: Suspect
    explains: tuple[str, ...]


Side = Literal["material", "process", "both", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the causes are in the process or in what was bought; "undecided" where nothing here
    tells one from the other."""

    side: Side
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overturned:
    """How many further complaints would change the first of the ranking; absent where none can.

    `behind`: so many that have the second suspect and not the first put it behind; `doubted`: so
    many that do not have the first make it one that nobody would believe.
    """

    behind: int | None = None
    second: Factor | None = None
    doubted: int | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTest:
    """What to look at next where factors are tied, and how many bits that is expected to tell.

    `kind`: "sample" (a retained sample), "examine" (the lot or tool itself) or "unit" (a unit or
    lot that has some of them and not the others). `tells`: the tied factors that it is about.
    """

    kind: str
    uri: str
    number: str
    tells: tuple[str, ...]
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Complaints that do not count, and why."""

    code: str
    count: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """Links of the genealogy that nobody scanned. `unknown` ones were not followed."""

    unknown: int
    inferred: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectsAnswer:
    """What is to blame. `complaints` of the `population` that was in the field long enough.

    `long_enough_days`: how long that is; `is_assumed`: nobody said so, it is as long as the first
    complaint took. `tested`: of how many sets of units it was asked. `causes`: one after the
    other, each among what those before it leave; `unexplained`: complaints that none explains;
    `shorter`: suspects that explain the same in fewer words. `verdict`: process or material, where
    there is a cause. `with_persons`: people count too.
    `truncated`: more was reached than is looked at.
    """

    as_of: datetime
    position: int
    models: tuple[str, ...]
    complaints: int
    population: int
    long_enough_days: float
    is_assumed: bool
    with_persons: bool
    truncated: bool
    tested: int
    suspects: tuple[Suspect, ...]
    causes: tuple[Cause, ...]
    unexplained: tuple[str, ...]
    shorter: tuple[Factor, ...]
    next_tests: tuple[NextTest, ...]
    left_out: tuple[LeftOut, ...]
    unproven: Unproven
    elapsed_ms: float
    overturned: Overturned | None = None
    verdict: Verdict | None = None
