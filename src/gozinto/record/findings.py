"""What the rules found: read a page at a time, and judged again when the plant's data changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gozinto.errors import Malformed
from gozinto.record.identities import Identities
from gozinto.record.models import Event, Finding, FindingState
from gozinto.record.projections import project
from gozinto.record.rules import judging
from gozinto.record.rules.shapes import Batch
from gozinto.record.rules.table import RULES
from gozinto.record.told_again import placed_of

PER_PAGE = 50
MOST_PER_PAGE = 1000
_CHUNK = 500
"""Events judged again while others wait to write: a second or less."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LetPass:
    """Who let a rule pass for an event, in which role, and why."""

    code: str
    person: str
    role: str
    reason: str
    event_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One finding: the rule, the event at fault and when it happened, and what to do next.

    `object` and `run`: the URIs of what it is about, "" where it is about neither. `state`:
    "open", or "overridden" by somebody who may. `found_at`: since when it is known.
    """

    id: int
    rule: str
    severity: str
    title: str
    message: str
    next_step: str
    state: str
    event_id: str
    at: datetime
    object: str
    number: str
    run: str
    value: str
    found_at: datetime
    data: Mapping[str, str] | None = None
    overridden: LetPass | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some findings, the newest first, and where the next page begins: None on the last."""

    findings: tuple[Found, ...]
    after: int | None


def page(
    *,
    state: str = "",
    rules: Collection[str] = (),
    objects: Collection[str] = (),
    runs: Collection[str] = (),
    events: Collection[str] = (),
    after: int | None = None,
    size: int = PER_PAGE,
) -> Page:
    """Findings that meet every condition, the newest first; an empty condition is none.

    `state`: "open" or "overridden"; `rules` by code, `objects` and `runs` by URI, `events` by id;
    `after`: that of the page before. Raises Malformed (unknown_rule, bad_value).
    """
    for code in rules:
        if code not in RULES:
            raise Malformed(
                f"There is no rule {code}.",
                code="unknown_rule",
                next_step="Choose one of the rules that docs/guide/rules.md lists.",
                value=code,
            )
    if state and state not in FindingState.values:
        raise Malformed(f'A finding is "open" or "overridden", not {state!r}.', code="bad_value")
    conditions: dict[str, Any] = {
        "state": state,
        "rule__in": rules,
        "object__uri__in": objects,
        "run__uri__in": runs,
        "event__event_id__in": events,
    }
    found = Finding.objects.filter(**{name: asked for name, asked in conditions.items() if asked})
    if after is not None:
        found = found.filter(id__lt=after)
    size = max(1, min(size, MOST_PER_PAGE))
    listed = list(_read(found.order_by("-id")[: size + 1]))
    is_more = len(listed) > size
    return Page(tuple(listed[:size]), listed[size - 1].id if is_more else None)


def of_events(positions: Collection[int]) -> list[Found]:
    """The findings of the events at these places of the record, in their order. One query."""
    found = Finding.objects.filter(event_id__in=positions)
    return list(_read(found.order_by("event_id", "rule", "value")))


def _read(found: QuerySet[Finding]) -> Iterator[Found]:
    for row in found.select_related("object", "run", "event"):
        rule = RULES[row.rule]
        let_pass = LetPass(
            code=row.rule,
            person=row.override_person,
            role=row.override_role,
            reason=row.override_reason,
            event_id=row.event.event_id,
            at=row.event.event_time,
        )
        yield Found(
            id=row.id,
            rule=row.rule,
            severity=rule.severity,
            title=rule.title,
            message=row.message,
            next_step=rule.next_step,
            state=row.state,
            event_id=row.event.event_id,
            at=row.event.event_time,
            object=row.object.uri if row.object else "",
            number=row.object.number if row.object else "",
            run=row.run.uri if row.run else "",
            value=row.value,
            found_at=row.found_at,
            data=row.data or None,
            overridden=let_pass if row.state == FindingState.OVERRIDDEN else None,
        )


Progress = Callable[[int, int], None]


def standing() -> QuerySet[Event]:
    """The events that rules judge: those that nobody took back."""
    return Event.objects.filter(withdrawal=None, is_declaration=False)


def judge_again(rows: Sequence[Event], *, judged: set[tuple[str, str]]) -> None:
    """Judge these events by the master data of today; `judged`: what was, in the same pass."""
    placed = [placed_of(row) for row in rows]
    ids = Identities(one.effects for one in placed).load()
    batch = Batch(placed=placed, ids=ids, is_again=True, judged=judged)
    judging.judge(batch, may_refuse=False)


def recheck(*, since: datetime | None = None, progress: Progress | None = None) -> tuple[int, int]:
    """Judge again what is on record, by the master data of today; answers how many findings
    there were and how many there are.

    `since`: only what happened then or later, with all that it touches. A few hundred events at a
    time, during which writers wait; `progress(done, of)` is called as events pass.
    """
    events = standing()
    if since is not None:
        events = events.filter(event_time__gte=since)
    before, total = Finding.objects.count(), events.count()
    done, last = 0, 0
    judged: set[tuple[str, str]] = set()
    while True:
        with transaction.atomic():
            project.lock_record()
            rows = list(events.filter(position__gt=last).order_by("position")[:_CHUNK])
            if not rows:
                return before, Finding.objects.count()
            judge_again(rows, judged=judged)
        done, last = done + len(rows), rows[-1].position
        if progress is not None:
            progress(done, total)
