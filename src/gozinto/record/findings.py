"""What the rules found: read one by one or by rule and object, and judged again when the plant's
data changed.

`FINDINGS` says what of a finding is read, and is a list of the API; all others read it through
that. Its words are English; `translated` is what a person is shown. What people said of findings
(`record/remarks.py`) is laid over them here, whoever reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast, Concat, RowNumber
from django.utils.translation import gettext

from gozinto.errors import Malformed
from gozinto.record import listing, remarks
from gozinto.record.identities import Identities
from gozinto.record.listing import Column, Listing
from gozinto.record.models import Event, Finding, FindingState
from gozinto.record.projections import project
from gozinto.record.rules import judging, wording
from gozinto.record.rules.shapes import Batch
from gozinto.record.rules.table import RULES
from gozinto.record.told_again import placed_of

STATES: Mapping[str, Q] = {
    FindingState.OPEN.value: remarks.IS_OPEN,
    FindingState.OVERRIDDEN.value: Q(state=FindingState.OVERRIDDEN),
    remarks.SETTLED: remarks.IS_SETTLED,
}
"""How a finding may stand, and what has to hold of it then."""

PER_PAGE = 50
MOST_PER_PAGE = 1000
_CHUNK = 500
"""Events judged again while others wait to write: a second or less."""


FINDINGS = Listing(
    name="findings",
    rows=remarks.laid_over,
    sort="-found_at",
    columns=(
        Column("id", "id", "count"),
        Column("rule", "rule", sorts=True),
        Column("severity", "rule", says={code: one.severity for code, one in RULES.items()}),
        Column("title", "rule", says={code: one.title for code, one in RULES.items()}),
        Column("state", "standing"),
        Column("message", "message"),
        Column("next_step", "rule", says={code: one.next_step for code, one in RULES.items()}),
        Column("value", "value"),
        Column("data", "data", "words"),
        Column("object", "object__uri"),
        Column("number", "object__number"),
        Column("item", "object__item"),
        Column("run", "run__uri"),
        Column("event_id", "event__event_id"),
        Column("event_time", "event__event_time", "time", sorts=True),
        Column("found_at", "found_at", "time", sorts=True),
        Column("override_reason", "override_reason"),
        Column("override_person", "override_person"),
        Column("override_role", "override_role"),
        Column("settled_by", "settled_by"),
        Column("settled_because", "settled_because"),
        Column("settled_at", "settled_at", "time"),
    ),
)


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
class Settled:
    """Who settled a finding by hand, when, and why."""

    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One finding: the rule, the event at fault and when it happened, and what to do next.

    `object` and `run`: the URIs of what it is about, "" where it is about neither. `state`:
    "open", "overridden" by somebody who may as it happened, or "settled" by hand afterwards.
    `found_at`: since when it is known.
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
    settled: Settled | None = None

    @property
    def is_signal(self) -> bool:
        """Whether chance alone makes such a finding now and then: nothing need be wrong."""
        return RULES[self.rule].is_signal


@dataclass(frozen=True, slots=True)
class Page:
    """Some findings, the newest first, and where the next page begins: None on the last."""

    findings: tuple[Found, ...]
    after: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """All findings of one rule about one object; of a run, where they are about no object; of one
    series of values, where they are signals.

    `about`: a key of what they are about; `upto`: the id of the one that was found last. `count`,
    `open`: how many there are, and how many of them nobody let pass or settled; `first`, `last`:
    when the events at fault happened; `newest`: some of them, the newest first.
    """

    about: str
    upto: int
    count: int
    open: int
    first: datetime
    last: datetime
    newest: tuple[Found, ...]

    @property
    def is_signal(self) -> bool:
        """Whether they may be chance."""
        return self.newest[0].is_signal


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of findings: what is wrong, then what may be chance, each the newest first."""

    groups: tuple[Group, ...]
    is_more: bool


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

    `state`: "open", "overridden" or "settled"; `rules` by code, `objects` and `runs` by URI,
    `events` by id; `after`: that of the page before. Raises Malformed (unknown_rule, bad_value).
    """
    found = _asked(
        remarks.laid_over(), state=state, rules=rules, objects=objects, runs=runs, events=events
    )
    if after is not None:
        found = found.filter(id__lt=after)
    size = max(1, min(size, MOST_PER_PAGE))
    listed = _read(found.order_by("-id")[: size + 1])
    is_more = len(listed) > size
    return Page(tuple(listed[:size]), listed[size - 1].id if is_more else None)


def groups(
    *,
    state: str = "",
    rules: Collection[str] = (),
    objects: Collection[str] = (),
    size: int = PER_PAGE,
    each: int = 1,
) -> Groups:
    """Findings that meet every condition, by rule and object: `size` groups at most, and of each
    the newest `each`. Three queries. Raises as `page` does.
    """
    every = Finding.objects.all()
    found = _asked(every, state=state, rules=rules, objects=objects).annotate(about=ABOUT)
    is_open = state == FindingState.OPEN
    told = list(
        found.values("rule", "about")
        .annotate(
            count=Count("id"),
            upto=Max("id"),
            open=Count("id") if is_open else Count("id", filter=remarks.IS_OPEN),
            first=Min("event__event_time"),
            last=Max("event__event_time"),
            is_signal=Case(When(rule__in=SIGNALS, then=Value(1)), default=Value(0)),
        )
        .order_by("is_signal", "-last", "rule", "about")[: size + 1]
    )
    shown = {(one["rule"], one["about"]): one for one in told[:size]}
    place = Window(RowNumber(), partition_by=["rule", "about"], order_by=_NEWEST)
    newest = (
        found.filter(about__in={about for _, about in shown})
        .annotate(place=place)
        .filter(place__lte=each)
        .values_list("id", "rule", "about")
    )
    group_of = {pk: (rule, about) for pk, rule, about in newest if (rule, about) in shown}
    by_group: dict[tuple[str, str], list[Found]] = {key: [] for key in shown}
    for one in _read(remarks.laid_over().filter(id__in=group_of).order_by(*_NEWEST)):
        by_group[group_of[one.id]].append(one)
    return Groups(
        tuple(
            Group(
                about=key[1],
                upto=of["upto"],
                count=of["count"],
                open=of["open"],
                first=of["first"],
                last=of["last"],
                newest=tuple(by_group[key]),
            )
            for key, of in shown.items()
        ),
        is_more=len(told) > size,
    )


_NEWEST = ("-event__event_time", "-id")
SIGNALS = tuple(code for code, rule in RULES.items() if rule.is_signal)
"""The rules that chance alone breaks now and then."""
ABOUT = Case(
    When(rule__in=SIGNALS, then=Concat(Value("series "), F("subject"))),
    When(object__isnull=False, then=Concat(Value("object "), Cast("object_id", TextField()))),
    When(run__isnull=False, then=Concat(Value("run "), Cast("run_id", TextField()))),
    default=Value(""),
    output_field=TextField(),
)
"""What a finding is about, of which those of one rule are told together."""


def of_events(positions: Collection[int]) -> list[Found]:
    """The findings of the events at these places of the record, in their order. One query."""
    found = remarks.laid_over().filter(event_id__in=positions)
    return _read(found.order_by("event_id", "rule", "value"))


def translated(one: Found) -> Found:
    """The finding in the language that is active, for a person to read."""
    rule = RULES[one.rule]
    return replace(
        one,
        title=gettext(rule.title),
        message=wording.translated(rule, one.data or {}, kept=one.message),
        next_step=gettext(rule.next_step),
    )


def _asked(
    of: QuerySet[Finding],
    *,
    state: str,
    rules: Collection[str],
    objects: Collection[str],
    runs: Collection[str] = (),
    events: Collection[str] = (),
) -> QuerySet[Finding]:
    for code in rules:
        if code not in RULES:
            raise Malformed(
                f"There is no rule {code}.",
                code="unknown_rule",
                next_step="Choose one of the rules that docs/guide/rules.md lists.",
                value=code,
            )
    if state and state not in STATES:
        raise Malformed(
            f"A finding is one of {', '.join(STATES)}, not {state!r}.", code="bad_value"
        )
    conditions: dict[str, Any] = {
        "rule__in": rules,
        "object__uri__in": objects,
        "run__uri__in": runs,
        "event__event_id__in": events,
    }
    found = of.filter(**{name: asked for name, asked in conditions.items() if asked})
    return found.filter(STATES[state]) if state else found


def _read(found: QuerySet[Finding]) -> list[Found]:
    return [_found(key, row) for key, row in listing.rows(FINDINGS, found)]


def _found(key: int, row: Mapping[str, Any]) -> Found:
    at = row["event_time"]
    let_pass = LetPass(
        code=row["rule"],
        person=row.get("override_person", ""),
        role=row.get("override_role", ""),
        reason=row.get("override_reason", ""),
        event_id=row["event_id"],
        at=at,
    )
    settled = Settled(
        person=row.get("settled_by", ""),
        reason=row.get("settled_because", ""),
        at=row.get("settled_at", at),
    )
    return Found(
        id=key,
        rule=row["rule"],
        severity=row["severity"],
        title=row["title"],
        message=row["message"],
        next_step=row["next_step"],
        state=row["state"],
        event_id=row["event_id"],
        at=at,
        object=row.get("object", ""),
        number=row.get("number", ""),
        run=row.get("run", ""),
        value=row.get("value", ""),
        found_at=row["found_at"],
        data=row.get("data"),
        overridden=let_pass if row["state"] == FindingState.OVERRIDDEN else None,
        settled=settled if row["state"] == remarks.SETTLED else None,
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
