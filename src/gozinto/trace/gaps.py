"""What an answer does not know, and where: `complete` is a promise, so this must be strict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.trace.answer import Gap


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of where objects began, by object id."""

    received: frozenset[int]
    opening: frozenset[int]
    assets: frozenset[int]


def of_backward(reach: Reach, *, objects: Mapping[int, TraceableObject], known: Known) -> list[Gap]:
    """The gaps of a question where something came from."""
    return [*_origins(reach, objects, known), *_common(reach, objects)]


def of_forward(reach: Reach, *, objects: Mapping[int, TraceableObject]) -> list[Gap]:
    """The gaps of a question where something went."""
    return list(_common(reach, objects))


def _origins(reach: Reach, objects: Mapping[int, TraceableObject], known: Known) -> Iterator[Gap]:
    makers: dict[int, set[int]] = defaultdict(set)
    fed: set[int] = {link.run for link in reach.links if link.role == "input"}
    fed |= {presence.run for presence in reach.presences}
    for link in reach.links:
        if link.role == "output":
            makers[link.object].add(link.run)
            if link.lot is not None:
                makers[link.lot].add(link.run)
    for pk in sorted(reach.objects, key=lambda o: (reach.object_depth[o], o)):
        obj = objects[pk]
        if pk in known.opening:
            yield Gap(
                code="opening_balance",
                uri=obj.uri,
                message=f"{obj.number} was there on the first day; what is in it is not known.",
            )
        elif pk in makers:
            if not makers[pk] & fed:
                yield Gap(
                    code="produced_from_nothing",
                    uri=obj.uri,
                    message=f"{obj.number} was produced, and nothing is recorded as going in.",
                )
        elif pk not in known.received | known.assets and obj.kind != "container":
            yield _without_beginning(obj)


def _without_beginning(obj: TraceableObject) -> Gap:
    if obj.kind == "serial":
        return Gap(
            code="serial_without_production",
            uri=obj.uri,
            message=f"No record says who made {obj.number} or where it was received.",
        )
    return Gap(
        code="consumed_never_received",
        uri=obj.uri,
        message=f"{obj.number} was used, and no record says where it came from.",
    )


def _common(reach: Reach, objects: Mapping[int, TraceableObject]) -> Iterator[Gap]:
    for link in reach.links:
        if link.certainty == "unknown":
            obj = objects[link.object]
            yield Gap(
                code="unknown_link",
                uri=obj.uri,
                message=f"That {obj.number} took part is not known for certain.",
                widens_by=1,
            )
    if reach.truncated:
        yield Gap(
            code="cut_by_limit",
            uri="",
            message="The answer was cut at its limit of nodes; ask about fewer objects.",
        )
