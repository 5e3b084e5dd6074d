"""What the plant knows about the nodes of a trace: assets and their limits, suppliers, alarms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from gozinto.edges.office import words
from gozinto.edges.office.tracing.graph import Mounted, Notes
from gozinto.plant.models import Location, Partner, Person, PhysicalAsset
from gozinto.trace.answer import Trace


def gather(trace: Trace) -> Notes:
    """The notes of a trace, in a few queries however large it is."""
    codes = {asset.code for fact in trace.facts.equipment for asset in fact.assets}
    codes |= {node.number for node in trace.nodes if "/asset/" in node.uri}
    known = {asset.code: asset for asset in PhysicalAsset.objects.filter(code__in=codes)}
    by_uri = {asset.uri: asset for asset in known.values()}
    assets = frozenset(node.uri for node in trace.nodes if node.uri in by_uri)
    return Notes(
        assets=assets,
        mounted=_mounted(trace, by_uri),
        beside=_suppliers(trace) | _bought(trace),
        partners=_partners(trace),
        people=_people(trace),
        alarms=_alarms(trace),
    )


def _bought(trace: Trace) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for fact in trace.facts.customers:  # one for each dimension: pieces, kilograms
        if fact.quantity is not None:
            found[fact.uri].append(words.quantity(fact.quantity, fact.uom))
    return {uri: " + ".join(amounts) for uri, amounts in found.items()}


def _partners(trace: Trace) -> dict[str, str]:
    wanted = {fact.ship_to for fact in trace.facts.shipments if fact.ship_to}
    wanted |= {uri for node in trace.nodes for uri in (node.location, node.destination) if uri}
    return place_names(wanted)


def place_names(uris: Collection[str]) -> dict[str, str]:
    """The names of companies and of places, by URI; a company's own site stands for the company."""
    found = dict(Partner.objects.filter(uri__in=uris).values_list("uri", "name"))
    places = Location.objects.filter(uri__in=uris).values_list("uri", "name", "partner__name")
    return found | {uri: owner or name for uri, name, owner in places}


def _people(trace: Trace) -> dict[str, str]:
    """Names by opaque code, of those whose names still stand."""
    codes = {fact.inspector for fact in trace.facts.inspections if fact.inspector}
    codes |= {fact.id for fact in trace.facts.people}
    named = Person.objects.filter(code__in=codes).exclude(name="")
    return dict(named.values_list("code", "name"))


def limits(notes_of: Trace) -> dict[str, int]:
    """The cycle limit of every asset among the equipment facts that has one, by code."""
    codes = {asset.code for fact in notes_of.facts.equipment for asset in fact.assets}
    found = PhysicalAsset.objects.filter(code__in=codes, cycle_limit__isnull=False)
    return {asset.code: asset.cycle_limit for asset in found if asset.cycle_limit is not None}


def _mounted(trace: Trace, assets: Mapping[str, PhysicalAsset]) -> dict[str, list[Mounted]]:
    cycles = {
        (fact.code, asset.code): asset.cycles
        for fact in trace.facts.equipment
        for asset in fact.assets
    }
    equipment = {node.uri: node.equipment or "" for node in trace.nodes if node.kind == "run"}
    mounted: dict[str, list[Mounted]] = defaultdict(list)
    for link in trace.links:
        asset = assets.get(link.from_)
        if asset is None or any(one.code == asset.code for one in mounted[link.to]):
            continue
        mounted[link.to].append(
            Mounted(
                asset.code,
                asset.kind,
                cycles.get((equipment.get(link.to, ""), asset.code)),
                asset.cycle_limit,
            )
        )
    for chips in mounted.values():
        chips.sort(key=lambda asset: (not asset.is_over, asset.kind, asset.code))
    return {uri: chips for uri, chips in mounted.items() if chips}


def _suppliers(trace: Trace) -> dict[str, str]:
    """The supplier of each lot: by the code its URI carries, else by the supplier's own number."""
    by_code = {fact.uri.rstrip("/").rsplit("/", 1)[-1]: fact.name for fact in trace.facts.suppliers}
    by_number = {
        number: fact.name for fact in trace.facts.suppliers for number in fact.supplier_lots
    }
    beside: dict[str, str] = {}
    for node in trace.nodes:
        if node.kind != "lot":
            continue
        name = next((by_code[part] for part in node.uri.split("/")[4:-1] if part in by_code), None)
        name = name or by_number.get(node.uri) or by_number.get(node.number)
        if name:
            beside[node.uri] = name
    return beside


def _alarms(trace: Trace) -> dict[str, str]:
    alarms = {gap.uri: "warn" for gap in trace.gaps if gap.uri}
    for node in trace.nodes:
        if words.last_part(node.status or "") == "non_conformant":
            alarms[node.uri] = "bad"
    for fact in trace.facts.inspections:
        if any(value.get("ok") is False for value in fact.values):
            alarms[fact.object] = "bad"
    return alarms
