"""Where from and where used in one answer: what led to a thing, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import snapshot
from gozinto.trace import questions
from gozinto.trace.answer import Facts, Node, Trace
from gozinto.trace.questions import NODE_LIMIT

T = TypeVar("T")


def both(
    objects: Sequence[TraceableObject],
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
    limit: int = NODE_LIMIT,
) -> Trace:
    """All that went into these objects, and all that they went into, at one state of the record.

    Ancestors' ancestors and descendants' descendants, never siblings: what else was made of an
    ancestor is in neither. The depth of what lies before is negative. `limit` is of each side.
    Arguments and errors otherwise as for `backward`.
    """
    with snapshot():
        behind, ahead = (
            ask(objects, as_of=as_of, known_at=known_at, width=width, limit=limit)
            for ask in (questions.backward, questions.forward)
        )
    return joined(behind, ahead)


def joined(behind: Trace, ahead: Trace) -> Trace:
    """One answer out of the two. Pure."""
    before = [replace(node, depth=-node.depth) for node in behind.nodes]
    seen = {node.uri for node in before}
    after = [node for node in ahead.nodes if node.uri not in seen]
    return replace(
        ahead,
        direction="both",
        as_of=max(behind.as_of, ahead.as_of),
        known_at=max(behind.known_at, ahead.known_at),
        position=max(behind.position, ahead.position),
        complete=behind.complete and ahead.complete,
        truncated=behind.truncated or ahead.truncated,
        elapsed_ms=round(behind.elapsed_ms + ahead.elapsed_ms, 3),
        nodes=tuple(sorted((*before, *after), key=_place)),
        links=tuple(sorted(_each_once(behind.links, ahead.links), key=lambda link: link.earliest)),
        facts=_facts(behind.facts, ahead.facts),
        gaps=_each_once(behind.gaps, ahead.gaps),
        doubts=tuple(
            sorted(_each_once(behind.doubts, ahead.doubts), key=lambda one: -one.widens_by)
        ),
        exchanges=_each_once(behind.exchanges or (), ahead.exchanges or ()) or None,
        overrides=_each_once(behind.overrides or (), ahead.overrides or ()) or None,
        findings=_each_once(behind.findings or (), ahead.findings or ()) or None,
    )


def _place(node: Node) -> tuple[int, bool, str, str]:
    return node.depth, node.kind == "run", node.number, node.uri


def _facts(behind: Facts, ahead: Facts) -> Facts:
    """Each fact once; what left the plant, and who got it, is told of the way ahead alone.

    That of the way back is about the objects that were asked for, and they stand in both.
    """
    return Facts(
        suppliers=_each_once(behind.suppliers, ahead.suppliers),
        equipment=_each_once(behind.equipment, ahead.equipment),
        people=_each_once(behind.people, ahead.people),
        shifts=_each_once(behind.shifts, ahead.shifts),
        # Their values are no keys.
        inspections=tuple(
            {repr(one): one for one in (*behind.inspections, *ahead.inspections)}.values()
        ),
        shipments=ahead.shipments,
        customers=ahead.customers,
    )


def _each_once(some: Iterable[T], others: Iterable[T]) -> tuple[T, ...]:
    """What is in either, in its order."""
    return tuple(dict.fromkeys((*some, *others)))
