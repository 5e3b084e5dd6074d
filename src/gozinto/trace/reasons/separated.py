"""The facts that keep something out of an answer, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.separations import Separation, key_of
from gozinto.plant.models import TraceableObject
from gozinto.trace.reading.source import RecordSource
from gozinto.trace.reasons import wording
from gozinto.trace.reasons.followed import Followed, Follower


@dataclass(frozen=True, slots=True, kw_only=True)
class Separated:
    """A fact that keeps something out; `link` was not taken because of it.

    `reason`: order, slot, place, certainty, history or nothing (see `genealogy.separations`);
    unconnected; other_lot: it has another of the same material; as_of or known_at: the moment
    asked for leaves it out; cut: the limit does.
    `beside`: what it was compared with. `by_s`: by how many seconds it was out of order.
    """

    reason: str
    message: str
    by_s: float | None = None
    link: Followed | None = None
    beside: Followed | None = None


class Teller:
    """Separations of the kernels as sentences, of an answer backward in one width.

    `as_told` gives a link with all its bounds.
    """

    def __init__(
        self,
        facts: Sequence[Separation],
        *,
        source: RecordSource,
        as_told: Callable[[Link | Presence], Link | Presence],
        width: str,
    ) -> None:
        self._facts = facts
        self._as_told = as_told
        self._width = width
        links = [one for fact in facts for one in (fact.link, fact.beside) if one is not None]
        told = {key_of(one): as_told(one) for one in links}
        self._follow = Follower(told.values(), source=source)

    def told(self) -> list[Separated]:
        """Each with its sentence, none twice."""
        every = [self._told(fact) for fact in self._facts]
        return list({one.message: one for one in every}.values())

    def _told(self, fact: Separation) -> Separated:
        link = self._follow.of(self._as_told(fact.link))
        beside = None
        if fact.beside is not None:
            beside = self._follow.of(self._as_told(fact.beside))
        by = timedelta(microseconds=fact.by)
        return Separated(
            reason=fact.reason,
            message=self._message(fact, link, beside, by),
            by_s=by.total_seconds() if fact.by else None,
            link=link,
            beside=beside,
        )

    def _message(
        self, fact: Separation, link: Followed, beside: Followed | None, by: timedelta
    ) -> str:
        if fact.reason == "certainty":
            return wording.unsure(link)
        if fact.reason == "history":
            return wording.no_history(link)
        if beside is None:
            return wording.dead_end(link)
        pair = (link, beside) if link.role == "input" else (beside, link)
        if fact.reason == "slot":
            output = fact.beside if link.role == "input" else fact.link
            return wording.filled(*pair, own=self._own(output, slot=pair[0].slot))
        if fact.reason == "place":
            return wording.elsewhere(*pair)
        width = self._width
        is_in_run = link.to == beside.from_ or link.from_ == beside.to
        if pair[0].is_mounted and is_in_run and pair[0].role != pair[1].role:
            return wording.not_there(*pair, width=width, by=by)
        # Out of a run comes after into it; into the next run after out of the one before.
        return wording.out_of_order(beside, link, width=width, by=by)

    def _own(self, output: Link | Presence | None, *, slot: str | None) -> str:
        """The number of what the unit itself has in a slot."""
        if not isinstance(output, Link) or output.event is None or slot is None:
            return ""
        found = TraceableObject.objects.raw(
            "SELECT o.* FROM gozinto_link l JOIN gozinto_traceableobject o ON o.id = l.object_id"
            " WHERE l.event_id = %s AND l.is_input"
            " AND concat_ws(' ', nullif(l.slot[2], ''), nullif(l.slot[3], '')) = %s ORDER BY o.id",
            [output.event, slot],
        )
        return ", ".join(one.number for one in found)
