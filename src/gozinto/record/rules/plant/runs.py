"""Judges runs by their amounts: too much went in, or more came out than what went in allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from gozinto.plant.identifiers import identify, run_number
from gozinto.plant.known import Known
from gozinto.record.effect_shapes import Effects
from gozinto.record.rules.plant import amounts
from gozinto.record.rules.plant.amounts import Flow, Group, Plan
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.record.rules.shapes import Batch, Fault, Judged
from gozinto.standards.quantities import as_decimal, shortest

_PLANS = (
    "SELECT DISTINCT ON (r.uri) r.uri, a.product, a.planned, a.planned_uom FROM gozinto_run r"
    " JOIN gozinto_activity a ON a.run_id = r.id AND a.activity = 'start' AND a.product <> ''"
    " AND a.planned IS NOT NULL JOIN gozinto_event e ON e.position = a.event_id"
    " WHERE r.uri = ANY(%s)" + STANDS.format("a")
    + ' ORDER BY r.uri, a.at DESC, e.event_id COLLATE "C" DESC'
)  # fmt: skip
_INTO_AND_OUT = (
    "SELECT r.uri, x.step, l.at, {name}, l.event_id, l.is_input, o.item, l.quantity, l.uom"
    " FROM gozinto_run r JOIN gozinto_link l ON l.run_id = r.id"
    # A unit that has a run of its own is that run's, and none of its job's.
    " AND (l.is_input OR l.replaces IS NULL)"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id"
    " JOIN gozinto_runevent x ON x.event_id = l.event_id AND x.run_id = l.run_id{event}"
    " WHERE r.uri = ANY(%s)" + STANDS.format("l")
)  # fmt: skip
_PUT_BACK = (
    # What was left over and came back went in as so much less.
    "SELECT r.uri, x.step, l.at, {name}, l.event_id, true, o.item, -l.quantity, l.uom"
    " FROM gozinto_run r JOIN gozinto_unused l ON l.run_id = r.id"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id{event} CROSS JOIN LATERAL"
    " (SELECT DISTINCT x.step FROM gozinto_link i JOIN gozinto_runevent x"
    " ON x.event_id = i.event_id AND x.run_id = i.run_id"
    " WHERE i.run_id = r.id AND i.is_input AND i.object_id = l.object_id ORDER BY x.step LIMIT 1) x"
    " WHERE r.uri = ANY(%s)" + STANDS.format("l")
)
_BOTH = f"{_INTO_AND_OUT} UNION ALL {_PUT_BACK}"
_FLOWS = _BOTH.format(
    name='e.event_id COLLATE "C"', event=" JOIN gozinto_event e ON e.position = l.event_id"
)
_SUMS = (
    "SELECT r.uri, s.step, s.first_at, '', 0::bigint, s.is_input, s.item,"
    " CASE WHEN s.is_told THEN s.quantity END, s.uom"
    " FROM gozinto_run r JOIN gozinto_runsum s ON s.run_id = r.id WHERE r.uri = ANY(%s)"
    # one that is its event alone has no sums
    f" UNION ALL {_INTO_AND_OUT} AND NOT EXISTS"
    " (SELECT 1 FROM gozinto_runsum s WHERE s.run_id = r.id)"
    f" UNION ALL {_PUT_BACK}"
).format(name="''", event="")
"""The same, as much of each as there is at all: if that is not too much, no part of it is."""

Key = tuple[str, str]
"""A run and a step of it."""


class Runs:
    """The scope of runs; the key of one is its URI."""

    name = "run"

    def touched(self, one: Effects) -> Iterable[str]:
        """The runs into or out of which something went, and those that were started."""
        moved = {link.run for link in one.links if link.is_input or link.replaces is None}
        is_start = one.context.activity == "start"
        moved |= {left.run for left in one.unused}
        return moved | {told.run for told in one.activities if is_start and told.run}

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these runs. At most three queries, none where nothing is metered."""
        known = batch.known
        listed = sorted(_metered(subjects, batch))
        if not listed:
            return Judged()
        own = {one.effects.event_id for one in batch.placed if one.effects.context.job}
        plans = {
            uri: Plan(product=product, quantity=quantity, uom=uom)
            for uri, product, quantity, uom in rows(_PLANS, [listed])
        }

        def found(statement: str, runs: list[str]) -> list[Fault]:
            return [
                fault
                for (uri, step), some in _flows(statement, runs, known).items()
                for fault in _of_run(uri, step, some, plans.get(uri), known, is_part=uri in own)
            ]

        too_much = sorted({fault.subject for fault in found(_SUMS, listed)})
        return Judged(faults=found(_FLOWS, too_much) if too_much else [], anew=listed)


