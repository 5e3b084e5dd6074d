"""What a recall can still stop: shown first, then all of its scope is held in one action."""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from gozinto.cases import stepping
from gozinto.cases.models import CaseStep, RecallHold, RecallUnit
from gozinto.cases.recalls import freezing, places
from gozinto.cases.recalls.places import HERE
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import GozintoError
from gozinto.operations import holding
from gozinto.plant import known
from gozinto.record import clock
from gozinto.record.models import Event
from gozinto.record.transactions import run_tx
from gozinto.roundtrips import rows

CHUNK = 5_000
"""Things of one event of the hold."""
BUDGET_S = 5.0
"""So long who asks for a hold takes part in it; the rest is the worker's."""
_GONE = ("consumed", "scrapped")
"""What is there no more cannot be held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Something under way that takes along things of the scope, and can still be stopped.

    `kind`: pick, pallet, job. `number`: of the delivery note or order, the container, the order;
    `to`: the URI of the customer, where it is known; `amount` of pieces or lots.
    """

    kind: str
    number: str
    to: str
    at: datetime | None
    amount: Decimal
    uri: str = ""


def under_way(number: str) -> list[Movement]:
    """What has not left yet and would: open picks, packed pallets, orders that would use its lots.

    Raises Unknown (unknown_case, not_frozen).
    """
    objects = freezing.frozen_objects(stepping.find(number))
    found = places.find(objects)
    by_place: dict[str, list[int]] = defaultdict(list)
    for one in found.placed:
        by_place[one.place].append(one.object)
    here = [one.object for one in found.placed if one.place in HERE and one.quantity]
    return [
        *_picks(by_place["picked"]),
        *_pallets(by_place["packed"]),
        *_jobs(here),
    ]


def stop(number: str, *, taking: Taking) -> Standing:
    """Hold all that was frozen and is there still, as recalled: nobody may use, pick or ship it.

    The step is taken at once and the worker goes through the things, 5,000 an event, under ids
    that follow from the step; small recalls are held when this answers, and of large ones a part.
    Raises what `stepping.take` raises.
    """
    stands = _asked(number, taking)
    work(case=stands.id, budget_s=BUDGET_S)
    return stepping.find(number)


def join(number: str, *, because: str, taking: Taking) -> Standing:
    """What came into the scope since it was frozen is of the recall too; what is held by now is
    held with it. Raises as `freezing.join`."""
    stands = freezing.join(number, because=because, taking=taking)

    def body() -> None:
        step = CaseStep.objects.get(case=stands.id, sequence=stands.seen)
        is_held = RecallHold.objects.filter(case=stands.id).exists()
        if is_held and step.act == "join" and not RecallHold.objects.filter(step=step).exists():
            ask_hold(step, reason=stands.title, by=step.by)

    run_tx(body)
    work(case=stands.id, budget_s=BUDGET_S)
    return stepping.find(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a hold is."""

    total: int
    done: int
    finished_at: datetime | None
    problem: str


def progress(number: str) -> Progress | None:
    """How far the hold of a recall is, all that joined with it; None before it was asked for."""
    stands = stepping.find(number)
    found = list(RecallHold.objects.filter(case=stands.id))
    if not found:
        return None
    finished = [one.finished_at for one in found]
    return Progress(
        total=sum(one.total for one in found),
        done=sum(one.done for one in found),
        finished_at=None if None in finished else max(at for at in finished if at is not None),
        problem=next((one.problem for one in found if one.problem), ""),
    )


def is_waiting() -> bool:
    """Whether any hold is not through."""
    return RecallHold.objects.filter(finished_at=None).exists()


def work(*, case: int | None = None, budget_s: float | None = None) -> int:
    """Hold what waits, chunk by chunk, for about so many seconds; answers how many were held.

    Each chunk is one transaction under an event id of its own: who is killed in the middle goes on
    where that was, and whoever works meanwhile takes another.
    """
    waiting = RecallHold.objects.filter(finished_at=None)
    done, until = 0, None if budget_s is None else time.monotonic() + budget_s
    for pk in waiting.filter(**({"case": case} if case else {})).values_list("pk", flat=True):
        while (held := _hold_some(pk)) is not None:
            done += held
            if held == CHUNK and until is not None and time.monotonic() > until:
                return done
    return done


def _asked(number: str, taking: Taking) -> Standing:
    def body() -> Standing:
        before = stepping.find(number)
        stands = stepping.take(number, "stop", told={}, taking=taking)
        if stands.seen > before.seen:
            step = CaseStep.objects.get(case=stands.id, sequence=stands.seen)
            ask_hold(step, reason=stands.title, by=taking.by)
        return stands

    return run_tx(body)


def ask_hold(step: CaseStep, *, reason: str, by: str) -> None:
    """All that was frozen is to be held; by a step that let things join, those alone."""
    total = _to_hold(step).count()
    RecallHold.objects.create(step=step, case_id=step.case_id, reason=reason, by=by, total=total)


def _to_hold(step: CaseStep) -> QuerySet[RecallUnit, int]:
    """What a step is to hold, the same whenever it is asked: what joins later has its own."""
    units = RecallUnit.objects.filter(case=step.case_id).exclude(place__in=_GONE)
    units = units.filter(step=step) if step.act == "join" else units.filter(step__lte=step.pk)
    return units.values_list("object_id", flat=True).distinct().order_by("object_id")


def _hold_some(pk: int) -> int | None:
    """The first chunk that nobody has done or in hand; None where there is none.

    0: somebody has just done it.
    """
    with transaction.atomic():
        hold = RecallHold.objects.select_related("step").filter(pk=pk, finished_at=None).first()
        if hold is None:
            return None
        ids = [event_id(hold.step, ordinal) for ordinal in range(_chunks(hold))]
        done = set(Event.objects.filter(event_id__in=ids).values_list("event_id", flat=True))
        left = [ordinal for ordinal, one in enumerate(ids) if one not in done]
        if not left:
            RecallHold.objects.filter(pk=pk).update(finished_at=clock.now(), problem="")
            return None
        ordinal = next((one for one in left if _is_mine(ids[one])), None)
        if ordinal is None:
            return None
        if Event.objects.filter(event_id=ids[ordinal]).exists():
            return 0
        try:
            with transaction.atomic():
                held = _hold_chunk(hold, ordinal)
        except GozintoError as error:
            structlog.get_logger("gozinto.recalls").error("hold_refused", exc_info=error)
            RecallHold.objects.filter(pk=pk).update(problem=str(error), finished_at=clock.now())
            return None
        RecallHold.objects.filter(pk=pk).update(done=F("done") + held, chunks=F("chunks") + 1)
        return held


def _hold_chunk(hold: RecallHold, ordinal: int) -> int:
    objects = list(_to_hold(hold.step)[ordinal * CHUNK : (ordinal + 1) * CHUNK])
    holding.hold_stock(
        rows(_NAMED, [objects]),
        reason=hold.reason,
        recall=True,
        by=hold.by,
        event_id=event_id(hold.step, ordinal),
    )
    return len(objects)


def _chunks(hold: RecallHold) -> int:
    return -(-hold.total // CHUNK)


def _is_mine(event: str) -> bool:
    """Takes a chunk until the end of the transaction, unless another has it."""
    ((taken,),) = rows("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [event])
    return bool(taken)


def event_id(step: CaseStep, ordinal: int) -> str:
    """The id of the event that holds a chunk: the same whoever holds it."""
    return f"urn:uuid:{uuid.uuid5(step.request, f'hold {ordinal}')}"


def events(number: str) -> list[str]:
    """The ids of the events by which a recall is held, those to come among them."""
    stands = stepping.find(number)
    holds = RecallHold.objects.filter(case=stands.id).select_related("step").order_by("step")
    return [event_id(one.step, ordinal) for one in holds for ordinal in range(_chunks(one))]


_NAMED = "SELECT o.uri, o.kind FROM gozinto_traceableobject o WHERE o.id = ANY(%s) ORDER BY o.id"
_PICKED = """
SELECT coalesce(d.document, ''), max(i.at), count(DISTINCT i.object_id)
FROM (SELECT DISTINCT ON (i.object_id) i.object_id, i.event_id, i.at
      FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id
      WHERE i.object_id = ANY(%s) AND e.biz_step = 'picking'
        AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)
      ORDER BY i.object_id, i.at DESC) i
