"""The queue as a list, and what was printed of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gozinto.labels.jobs.models import PrintedLabel, PrintJob
from gozinto.labels.jobs.states import State
from gozinto.plant.numbering import voiding
from gozinto.record import listing
from gozinto.record.listing import Column, Listing

JOBS = Listing(
    name="labels",
    rows=PrintJob.objects.all,
    sort="-id",
    columns=(
        Column("id", "id", "count", sorts=True),
        Column("state", "state"),
        Column("purpose", "purpose"),
        Column("subject", "subject"),
        Column("number", "number"),
        Column("layout", "layout"),
        Column("printer", "printer", sorts=True),
        Column("copies", "copies", "count"),
        Column("why", "why"),
        Column("rule", "rule"),
        Column("reason", "reason"),
        Column("repeats", "again_id", "count"),
        Column("by", "by"),
        Column("at", "at", "time", sorts=True),
        Column("tries", "tries", "count"),
        Column("digest", "digest"),
        Column("code", "code"),
        Column("problem", "problem"),
        Column("next_step", "next_step"),
        Column("settled_at", "settled_at", "time"),
        Column("settled_by", "settled_by"),
        Column("settled_because", "settled_because"),
        Column("serial", "printed_label__serial", "count"),
        Column("void_because", "printed_label__voided__why"),
    ),
)
"""All print jobs, the newest first."""


def in_trouble() -> QuerySet[PrintJob]:
    """The jobs that wait for a person, the newest first."""
    asking = PrintJob.objects.filter(state__in=[State.IN_DOUBT, State.FAILED])
    return asking.order_by("-id")


def told(job: int) -> dict[str, Any]:
    """One job as a row of the list."""
    ((_, row),) = listing.rows(JOBS, PrintJob.objects.filter(pk=job))
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that became of the labels of a thing."""

    at: datetime
    what: str
    """printed, void or relabelled."""
    said: str
    by: str
    job: int | None = None


def history(subject: str, *, number: str = "") -> list[Change]:
    """What was printed of a thing, what of it is void, and how its number changed; oldest first."""
    found = [
        Change(at=one.at, what="relabelled", said=f"{one.old} → {one.new}: {one.why}", by=one.by)
        for one in (voiding.history(number) if number else ())
    ]
    labels = PrintedLabel.objects.filter(subject=subject).select_related("voided")
    for label in labels:
        found.append(
            Change(
                at=label.at,
                what="printed",
                said=label.reason,
                by=label.by,
                job=label.pk,
            )
        )
        if hasattr(label, "voided"):
            void = label.voided
            found.append(Change(at=void.at, what="void", said=void.why, by=void.by, job=label.pk))
    return sorted(found, key=lambda one: one.at)
