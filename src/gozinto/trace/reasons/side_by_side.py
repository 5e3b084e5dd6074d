"""The three widths of one trace side by side: how large each is, what it adds, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from gozinto.genealogy import prices
from gozinto.genealogy.graph import Link, Presence, Source
from gozinto.genealogy.memory import Remembered
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import Material, TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.trace import questions
from gozinto.trace.answer import Trace
from gozinto.trace.facts import doubts
from gozinto.trace.questions import NODE_LIMIT, WIDTHS, Question
from gozinto.trace.reading.moment import Moment
from gozinto.trace.reasons import wording

MOST_REASONS = 8
"""So many kinds of doubt are priced between two widths: each takes the answer once more."""
MOST_LINKS = 500_000
"""Of a larger answer no doubts are priced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One kind of doubt that keeps two widths apart.

    `code` as that of a doubt; `events`: how often it happened; `objects` and `pieces`: how many
    the narrower width would have had as well, or the wider one would not, had it been scanned.
    """

    code: str
    subject: str
    events: int
    objects: int
    pieces: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """One width: its size, what it adds to the narrower one before it, and why.

    `pieces`: finished units (all units, where none is finished).
    """

    width: str
    objects: int
    pieces: int
    lots: int
    customers: int
    complete: bool
    adds: int
    adds_pieces: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Three widths of one trace, the narrowest first."""

    origin: tuple[str, ...]
    direction: str
    as_of: datetime
    known_at: datetime
    widths: tuple[Width, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one width reached, and all that it read."""

    question: Question
    reach: Reach
    read: Remembered

    @property
    def objects(self) -> AbstractSet[int]:
        return self.reach.objects.keys()

    def again(self, source: Source) -> AbstractSet[int]:
        """What the same question reaches in another source."""
        return self.question.of(source).objects.keys()


def side_by_side(
    objects: Sequence[TraceableObject],
    *,
    direction: str = "forward",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    limit: int = NODE_LIMIT,
) -> SideBySide:
    """The three widths of where these objects went ("forward") or came from ("backward").

    Sentences are in the language that is active. Errors as for `backward` and `forward`.
    """
    moment = questions.check(Moment(as_of, known_at), width="recorded")
    tracer = questions.forward if direction == "forward" else questions.backward
    with snapshot():
        traces = [
            tracer(objects, as_of=as_of, known_at=known_at, width=width, limit=limit)
            for width in WIDTHS
        ]
        asked = [_ask(direction, objects, moment, width, limit) for width in WIDTHS]
        is_piece = _pieces(asked[-1].objects)
        rows: list[Width] = []
        for number, (answer, one) in enumerate(zip(traces, asked, strict=True)):
            before = asked[number - 1] if number else None
            rows.append(_row(answer, one, before, is_piece))
    return SideBySide(
        origin=traces[0].origin,
        direction=direction,
        as_of=traces[0].as_of,
        known_at=traces[0].known_at,
        widths=tuple(rows),
    )


def reasons(origins: Mapping[str, Sequence[TraceableObject]]) -> Mapping[str, tuple[Reason, ...]]:
    """What keeps each width forward of these things apart from the narrower one, by width.

    `origins`: the things of each width. Sentences are in the language that is active.
    """
    with snapshot():
        asked = {
            width: _ask("forward", origins[width], Moment(), width, NODE_LIMIT) for width in WIDTHS
        }
        is_piece = _pieces(asked[WIDTHS[-1]].objects)
        return {
            wider: _reasons(asked[wider], asked[narrower], is_piece)
            for narrower, wider in pairwise(WIDTHS)
            if asked[wider].objects - asked[narrower].objects
        }


def _ask(
    direction: str,
    objects: Sequence[TraceableObject],
    moment: Moment,
    width: str,
    limit: int,
) -> _Asked:
    question, source, _ = questions.prepare(
        direction, objects, moment=moment, width=width, limit=limit
    )
    read = Remembered(source)
    return _Asked(question, question.of(read), read)


def _pieces(objects: AbstractSet[int]) -> frozenset[int]:
    """The finished units among these; all units, where none is finished."""
    units = TraceableObject.objects.filter(id__in=list(objects), kind="serial")
    items = dict(units.values_list("id", "item"))
    finished = set(
        Material.objects.filter(kind=Material.Kind.FINISHED).values_list("code", flat=True)
    ) | set(Material.objects.filter(kind=Material.Kind.FINISHED).values_list("gtin", flat=True))
    found = frozenset(pk for pk, item in items.items() if item and item in finished)
    return found or frozenset(items)


def _row(answer: Trace, one: _Asked, before: _Asked | None, pieces: frozenset[int]) -> Width:
    more = one.objects - before.objects if before else frozenset()
    return Width(
        width=answer.width,
        objects=len(one.objects),
        pieces=len(pieces & one.objects),
        lots=sum(node.kind == "lot" for node in answer.nodes),
        customers=len({customer.uri for customer in answer.facts.customers}),
        complete=answer.complete,
        adds=len(more),
        adds_pieces=len(more & pieces),
        reasons=_reasons(one, before, pieces) if before and more else (),
    )


def _reasons(wider: _Asked, narrower: _Asked, pieces: frozenset[int]) -> tuple[Reason, ...]:
    """The kinds of doubt that make the difference, the dearest first."""
    links, presences = wider.read.links, wider.read.presences
    if wider.reach.truncated or len(links) + len(presences) > MOST_LINKS:
        return ()
    found = prices.doubts(wider.reach.links, wider.reach.presences)
    kinds = _kinds(found)
    is_saving = wider.question.width == "possible"
    reasons = []
    for (code, subject), kind in sorted(kinds.items(), key=lambda k: -len(k[1]))[:MOST_REASONS]:
        if is_saving:
            price: Callable[..., AbstractSet[int]] = prices.lost
            asked, objects = wider, wider.objects - narrower.objects
        else:
            price, asked, objects = prices.gained, narrower, narrower.objects
        changed = (
            price(kind, objects=objects, links=links, presences=presences, ask=asked.again)
            & wider.objects
        )
        if changed:
            reasons.append(
                Reason(
                    code=code,
                    subject=subject,
                    events=len(kind),
                    objects=len(changed),
                    pieces=len(changed & pieces),
                    message="",
                )
            )
    return tuple(
        replace(one, message=_message(one, is_saving=is_saving))
        for one in sorted(reasons, key=lambda r: (-r.objects, r.code, r.subject))
    )


def _message(one: Reason, *, is_saving: bool) -> str:
    return wording.reason(
        one.code,
        subject=one.subject,
        events=one.events,
        pieces=one.pieces,
        is_saving=is_saving,
    )


def _kinds(found: Iterable[prices.Doubt]) -> Mapping[tuple[str, str], list[prices.Doubt]]:
    """Doubts by what is doubtful of what: of a slot, else of a material."""
    listed = list(found)
    telling = {doubt.happening: _telling(doubt) for doubt in listed}
    wanted = {one.object for one in telling.values()}
    known = TraceableObject.objects.in_bulk(wanted)
    names = dict(
        Material.objects.filter(code__in={o.item for o in known.values()}).values_list(
            "code", "name"
        )
    )
    kinds: dict[tuple[str, str], list[prices.Doubt]] = defaultdict(list)
    for doubt in listed:
        one = telling[doubt.happening]
        obj = known[one.object]
        code, _ = doubts.said(one, doubt.happening, number=obj.number)
        slot = one.slot[1] if one.slot else ""
        kinds[code, slot or names.get(obj.item) or obj.item or obj.number].append(doubt)
    return kinds


def _telling(doubt: prices.Doubt) -> Link | Presence:
    """Of all links of a doubt, the one that says best what it is about."""
    return min(
        doubt.about,
        key=lambda one: (
            one.certainty not in prices.PERHAPS,
            isinstance(one, Link) and one.role != "output",
            one.id,
        ),
    )
