"""What open recalls wait for: an answer that is late, a letter that did not go, what joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery

from gozinto.cases.models import Case, CaseStep, NoticeState, RecallLook, RecallNotice
from gozinto.record import clock

ANSWER_WITHIN = timedelta(hours=24)
"""So long a customer has to say that they read their letter: a letter box is read every day, and
who is silent for one is telephoned while the goods are still being sold."""
MOST = 500
_WAITING = ("notified",)
_OPEN = ("frozen", "stopped", "notified")

What = Literal["joined", "unsent", "silent"]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that somebody has to do about a recall.

    `what`: things "joined" its scope since it was frozen, a letter is "unsent" and is to be
    printed, or a customer is "silent". `name`: of the customer; `count`: of things.
    """

    what: What
    number: str
    title: str
    since: datetime
    name: str = ""
    count: int = 0


def due() -> list[Due]:
    """All of it, what joined first; at most `MOST` of each. Three queries."""
    return [
        *(
            Due(
                what="joined",
                number=one.case.number,
                title=one.case.title,
                since=one.looked_at,
                count=one.more,
            )
            for one in grown().select_related("case").order_by("case")[:MOST]
        ),
        *_letters("unsent", unsent()),
        *_letters("silent", silent()),
    ]


def grown() -> QuerySet[RecallLook]:
    """The open recalls into whose scope something came since it was frozen."""
    return _of_cases(RecallLook.objects.filter(more__gt=0), _OPEN)


def silent() -> QuerySet[RecallNotice]:
    """The last letters to customers who did not answer within `ANSWER_WITHIN`."""
    late = clock.now() - ANSWER_WITHIN
    return _unanswered().filter(state=NoticeState.SENT.value, sent_at__lte=late)


def unsent() -> QuerySet[RecallNotice]:
    """The last letters that no mail could bring: somebody prints and sends them."""
    return _unanswered().filter(state=NoticeState.FAILED.value)


def is_late(notice: RecallNotice) -> bool:
    """Whether a letter should have been answered by now."""
    return (
        notice.acknowledged_at is None
        and notice.sent_at is not None
        and notice.sent_at <= clock.now() - ANSWER_WITHIN
    )


def _unanswered() -> QuerySet[RecallNotice]:
    later = RecallNotice.objects.filter(
        case=OuterRef("case"), customer=OuterRef("customer"), step__gt=OuterRef("step")
    )
    found = RecallNotice.objects.filter(acknowledged_at=None).filter(~Exists(later))
    return _of_cases(found, _WAITING)


def _letters(what: What, found: QuerySet[RecallNotice]) -> list[Due]:
    listed = found.select_related("case", "step").order_by("step", "name")[:MOST]
    return [
        Due(
            what=what,
            number=one.case.number,
            title=one.case.title,
            since=one.sent_at or one.step.at,
            name=one.name,
        )
        for one in listed
    ]


def _of_cases(found: QuerySet[Row], states: tuple[str, ...]) -> QuerySet[Row]:
    last = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-sequence").values("state")
    standing = Case.objects.annotate(stands=Subquery(last[:1])).filter(stands__in=states)
    return found.filter(case__in=standing.values("pk"))