LEFT JOIN gozinto_documentmention d ON d.event_id = i.event_id AND d.kind = 'desadv'
GROUP BY 1 ORDER BY 2
"""
_IN_CONTAINERS = """
SELECT o.uri, o.number, max(c.at), count(*) FROM (
    SELECT DISTINCT ON (c.child_id) c.child_id, c.parent_id, c.at FROM gozinto_containment c
    WHERE c.child_id = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = c.event_id)
    ORDER BY c.child_id, c.at DESC, c.event_id DESC, c.ordinal DESC) c
JOIN gozinto_traceableobject o ON o.id = c.parent_id
GROUP BY 1, 2 ORDER BY 2
"""
_ORDERS = """
SELECT o.number, m.code, o.due_on, count(DISTINCT t.id)
FROM gozinto_order o JOIN gozinto_orderline l ON l.order_id = o.id
JOIN gozinto_material m ON m.id = l.material_id
JOIN gozinto_billline b ON b.material_id = m.id
JOIN gozinto_material c ON c.id = b.component_id
JOIN gozinto_traceableobject t ON t.id = ANY(%s) AND t.item IN (c.code, c.gtin)
WHERE o.kind = 'production' AND o.state IN ('planned', 'released')
GROUP BY 1, 2, 3 ORDER BY 3 NULLS LAST, 1
"""


def _picks(objects: list[int]) -> Iterable[Movement]:
    for document, at, count in rows(_PICKED, [objects]) if objects else ():
        yield Movement(
            kind="pick", number=_last(document), to="", at=at, amount=Decimal(count), uri=document
        )


def _pallets(objects: list[int]) -> Iterable[Movement]:
    for uri, name, at, count in rows(_IN_CONTAINERS, [objects]) if objects else ():
        yield Movement(kind="pallet", number=name, to="", at=at, amount=Decimal(count), uri=uri)


def _jobs(objects: list[int]) -> Iterable[Movement]:
    plant: Mapping[str, object] = known.now().materials
    for number, code, _due, count in rows(_ORDERS, [objects]) if objects else ():
        told = f"{number} · {code}" if code in plant else number
        yield Movement(kind="job", number=told, to="", at=None, amount=Decimal(count))


def _last(uri: str) -> str:
    return uri.rsplit("/", 1)[-1]
