"""Why something is in an answer, or is not: one way to it, or the fact that separates it.

Forward and backward say the same of each pair, and what is in one unit is little where what one
lot went into is much. So the unit is asked where it came from, whichever way the question went.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.functional import cached_property

from gozinto.genealogy import frontier, widths
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.memory import Remembered
from gozinto.genealogy.separations import Key, key_of
from gozinto.genealogy.widths import WideReach
from gozinto.plant.models import Material, TraceableObject
from gozinto.record.models import Event
from gozinto.record.transactions import snapshot
from gozinto.trace import questions
from gozinto.trace.questions import NODE_LIMIT, WIDTHS, Question
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment
from gozinto.trace.reading.source import RecordSource
from gozinto.trace.reasons import wording
from gozinto.trace.reasons.followed import Followed, Follower, along
from gozinto.trace.reasons.separated import Separated, Teller

MOST_SEPARATIONS = 3
"""So many facts are told; one is enough, and more only say it again."""
MOST_LOOKED_AT = 50
MOST_INSTEAD = 5
_DOUBTFUL = frozenset({"inferred", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class InWidth:
    """What one of the three widths says of it; the message where it is not what was asked."""

    width: str
    included: bool
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why `of` is in the answer to a trace of `origin`, or is not; sentences for a person.

    `path`: one way through the record, in the order in which the material went; empty where it is
    not included.
    """

    origin: tuple[str, ...]
    of: str
    number: str
    direction: str
    width: str
    included: bool
    message: str
    path: tuple[Followed, ...]
    separations: tuple[Separated, ...]
    widths: tuple[InWidth, ...]
    as_of: datetime | None = None
    known_at: datetime | None = None
    kind: str = field(default="", metadata={"is_for_pages": True})


def why(
    objects: Sequence[TraceableObject],
    *,
    of: TraceableObject,
    direction: str = "backward",
    width: str = "recorded",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    limit: int = NODE_LIMIT,
) -> Why:
    """Why `of` is in the answer where these objects came from ("backward") or went ("forward").

    Sentences are in the language and time zone that are active. Times, widths and errors as for
    `backward` and `forward`.
    """
    moment = questions.check(Moment(as_of, known_at), width=width)
    with snapshot():
        return _Inquiry(objects, of=of, direction=direction, limit=limit).told(moment, width)


@dataclass(frozen=True)
class _Answer:
    """The answer in one width, and what it was read from."""

    question: Question
    source: RecordSource
    reach: WideReach
    read: Remembered

    def as_told(self, link: Link | Presence) -> Link | Presence:
        """The link with all its bounds: the recorded width walks the times written down."""
        return self._told.get(key_of(link), link)

    @cached_property
    def _told(self) -> Mapping[Key, Link | Presence]:
        every: list[Link | Presence] = [*self.read.links, *self.read.presences]
        return {key_of(one): one for one in every}

    @property
    def width(self) -> str:
        return self.question.width

    def holds(self, units: Collection[int]) -> int | None:
        """The first of these units that is in it."""
        return next((unit for unit in units if unit in self.reach.objects), None)

    def flow_to(self, unit: int) -> Sequence[Link | Presence]:
        """The witness path in the order in which the material went."""
        return self.reach.witness_of_object(unit)[::-1]

    def way_to(self, unit: int) -> list[Followed]:
        """The same path as a person follows it."""
        flow = self.flow_to(unit)
        follower = Follower(map(self.as_told, flow), source=self.source)
        heads = along(flow, ends=self.question.origins)
        return [
            follower.of(self.as_told(link), head=head)
            for link, head in zip(flow, heads, strict=True)
        ]


