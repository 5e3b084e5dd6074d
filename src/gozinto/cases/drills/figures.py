"""What a drill came to: located, explained, reached, and how soon; out of its steps alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gozinto.cases.drills import weighing
from gozinto.cases.standing import Standing, Step

TARGETS_H = (4, 24)
"""Hours that a trace may take: the usual target of food safety audits, and what FSMA 204 gives a
plant until its records lie before the FDA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A target of so many hours; `is_met` is None while it may still be met."""

    hours: int
    is_met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A customer of the scope, and what came of calling them: the newest call that was answered,
    else the newest. `amounts`: what they have, by unit; `at` is None before the first call."""

    uri: str
    amounts: dict[str, str]
    at: datetime | None = None
    is_reached: bool = False
    who: str = ""
    by: str = ""
    calls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A drill in numbers. Shares are from 0 to 1, and absent where there is nothing to share.

    `located`: of what counts in the scope, how much the record knows the place of; `explained`: of
    what came in of the item, how much went out or is there; `reached`: of the customers, how many
    answered. Seconds count from the opening: until the scope stood, the first and the last contact,
    and the end; `clock_s` runs until the drill has ended.
    """

    located: Decimal | None
    explained: Decimal | None
    reached: Decimal | None
    customers: int
    contacts_reached: int
    gaps: int
    clock_s: float
    is_running: bool
    yardsticks: tuple[Yardstick, ...]
    scope_s: float | None = None
    first_contact_s: float | None = None
    last_contact_s: float | None = None
    finish_s: float | None = None


def figures(stands: Standing, *, now: datetime) -> Figures:
    """A drill as it stands. `now`: until when the clock of one that runs is read."""
    found: dict[str, Any] = stands.made.get("scope", {})
    reached = contacts(stands)
    answered = sum(one.is_reached for one in reached)
    times = [step.at for step in stands.steps if step.act == "reach"]
    end = _last(stands.steps, stands.state) if stands.is_ended else None
    scoped = next((step.at for step in reversed(stands.steps) if step.act == "scope"), None)

    def after(at: datetime | None) -> float | None:
        return None if at is None else (at - stands.opened_at).total_seconds()

    clock = (end or now) - stands.opened_at
    return Figures(
        located=_decimal(found.get("located")),
        explained=weighing.share(found.get("balance", ())),
        reached=Decimal(answered) / len(reached) if reached else None,
        customers=len(reached),
        contacts_reached=answered,
        gaps=found.get("gap_count", 0),
        clock_s=clock.total_seconds(),
        is_running=end is None,
        yardsticks=tuple(_yardstick(hours, clock, stands.state) for hours in TARGETS_H),
        scope_s=after(scoped),
        first_contact_s=after(min(times, default=None)),
        last_contact_s=after(max(times, default=None)),
        finish_s=after(end) if stands.state == "finished" else None,
    )


def contacts(stands: Standing) -> list[Contact]:
    """The customers of the scope, as the scope has them."""
    calls: dict[str, list[Step]] = {}
    for step in stands.steps:
        if step.act == "reach":
            calls.setdefault(str(step.made["customer"]), []).append(step)
    listed: list[dict[str, Any]] = stands.made.get("scope", {}).get("customers", [])
    return [_contact(one["uri"], one["amounts"], calls.get(one["uri"], ())) for one in listed]


def _contact(uri: str, amounts: dict[str, str], calls: Sequence[Step]) -> Contact:
    if not calls:
        return Contact(uri=uri, amounts=amounts)
    answered = [step for step in calls if step.told.get("answered")]
    last = (answered or calls)[-1]
    return Contact(
        uri=uri,
        amounts=amounts,
        at=last.at,
        is_reached=bool(answered),
        who=str(last.told.get("who", "")),
        by=last.by,
        calls=len(calls),
    )


def _yardstick(hours: int, clock: timedelta, state: str) -> Yardstick:
    is_over = clock > timedelta(hours=hours)
    if is_over or state == "abandoned":
        return Yardstick(hours=hours, is_met=False)
    return Yardstick(hours=hours, is_met=True if state == "finished" else None)


def _last(steps: Sequence[Step], state: str) -> datetime:
    """When it came to this state; what it led to later does not move the clock."""
    return next(
        step.at
        for step, before in zip(steps, [None, *steps], strict=False)
        if step.state == state and (before is None or before.state != state)
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