def _metered(subjects: Collection[str], batch: Batch) -> set[str]:
    """The runs of which something changed that counts: only metered materials do, and plans."""
    metered = batch.known.metered
    if batch.is_again:
        return set(subjects)
    found: set[str] = set()
    for one in (*batch.placed, *batch.withdrawn):
        did = one.effects
        found |= {told.run for told in did.activities}
        moved = [(link.run, link.object.uri) for link in did.links]
        moved += [(left.run, left.object.uri) for left in did.unused]
        for run, uri in moved:
            material = batch.known.material_of(identify(uri).item)
            if material is not None and material.code in metered:
                found.add(run)
    return found & set(subjects)


def _flows(statement: str, runs: list[str], known: Known) -> dict[Key, list[Flow]]:
    """What went into these runs and came out, by run and step."""
    found: dict[Key, list[Flow]] = defaultdict(list)
    for uri, step, *told in rows(statement, [runs] * statement.count("%s")):
        flow = Flow._make(told)
        material = known.material_of(flow.material)
        if material is not None and material.code in known.metered:
            found[uri, step].append(flow._replace(material=material.code))
    return found


def _of_run(
    uri: str, step: str, flows: Sequence[Flow], plan: Plan | None, known: Known, *, is_part: bool
) -> Iterator[Fault]:
    """The faults of a run at one step. `is_part`: of a unit, to which its job adds more."""
    products = {flow.material for flow in flows if not flow.is_input}
    products |= {plan.product} if plan else set()
    reworked = {flow.material for flow in flows if flow.is_input}
    day = amounts.day_of(flows, known=known)
    for product in sorted(products & known.materials.keys()):
        made = amounts.produced(flows, product, known=known)
        wanted = amounts.planned(plan, product, known=known)
        enough: list[tuple[Group, Fraction]] = []
        for group in amounts.groups(known.bill(product, on=day), step=step, known=known):
            used = amounts.consumed(flows, group, known=known)
            if wanted is not None:
                yield from _over(uri, used, wanted, group, product)
            if used.used and used.is_known and not is_part and product not in reworked:
                enough.append((group, used.total))
        for allowed in amounts.allowed(enough):
            yield from _more(uri, made, allowed, product, known)


def _over(
    uri: str, used: amounts.Tally, wanted: Fraction, group: Group, product: str
) -> Iterator[Fault]:
    for flow, so_far in used.beyond(wanted * (1 + group.tolerance)):
        yield Fault(
            rule="over_consumption",
            subject=uri,
            position=flow.position,
            run=uri,
            value=flow.material,
            data={
                "run": run_number(uri),
                "product": product,
                "material": flow.material,
                "possible": _text(so_far),
                "planned": _text(wanted),
            },
        )


def _more(
    uri: str, made: amounts.Tally, allowed: Fraction, product: str, known: Known
) -> Iterator[Fault]:
    tolerance = known.materials[product].tolerance_percent
    if tolerance is None:
        return
    for flow, so_far in made.beyond(allowed * (1 + Fraction(tolerance) / 100)):
        yield Fault(
            rule="produced_more_than_consumed",
            subject=uri,
            position=flow.position,
            run=uri,
            value=product,
            data={
                "run": run_number(uri),
                "product": product,
                "made": _text(so_far),
                "possible": _text(allowed),
            },
        )


def _text(units: Fraction) -> str:
    return shortest(round(as_decimal(units), 6) + Decimal(0))
