"""Where from, and where used: one walk over the genealogy, then the facts in bulk."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gozinto.errors import Malformed
from gozinto.genealogy import reach as kernels
from gozinto.genealogy import widths
from gozinto.genealogy.graph import ALWAYS, Link, Presence, Source
from gozinto.genealogy.memory import Remembered
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.trace import index, timing
from gozinto.trace.answer import Doubt, Facts, Gap, ShipmentFact, Trace
from gozinto.trace.facts import breaches, doubts, events, exchanges, gaps, nodes, places, shares
from gozinto.trace.facts.gathering import Gathered, gather
from gozinto.trace.index import Indexed, answering
from gozinto.trace.index.current import Current
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment, from_micros, rows
from gozinto.trace.reading.source import RecordSource
from gozinto.trace.reading.things import Thing

NODE_LIMIT = 1_000_000
"""The largest answer, in objects and runs; beyond it the answer says that it was cut."""

WIDTHS = ("proven", "recorded", "possible")


def backward(
    objects: Sequence[TraceableObject],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
    limit: int = NODE_LIMIT,
) -> Trace:
    """Where these objects came from, down to the suppliers; of a container, its content.

    `as_of` (event time) leaves out what happened later, `known_at` (record time) what was not
    yet on record. `width`: "proven" by the record whatever really happened within its doubts,
    as "recorded", or "possible" within them. Raises Malformed for another width, or a time
    without a zone or outside the years 1 to 9999 of UTC.
    """
    return _ask("backward", objects, Moment(as_of, known_at), width, limit)


def forward(
    objects: Sequence[TraceableObject],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
    limit: int = NODE_LIMIT,
) -> Trace:
    """Where these objects went, up to the customers; of a lot, its serials too.

    Arguments and errors as for `backward`.
    """
    return _ask("forward", objects, Moment(as_of, known_at), width, limit)


def backward_each(
    objects: Sequence[TraceableObject],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
    limit: int = NODE_LIMIT,
) -> list[Trace]:
    """As `backward`, but of each object by itself; all answers see one state of the record."""
    return _ask_each("backward", objects, Moment(as_of, known_at), width, limit)


def forward_each(
    objects: Sequence[TraceableObject],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
    limit: int = NODE_LIMIT,
) -> list[Trace]:
    """As `forward`, but of each object by itself; all answers see one state of the record."""
    return _ask_each("forward", objects, Moment(as_of, known_at), width, limit)


def check(moment: Moment, *, width: str) -> Moment:
    """The moment in UTC. Raises Malformed where it or the width cannot be answered."""
    if width not in WIDTHS:
        raise Malformed(
            f"There is no width {width!r}.",
            code="unknown_width",
            next_step=f"Ask for one of {', '.join(WIDTHS)}.",
            value=width,
        )
    return Moment.asked(as_of=moment.as_of, known_at=moment.known_at)


def _ask(
    direction: str, objects: Sequence[TraceableObject], moment: Moment, width: str, limit: int
) -> Trace:
    moment = check(moment, width=width)
    begun = time.perf_counter()
    with index.reading(moment, width=width) as indexed:
        prepared = prepare(direction, objects, moment=moment, width=width, limit=limit)
        return _told(objects, prepared, indexed, begun)


def _ask_each(
    direction: str, objects: Sequence[TraceableObject], moment: Moment, width: str, limit: int
) -> list[Trace]:
    moment = check(moment, width=width)
    found = []
    with index.reading(moment, width=width) as indexed:
        current = indexed.apart()
        for one in objects:
            begun = time.perf_counter()
            prepared = prepare(direction, [one], moment=moment, width=width, limit=limit)
            found.append(_told([one], prepared, current, begun))
    return found


def _told(
    objects: Sequence[TraceableObject],
    prepared: tuple[Question, RecordSource, list[TraceableObject]],
    indexed: Indexed | Current | None,
    begun: float,
) -> Trace:
    """The answer by the index, else by the database."""
    asked, source, unpacked = prepared
    walked = None
    if indexed is not None:
        ahead = asked.direction == "forward"
        walked = indexed.ask(asked.origins, ahead=ahead, limit=asked.limit)
    read = Remembered(source)
    reach = asked.of(read) if walked is None else answering.reach(walked, source=source)
    return _answer(asked, objects, unpacked, read, reach, source, begun)


@dataclass(frozen=True, slots=True)
class Question:
    """What the kernels are asked, of whatever source."""

    direction: str
    width: str
    origins: dict[int, int | None]
    until: int | None
    limit: int

    def of(self, source: Source) -> Reach:
        """The answer that this source gives."""
        if self.width == "recorded":
            walk = kernels.backward if self.direction == "backward" else kernels.forward
            return walk(source, self.origins, until=self.until, limit=self.limit)
        wide = widths.backward if self.direction == "backward" else widths.forward
        return wide(source, self.origins, width=self.width, until=self.until, limit=self.limit)


def prepare(
    direction: str,
    objects: Sequence[TraceableObject],
    *,
    moment: Moment,
    width: str,
    limit: int = NODE_LIMIT,
    believes: bool = False,
) -> tuple[Question, RecordSource, list[TraceableObject]]:
    """The question for the kernels, what they read, and the containers of unknown content.

    `believes`: what is only perhaps on record is read in every width.
    """
    source = RecordSource(moment, width=width, believes=believes)
    origins, unpacked = _origins(direction, objects, source)
    return Question(direction, width, origins, moment.until, limit), source, unpacked


def _origins(
    direction: str, objects: Sequence[TraceableObject], source: RecordSource
) -> tuple[dict[int, int | None], list[TraceableObject]]:
    """A container stands for its content; forward, a lot stands for its members too.

    Second: the containers of which no content is on record.
    """
    found: dict[int, int | None] = {}
    lots, unknown = [], []
    boxes = [obj.id for obj in objects if obj.kind == TraceableObject.Kind.CONTAINER]
    held = containers.contents(boxes, moment=source.moment)
    for obj in objects:
        if obj.kind == TraceableObject.Kind.CONTAINER:
            stays = held[obj.id]
            found.update((stay.object, None) for stay in stays)
            if not stays:
                unknown.append(obj)
        else:
            found[obj.id] = None
        if obj.kind == TraceableObject.Kind.LOT:
            lots.append(obj.id)
    if direction == "forward" and lots:
        found.update(dict.fromkeys(source.members(lots)))
    return found, unknown


def _answer(
    question: Question,
    objects: Sequence[TraceableObject],
    unpacked: Sequence[TraceableObject],
    read: Remembered,
    reach: Reach,
    source: RecordSource,
    begun: float,
) -> Trace:
    moment, direction = source.moment, question.direction
    gathered = gather(reach, asked={o.id for o in objects}, moment=moment)
    known, runs = gathered.things, gathered.passages.runs
    origins = {o.id: known[o.id] for o in objects}
    in_answer = {o: known[o] for o in reach.objects}
    facts = _facts(direction, reach, gathered)
    found_gaps = _gaps(question, reach, in_answer, source, gathered, facts.shipments)
    found_gaps += gaps.of_containers(known[o.id] for o in unpacked)
    listed = nodes.listed(
        reach,
        origins=origins,
        objects=in_answer,
        runs=runs,
        shipments=facts.shipments,
        # A share is one number, and what is only possible has none.
        shares=shares.of(direction, reach, objects=in_answer, source=source)
        if question.width == "recorded"
        else {},
        places=places.of(
            in_answer | origins,
            stays=gathered.direct,
            told=gathered.parts,
            events={one.position: one.event for one in gathered.told},
        ),
        moment=moment,
    )
    links = nodes.links(reach, objects=in_answer, runs=runs, source=source)
    told_by = {link.event_id for link in links} | {t.event.event_id for t in gathered.told}
    broken = breaches.of(objects=in_answer, runs=runs, events=told_by, moment=moment)
    asked_at = clock.now()
    last = max((link.at for link in reach.links), default=0)
    return Trace(
        origin=tuple(o.uri for o in objects),
        direction=direction,
        width=question.width,
        as_of=moment.as_of or max(asked_at, from_micros(last)),
        known_at=moment.known_at or asked_at,
        position=_last_position(),
        complete=not found_gaps and not reach.truncated,
        truncated=reach.truncated,
        elapsed_ms=timing.noted(begun),
        nodes=listed,
        links=links,
        facts=facts,
        gaps=tuple(found_gaps),
        exchanges=exchanges.of(gathered.told),
        overrides=broken.overrides,
        findings=broken.findings,
        doubts=_doubts(question, reach, read, in_answer),
    )


def _doubts(
    question: Question,
    reach: Reach,
    read: Remembered,
    objects: Mapping[int, Thing],
) -> tuple[Doubt, ...]:
    if question.width != "possible":
        return ()
    return doubts.of(reach, read=read, ask=question.of, objects=objects)


def _last_position() -> int:
    (found,) = rows("SELECT coalesce(max(position), 0) FROM gozinto_event", [])
    return int(found[0])


def _facts(direction: str, reach: Reach, gathered: Gathered) -> Facts:
    arrivals = reach.objects
    if direction == "backward":
        # What a raw lot did elsewhere is not the question: only the unit's own shipments are.
        arrivals = {o: ALWAYS for o, depth in reach.object_depth.items() if depth == 0}
    names, passed = gathered.names, gathered.passages
    story = events.Story(
        gathered.told,
        objects=gathered.things,
        stays=gathered.stays,
        arrivals=arrivals,
        names=names.partners,
    )
    return Facts(
        suppliers=story.suppliers(),
        equipment=passed.equipment(names),
        people=passed.people(names),
        shifts=passed.shifts(),
        inspections=story.inspections(),
        shipments=story.shipments(),
        customers=story.customers(),
    )


def _gaps(
    question: Question,
    reach: Reach,
    objects: Mapping[int, Thing],
    source: RecordSource,
    gathered: Gathered,
    shipments: Sequence[ShipmentFact],
) -> list[Gap]:
    def widen(about: Mapping[int, Sequence[Link | Presence]]) -> Mapping[int, int]:
        if question.width != "recorded" or reach.truncated:
            return {}
        read = Remembered(RecordSource(source.moment, believes=True))
        question.of(read)
        return doubts.added(about, reach=reach, read=read, ask=question.of)

    told = gathered.told
    if question.direction == "forward":
        return gaps.of_forward(
            reach, objects=objects, source=source, told=told, shipments=shipments, widen=widen
        )
    known = gaps.Known(
        receipts=gaps.receipts(told, stays=gathered.stays, reach=reach),
        opening={part.object for part in gathered.parts if part.is_opening},
        assets={pk for pk, thing in objects.items() if thing.is_asset},
    )
    return gaps.of_backward(reach, objects=objects, known=known, source=source, widen=widen)
