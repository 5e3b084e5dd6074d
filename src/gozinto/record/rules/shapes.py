"""The shapes of the rules: what a rule is, what breaks one, and what judges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from gozinto.plant.known import Known
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.states import State
from gozinto.record.rules.demands import Demands

Severity = Literal["block", "override", "finding"]
"""What a live request that breaks a rule meets: it is refused; refused unless somebody who may
overrides the rule with a reason; or recorded, with a finding. A report is always recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that must not happen. `overridden_by`: the roles that may let it pass.

    `message`: what is said of one fault, with a blank %(word)s for each value of its `data`; where
    that depends on the case, a sentence for each word that `data` may have as its `case`. All
    texts are English, and translated where a person reads them. `is_signal`: chance alone breaks
    the rule now and then, so that a fault is a reason to look, and nothing need be wrong.
    """

    code: str
    severity: Severity
    overridden_by: frozenset[str] = frozenset()
    title: str
    message: str | Mapping[str, str]
    next_step: str
    is_signal: bool = False

    @property
    def messages(self) -> Mapping[str, str]:
        """The sentences, each by its case; by "" where there is one for all."""
        return {"": self.message} if isinstance(self.message, str) else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A rule that an event breaks, as one judged subject shows it.

    `subject`: the key of what was judged. `position`: the event at fault. `object` and `run`: the
    URIs of what the fault is about. `value`: what was wrong, told beside the message. `data`: what
    fills the blanks of the rule's message.
    """

    rule: str
    subject: str
    position: int
    object: str = ""
    run: str = ""
    value: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a scope found. `anew`: the subjects that have exactly these faults and no others;
    of any other subject the faults come in addition to those it has already. `after`: of a
    subject that was not gone through from its beginning, the time after which that holds."""

    faults: Sequence[Fault] = ()
    anew: Collection[str] = ()
    after: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsItCame:
    """What was seen of each event as it was folded into the states of its objects.

    `faults`: of objects whose last event it was. `late`: the objects, by URI, that had later ones
    already, and since when they look otherwise. `told_of_lots`: the lots of which something was
    said that holds for their units, and the earliest time of it.
    """

    faults: Sequence[Fault] = ()
    late: Mapping[str, datetime] = field(default_factory=dict)
    told_of_lots: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is judged: the events of one transaction, whose rows are written already.

    `placed`: those that stand, in the order of the record; no declarations. `withdrawn`: those of
    before that it takes back, with what they did. `states`: the locked states of what they touch,
    into which the batch is folded already. `demands`: what the plant asks, and through it all
    that is `known` of the plant. `is_again`: nothing is new, all that these events touch is
    judged again but what was `judged` already (scope and subject), and no state is at hand.
    """

    placed: Sequence[Placed]
    withdrawn: Sequence[Placed] = ()
    ids: Identities
    states: dict[int, State] = field(default_factory=dict)
    seen: AsItCame = field(default_factory=AsItCame)
    demands: Demands = field(default_factory=Demands)
    is_again: bool = False
    judged: set[tuple[str, str]] = field(default_factory=set)

    @property
    def known(self) -> Known:
        """The plant as it is described when the batch is judged."""
        return self.demands.known


class Scope(Protocol):
    """One kind of subject that rules are about: an object, a run, an event."""

    name: str

    def touched(self, one: Effects) -> Iterable[str]:
        """The keys of the subjects that an event touches, read off the event alone."""
        ...

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these subjects, in a number of queries that does not grow with them."""
        ...