class _Inquiry:
    """One question "why", asked in as many widths and moments as it takes."""

    def __init__(
        self,
        objects: Sequence[TraceableObject],
        *,
        of: TraceableObject,
        direction: str,
        limit: int,
    ) -> None:
        self._objects = objects
        self._of = of
        self._direction = direction
        ends = (list(objects), [of])
        self._upstream, self._downstream = ends if direction == "forward" else ends[::-1]
        self._limit = limit
        self._found: dict[tuple[Moment, str], _Answer] = {}

    def told(self, moment: Moment, width: str) -> Why:
        """The whole answer."""
        answer = self._answer(moment, width)
        unit = answer.holds(self._wanted(answer))
        path = [] if unit is None else answer.way_to(unit)
        separations = self._separations(answer) if unit is None else []
        if unit is not None and not path:
            message = wording.itself(self._of.number, of=self._objects[0].number)
        else:
            what, thing = self._flow()
            message = wording.in_it(width, what=what, thing=thing, is_in=unit is not None)
        return Why(
            origin=tuple(o.uri for o in self._objects),
            of=self._of.uri,
            number=self._of.number,
            direction=self._direction,
            width=width,
            as_of=moment.as_of,
            known_at=moment.known_at,
            included=unit is not None,
            message=message,
            path=tuple(replace(one, message=wording.link(one)) for one in path),
            separations=tuple(separations),
            widths=tuple(self._in(other, answer, separations) for other in WIDTHS),
            kind=self._of.kind,
        )

    def _answer(self, moment: Moment, width: str) -> _Answer:
        if (moment, width) not in self._found:
            # What is only perhaps on record is read in every width, so that it can be told of.
            question, source, _ = questions.prepare(
                "backward",
                self._downstream,
                moment=moment,
                width=width,
                limit=self._limit,
                believes=True,
            )
            read = Remembered(source)
            reach = widths.backward(
                read,
                question.origins,
                width=width,
                until=question.until,
                limit=question.limit,
            )
            self._found[moment, width] = _Answer(question, source, reach, read)
        return self._found[moment, width]

    def _wanted(self, answer: _Answer) -> list[int]:
        """What is looked for: a container's content too, and of a lot traced forward its units."""
        found = [one.id for one in self._upstream]
        for one in self._upstream:
            if one.kind == TraceableObject.Kind.CONTAINER:
                stays = containers.content(one.id, moment=answer.source.moment)
                found += [stay.object for stay in stays]
        lots = [one.id for one in self._upstream if one.kind == TraceableObject.Kind.LOT]
        if lots and self._direction == "forward":
            found += sorted(answer.source.members(lots))
        return found

    def _flow(self) -> tuple[str, str]:
        """What is in what: the origin in the unit forward, the unit in the origin backward."""
        ends = (self._objects[0].number, self._of.number)
        return ends if self._direction == "forward" else ends[::-1]

    def _separations(self, answer: _Answer) -> list[Separated]:
        moved = self._by_moment(answer)
        if moved:
            return [moved]
        if answer.reach.truncated:
            return [Separated(reason="cut", message=wording.cut_off())]
        gave_up = False
        for unit in self._wanted(answer)[:MOST_INSTEAD]:
            found = frontier.towards(
                answer.source,
                unit,
                answer=answer.reach,
                ahead=False,
                until=answer.question.until,
            )
            gave_up = gave_up or found.gave_up
            if found.separations:
                facts = [fact for fact, _ in found.separations[:MOST_LOOKED_AT]]
                told = Teller(
                    facts,
                    source=answer.source,
                    as_told=answer.as_told,
                    width=answer.width,
                ).told()[:MOST_SEPARATIONS]
                return [*told, *self._other_lot(answer)]
        perhaps = self._perhaps(answer)
        if perhaps:
            return [perhaps, *self._other_lot(answer)]
        what, thing = self._flow()
        message = wording.apart(what, thing=thing, gave_up=gave_up)
        apart = Separated(reason="unconnected", message=message)
        return [*self._other_lot(answer), apart]

    def _perhaps(self, answer: _Answer) -> Separated | None:
        """The link that only the width possible reads: by what was written down it is none."""
        possible = self._answer(answer.source.moment, "possible")
        unit = possible.holds(self._wanted(possible))
        if unit is None or possible is answer:
            return None
        both: list[Link | Presence] = [*answer.reach.links, *answer.reach.presences]
        taken = {key_of(one) for one in both}
        doubtful = [
            one
            for link, one in zip(possible.flow_to(unit), possible.way_to(unit), strict=True)
            if _is_unsure(one) and key_of(link) not in taken
        ]
        if not doubtful:
            return None
        message = wording.unsure(doubtful[0])
        return Separated(reason="certainty", message=message, link=doubtful[0])

    def _by_moment(self, answer: _Answer) -> Separated | None:
        """Whether only the moment asked for leaves it out, and at which link."""
        moment = answer.source.moment
        for other in (Moment(None, moment.known_at), Moment()):
            if moment.is_now or other == moment:
                continue
            wider = self._answer(other, answer.width)
            unit = wider.holds(self._wanted(wider))
            if unit is not None:
                return _left_out(wider.way_to(unit), moment=moment)
        return None

    def _other_lot(self, answer: _Answer) -> list[Separated]:
        """What the thing has of the same material as what it has not."""
        items = {one.item for one in self._upstream} - {""}
        left_out = {self._of.id, *(o.id for o in self._objects)}
        held = list(answer.reach.objects)
        found = TraceableObject.objects.filter(id__in=held, item__in=items)
        others = list(found.exclude(id__in=left_out).order_by("number")[:MOST_INSTEAD])
        if not others:
            return []
        code = others[0].item
        name = Material.objects.filter(code=code).values_list("name", flat=True).first()
        _, thing = self._flow()
        numbers = ", ".join(one.number for one in others)
        message = wording.instead(name or code, thing=thing, numbers=numbers)
        return [Separated(reason="other_lot", message=message)]

    def _in(
        self,
        width: str,
        asked: _Answer,
        separations: Sequence[Separated],
    ) -> InWidth:
        answer = self._answer(asked.source.moment, width)
        unit = answer.holds(self._wanted(answer))
        included = unit is not None
        if included == (asked.holds(self._wanted(asked)) is not None):
            return InWidth(width=width, included=included)
        if unit is not None:
            because = _doubt(answer.way_to(unit), near=separations)
        else:
            because = self._separations(answer)[0].message
        message = wording.other_width(width, adds=included, because=because)
        return InWidth(width=width, included=included, message=message)


