"""What an answer does not know, and where: `complete` is a promise, so this must be strict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from gozinto.genealogy.crossing import last_instant
from gozinto.genealogy.graph import ALWAYS, Link, Presence
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.events import TypedReference
from gozinto.trace.answer import Gap, ShipmentFact
from gozinto.trace.facts.events import Told
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.moment import to_micros
from gozinto.trace.reading.source import RecordSource
from gozinto.trace.reading.things import Thing

Widen = Callable[[Mapping[int, Sequence[Link | Presence]]], Mapping[int, int]]
"""How many objects the unknown links of each object would add, whatever lies beyond them."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """The objects that were received before they were used, and those received from nobody."""

    received: frozenset[int]
    unsigned: frozenset[int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of where objects began, by object id."""

    receipts: Receipts
    opening: AbstractSet[int]
    assets: AbstractSet[int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A link or presence that only perhaps is, and the objects it would add to the answer."""

    about: Link | Presence
    adds: frozenset[int]


def receipts(told: Iterable[Told], *, stays: Iterable[Stay], reach: Reach) -> Receipts:
    """Who was received in time, by itself or in a container.

    What came after the last use of an object cannot be what was used.
    """
    inside: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        inside[stay.container].append(stay)
    received, unsigned = set(), set()
    for one in told:
        if one.event.biz_step != "receiving" or one.event.disposition == "returned":
            continue
        held = {s.object for o in one.amounts for s in inside[o] if s.holds_at(one.at)}
        at = to_micros(one.at)
        came = {o for o in {*one.amounts, *held} if at <= reach.objects.get(o, ALWAYS)}
        received |= came
        if not _names(one.event.source_list, "owning_party", "possessing_party"):
            unsigned |= came
    return Receipts(frozenset(received), frozenset(unsigned))


def of_backward(
    reach: Reach,
    *,
    objects: Mapping[int, Thing],
    known: Known,
    source: RecordSource,
    widen: Widen,
) -> list[Gap]:
    """The gaps of a question where something came from."""
    doubts = _doubts_backward(reach, source)
    return [
        *_origins(reach, objects, known, doubts, source),
        *_suppliers(objects, known.receipts),
        *_unknown_links(doubts, reach, widen),
        *_cut(reach),
    ]


def of_forward(
    reach: Reach,
    *,
    objects: Mapping[int, Thing],
    source: RecordSource,
    told: Iterable[Told],
    shipments: Iterable[ShipmentFact],
    widen: Widen,
) -> list[Gap]:
    """The gaps of a question where something went."""
    return [
        *(
            _content_unknown(o)
            for pk, o in objects.items()
            if o.kind == "container" and reach.object_depth[pk] == 0
        ),
        *_customers(objects, told, shipments),
        *_unknown_links(_doubts_forward(reach, source), reach, widen),
        *_cut(reach),
    ]


def of_containers(containers: Iterable[Thing]) -> list[Gap]:
    """Containers that were asked for or used, and what was in them is not known."""
    return [_content_unknown(container) for container in containers]


def _content_unknown(container: Thing) -> Gap:
    return Gap(
        code="container_content_unknown",
        uri=container.uri,
        message=f"What was in {container.number} is not known.",
        widens_by=1,
    )


def _origins(
    reach: Reach,
    objects: Mapping[int, Thing],
    known: Known,
    doubts: Sequence[Doubt],
    source: RecordSource,
) -> Iterator[Gap]:
    fed = {link.run for link in reach.links if link.role == "input"}
    # A tool is at work in what it makes; it is not what the thing is made of.
    fed |= {one.run for one in reach.presences if one.object not in known.assets}
    fed |= {d.about.run for d in doubts if isinstance(d.about, Link) and d.about.role == "input"}
    makers = _makers(reach.links, source)
    perhaps_made = {
        head
        for doubt in doubts
        if isinstance(doubt.about, Link) and doubt.about.role == "output"
        for head in _heads(doubt.about)
    }
    for pk in sorted(reach.objects, key=lambda o: (reach.object_depth[o], o)):
        obj = objects[pk]
        if pk in known.opening:
            yield Gap(
                code="opening_balance",
                uri=obj.uri,
                message=f"{obj.number} was there on the first day; what is in it is not known.",
            )
        elif pk in makers:
            if not all(runs & fed for runs in makers[pk].values()):
                yield Gap(
                    code="produced_from_nothing",
                    uri=obj.uri,
                    message=f"{obj.number} was produced, and nothing is recorded as going in.",
                )
        elif pk in known.receipts.received | known.assets | perhaps_made:
            continue
        elif obj.kind == "container":
            if pk not in source.opened:
                yield _content_unknown(obj)
        else:
            yield _without_beginning(obj)


def _makers(links: Iterable[Link], source: RecordSource) -> dict[int, dict[int, set[int]]]:
    """The runs each object came out of, by the event that says so.

    One event may name two runs, the unit's own and its job's: what went into either is in it.
    """
    makers: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        if link.role == "output":
            for head in _heads(link):
                makers[head][source.amounts[link.id].event].add(link.run)
    return makers


def _without_beginning(obj: Thing) -> Gap:
    if obj.kind == "serial":
        return Gap(
            code="serial_without_production",
            uri=obj.uri,
            message=f"No record says who made {obj.number} or where it was received.",
        )
    return Gap(
        code="consumed_never_received",
        uri=obj.uri,
        message=f"{obj.number} was used, and no record says where it came from before that.",
    )


def _suppliers(objects: Mapping[int, Thing], receipts: Receipts) -> Iterator[Gap]:
    for pk in sorted(receipts.unsigned):
        yield Gap(
            code="supplier_missing",
            uri=objects[pk].uri,
            message=f"{objects[pk].number} was received, and its receipt names no supplier.",
        )


def _customers(
    objects: Mapping[int, Thing],
    told: Iterable[Told],
    shipments: Iterable[ShipmentFact],
) -> Iterator[Gap]:
    unsigned = {
        one.event.event_id
        for one in told
        # A carrier possesses the goods on their way; it is nobody's customer.
        if not _names(one.event.destination_list, "owning_party")
    }
    lost = {uri for fact in shipments if fact.event_id in unsigned for uri in fact.objects}
    for obj in objects.values():
        if obj.uri in lost:
            yield Gap(
                code="customer_missing",
                uri=obj.uri,
                message=f"{obj.number} was shipped, and no record says to whom.",
            )


def _names(listed: Iterable[TypedReference], *parties: str) -> bool:
    return any(ref.value and ref.type.endswith(parties) for ref in listed)


def _doubts_backward(reach: Reach, source: RecordSource) -> list[Doubt]:
    outputs: dict[int, list[Link]] = defaultdict(list)
    for link in reach.links:
        if link.role == "output":
            outputs[link.run].append(link)
    doubts: list[Doubt] = []
    beyond: list[Link] = []
    for about in _doubted(source):
        if isinstance(about, Link) and about.role == "output":
            if any(about.at <= reach.objects[h] for h in _heads(about) if h in reach.objects):
                beyond.append(about)
        elif any(_passes(about, output) for output in outputs[about.run]):
            doubts.append(Doubt(about, frozenset({about.object})))
    links, presences = source.links_of_runs({one.run for one in beyond}, role="input")
    entered: dict[int, list[Link | Presence]] = defaultdict(list)
    for one in _both(links, presences):
        entered[one.run].append(one)
    for link in beyond:
        adds = frozenset(one.object for one in entered[link.run] if _passes(one, link))
        doubts.append(Doubt(link, adds))
    return doubts


def _doubts_forward(reach: Reach, source: RecordSource) -> list[Doubt]:
    entered: dict[int, list[Link | Presence]] = defaultdict(list)
    inputs = (link for link in reach.links if link.role == "input")
    for one in _both(inputs, reach.presences):
        entered[one.run].append(one)
    doubts: list[Doubt] = []
    beyond: list[Link | Presence] = []
    for about in _doubted(source):
        if isinstance(about, Link) and about.role == "output":
            # A lot that is asked for stands for its members, whatever run they came out of.
            is_member = about.lot is not None and about.lot in reach.objects
            if is_member or any(_passes(one, about) for one in entered[about.run]):
                doubts.append(Doubt(about, frozenset(_heads(about))))
        elif about.object in reach.objects and reach.objects[about.object] <= _until(about):
            beyond.append(about)
    links, _ = source.links_of_runs({one.run for one in beyond}, role="output")
    outputs: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        outputs[link.run].append(link)
    for about in beyond:
        passed = [link for link in outputs[about.run] if _passes(about, link)]
        # What was perhaps mounted and met nothing that was made there leaves no doubt.
        if passed or isinstance(about, Link):
            doubts.append(Doubt(about, frozenset(h for link in passed for h in _heads(link))))
    return doubts


def _doubted(source: RecordSource) -> list[Link | Presence]:
    return _both(source.doubted_links.values(), source.doubted_presences.values())


def _both(links: Iterable[Link], presences: Iterable[Presence]) -> list[Link | Presence]:
    return [*links, *presences]


def _heads(link: Link | Presence) -> tuple[int, ...]:
    if isinstance(link, Presence) or link.lot is None or link.lot == link.object:
        return (link.object,)
    return (link.object, link.lot)


def _until(entry: Link | Presence) -> int:
    return last_instant(entry) if isinstance(entry, Presence) else entry.at


def _passes(entry: Link | Presence, output: Link) -> bool:
    """Whether what entered a run is in what came out of it: the rules of the crossing."""
    if entry.slot is not None and entry.slot in output.replaces:
        return False
    if isinstance(entry, Presence):
        places = ((entry.equipment, output.equipment), (entry.position, output.position))
        is_there = all("" in pair or pair[0] == pair[1] for pair in places)
        return is_there and entry.on <= output.at <= last_instant(entry)
    return not entry.continuous or entry.at <= output.at


def _unknown_links(doubts: Iterable[Doubt], reach: Reach, widen: Widen) -> Iterator[Gap]:
    adds: dict[int, set[int]] = defaultdict(set)
    about: dict[int, list[Link | Presence]] = defaultdict(list)
    for doubt in doubts:
        adds[doubt.about.object] |= doubt.adds - reach.objects.keys()
        about[doubt.about.object].append(doubt.about)
    beyond = widen(about) if about else {}
    for obj in TraceableObject.objects.filter(id__in=adds).order_by("id"):
        yield Gap(
            code="unknown_link",
            uri=obj.uri,
            message=f"That {obj.number} took part is not known for certain.",
            widens_by=max(1, len(adds[obj.id]), beyond.get(obj.id, 0)),
        )


def _cut(reach: Reach) -> Iterator[Gap]:
    if reach.truncated:
        yield Gap(
            code="cut_by_limit",
            uri="",
            message="The answer was cut at its limit of nodes; ask about fewer objects.",
        )
