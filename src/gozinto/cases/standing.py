"""How cases stand, out of their steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q

from gozinto.cases.kinds import MACHINES, Value
from gozinto.cases.models import Case, CaseStep, CaseSubject, CaseTie

Signature = Literal["", "password", "pin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a case. `sequence` counts from 1; `state`: where it led; `subjects`: things that
    it named first, by role; `ties`: the cases that it led to."""

    sequence: int
    act: str
    state: str
    told: Mapping[str, Value]
    made: Mapping[str, Any]
    by: str
    at: datetime
    position: int
    signed: Signature
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case as it stands: `told` holds the last that each field was told, `made` the last that
    each act brought about. `subjects` by role; `tied`: the numbers of cases that it led to, and
    `tied_from` of those that led to it."""

    id: int
    kind: str
    number: str
    title: str
    state: str
    opened_at: datetime
    opened_by: str
    steps: tuple[Step, ...]
    told: Mapping[str, Value]
    made: Mapping[str, Any]
    subjects: Mapping[str, tuple[str, ...]]
    tied: tuple[str, ...]
    tied_from: tuple[str, ...]

    @property
    def seen(self) -> int:
        """The number of the last step: who acts on what they saw says so with it."""
        return self.steps[-1].sequence

    @property
    def is_ended(self) -> bool:
        """Whether nothing is waited for any more; it may be reopened."""
        return self.state in MACHINES[self.kind].ends


def of(cases: Sequence[Case]) -> list[Standing]:
    """These cases as they stand, in their order. Three queries."""
    ids = [case.pk for case in cases]
    named = _Named.of(ids)
    steps: dict[int, list[Step]] = {pk: [] for pk in ids}
    for row in CaseStep.objects.filter(case__in=ids).order_by("sequence"):
        steps[row.case_id].append(_step(row, named))
    return [
        Standing(
            id=case.pk,
            kind=case.kind,
            number=case.number,
            title=case.title,
            state=steps[case.pk][-1].state,
            opened_at=case.at,
            opened_by=case.by,
            steps=tuple(steps[case.pk]),
            told={name: v for step in steps[case.pk] for name, v in step.told.items()},
            made={name: v for step in steps[case.pk] for name, v in step.made.items()},
            subjects=_by_role(one for step in steps[case.pk] for one in step.subjects.items()),
            tied=tuple(number for step in steps[case.pk] for number in step.ties),
            tied_from=tuple(named.tied_from.get(case.pk, ())),
        )
        for case in cases
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """The things and cases that steps name, by step; and by case those that led to it."""

    subjects: Mapping[int, Mapping[str, tuple[str, ...]]]
    ties: Mapping[int, Sequence[str]]
    tied_from: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, ids: Collection[int]) -> _Named:
        subjects: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
        found = CaseSubject.objects.filter(case__in=ids).order_by("id")
        for step, role, uri in found.values_list("step_id", "role", "uri"):
            subjects.setdefault(step, []).append((role, (uri,)))
        ties: dict[int, list[str]] = {}
        tied_from: dict[int, list[str]] = {}
        both = CaseTie.objects.filter(Q(case__in=ids) | Q(to__in=ids)).order_by("id")
        for step, one, to, begin, end in both.values_list(
            "step_id", "case_id", "to_id", "case__number", "to__number"
        ):
            if one in ids:
                ties.setdefault(step, []).append(end)
            if to in ids:
                tied_from.setdefault(to, []).append(begin)
        by_step = {step: _by_role(pairs) for step, pairs in subjects.items()}
        return cls(by_step, ties, tied_from)


def _by_role(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for role, uris in pairs:
        found[role] = found.get(role, ()) + uris
    return found


def _step(row: CaseStep, named: _Named) -> Step:
    signed: Signature = row.signed  # type: ignore[assignment]  # the database holds no other
    return Step(
        sequence=row.sequence,
        act=row.act,
        state=row.state,
        told=row.told,
        made=row.made,
        by=row.by,
        at=row.at,
        position=row.position,
        signed=signed,
        subjects=named.subjects.get(row.pk, {}),
        ties=tuple(named.ties.get(row.pk, ())),
    )