def _doubt(path: Sequence[Followed], *, near: Sequence[Separated]) -> str:
    """What of a way is not known well, which a narrower width did not take."""
    unsure = [one for one in path if _is_unsure(one)]
    named = {
        (fact.event_id, fact.object)
        for separated in near
        for fact in (separated.link, separated.beside)
        if fact is not None
    }
    said = [one for one in unsure if (one.event_id, one.object) in named] or unsure
    return wording.unsure(said[0]) if said else wording.left_open()


def _is_unsure(one: Followed) -> bool:
    return one.certainty in _DOUBTFUL or not one.is_exact


def _left_out(path: Sequence[Followed], *, moment: Moment) -> Separated:
    """The first link of a way that the moment asked for leaves out."""
    as_of = moment.as_of
    late = next((one for one in path if as_of is not None and one.at > as_of), None)
    if late is not None and as_of is not None:
        return Separated(reason="as_of", message=wording.too_late(late, asked=as_of), link=late)
    ids = {one.event_id for one in path}
    recorded = dict(
        Event.objects.filter(event_id__in=ids, is_declaration=False).values_list(
            "event_id", "record_time"
        )
    )
    known_at = moment.known_at
    assert known_at is not None, "a moment leaves out by one of its two times"
    unknown = [one for one in path if recorded[one.event_id] > known_at] or list(path)
    one = unknown[0]
    message = wording.not_known_yet(one, recorded=recorded[one.event_id], asked=known_at)
    return Separated(reason="known_at", message=message, link=one)
