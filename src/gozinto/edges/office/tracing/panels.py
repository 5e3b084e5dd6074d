"""What stands beside the graph: the answer in one line, one box in detail, facts, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gozinto.edges.office import words
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.tracing import notes, rows
from gozinto.edges.office.tracing.asking import Asked
from gozinto.edges.office.tracing.graph import Mounted, Notes
from gozinto.trace import completeness
from gozinto.trace.answer import EquipmentFact, Node, Trace

SHOWN = 6
MOST = 300


@dataclass(frozen=True, slots=True)
class Detail:
    """One box in words."""

    kind: str
    number: str
    words: str
    address: str
    uri: str
    facts: Sequence[tuple[str, str, str]]
    mounted: Sequence[tuple[str, str, str]]
    alarm: str
    rows: Sequence[rows.Row]


@dataclass(frozen=True, slots=True)
class Headline:
    """What a question is about, in the title: a number or a code, and words beside it."""

    number: str
    words: str = ""


def headline(asked: Asked, answer: Trace, *, reader: rows.Reader) -> Headline:
    """What the question begins with."""
    sought = asked.sought
    if sought is None:
        more = len(answer.origin) - 1
        beside = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else ""
        return Headline(reader.number(answer.origin[0]), beside)
    bounds = [f"< {sought.below}"] * (sought.below is not None)
    bounds += [f"> {sought.above}"] * (sought.above is not None)
    times = [
        date_format(localtime(t), "Y-m-d H:i") if t else "…" for t in (sought.since, sought.until)
    ]
    window = " – ".join(times) if sought.since or sought.until else ""
    count = ngettext("%(n)s origin", "%(n)s origins", len(answer.origin))
    parts = [
        sought.number,
        sought.parameter if sought.equipment else "",
        " / ".join(bounds),
        window,
    ]
    parts.append(count % {"n": number_format(len(answer.origin), force_grouping=True)})
    codes = (sought.equipment, sought.person, sought.gauge, sought.supplier, sought.parameter)
    first = next(code for code in codes if code)
    return Headline(first, " · ".join(one for one in parts if one))


def answer_line(trace: Trace) -> str:
    """ "41 objects, 63 links, 8 suppliers · 3 ms": the answer itself, for the title line."""
    digits = 0 if trace.elapsed_ms >= 10 else 1
    return f"{size_line(trace)} · {number_format(trace.elapsed_ms, decimal_pos=digits)} ms"


def size_line(trace: Trace) -> str:
    """The answer in numbers."""
    objects = sum(node.kind != "run" for node in trace.nodes)
    parts = [words.counted_objects(objects), words.counted_links(len(trace.links))]
    if trace.direction != "forward" or trace.facts.suppliers:
        parts.append(words.counted_suppliers(len(trace.facts.suppliers)))
    if trace.direction != "backward":
        parts.append(words.counted_customers(len({c.uri for c in trace.facts.customers})))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the meter: what it stands for, how many, and where it lies of 100."""

    name: str
    word: str
    count: int
    begins: float
    width: float


@dataclass(frozen=True, slots=True)
class Meter:
    """How well an answer is known, as a bar; `percent` "" of an answer without links."""

    percent: str
    parts: Sequence[Part]


def meter(answer: Trace) -> Meter:
    """The bar of what was scanned, told, doubtful and missing."""
    known = completeness(answer)
    listed = (
        ("sure", _("scanned or measured"), known.sure),
        ("told", _("on somebody's word"), known.told),
        ("doubtful", _("doubtful"), known.doubtful),
        ("gaps", _("missing"), known.gaps),
    )
    parts: list[Part] = []
    begins = 0.0
    for name, word, count in listed:
        width = 100 * count / known.all if known.all else 0.0
        if count:
            parts.append(Part(name, word, count, begins, width))
        begins += width
    # Whatever is not sure must not be rounded away.
    share = known.share
    percent = "" if share is None else _("%(number)s %%") % {"number": int(share * 100)}
    return Meter(percent, parts)


def gaps(trace: Trace, reader: rows.Reader) -> list[dict[str, Any]]:
    """Each gap with its meaning, where it is and how many units it could add."""
    return [
        {
            "number": reader.number(gap.uri) if gap.uri else "",
            "address": thing_address(gap.uri)
            if gap.uri in reader.nodes and reader.nodes[gap.uri].kind != "run"
            else "",
            "meaning": words.name(words.GAPS, gap.code) if gap.code in words.GAPS else gap.message,
            "message": gap.message,
            "adds": ngettext("adds %(n)d object", "adds %(n)d objects", gap.widens_by)
            % {"n": gap.widens_by}
            if gap.widens_by
            else "",
        }
        for gap in trace.gaps
    ]


def doubts(trace: Trace, reader: rows.Reader) -> list[dict[str, Any]]:
    """Each doubt that widens the answer, dearest first, and by how many objects."""
    return [
        {
            "number": reader.number(doubt.uri),
            "address": thing_address(doubt.uri),
            "meaning": words.name(words.DOUBTS, doubt.code),
            "message": doubt.message,
            "adds": words.counted_objects(doubt.widens_by),
        }
        for doubt in trace.doubts
    ]


def detail(uri: str, reader: rows.Reader, every: Sequence[rows.Row], known: Notes) -> Detail | None:
    """The box with this URI; None when it stands for several."""
    node = reader.nodes.get(uri)
    if node is None:
        return None
    mounted = known.mounted.get(uri, ())
    over = [asset for asset in mounted if asset.is_over]
    facts = _node_facts(node, reader)
    if uri in known.beside:
        facts.append((_("Supplier"), known.beside[uri], ""))
    return Detail(
        kind=words.name(words.KINDS, node.kind),
        number=node.number,
        words=" · ".join(w for w in (node.name or node.step, node.equipment) if w),
        address=thing_address(uri) if node.kind != "run" else "",
        uri=uri,
        facts=facts,
        mounted=[
            (
                f"{words.asset_kind(asset.kind)} {asset.code}",
                _cycles_run(asset),
                "bad" if asset.is_over else "",
            )
            for asset in mounted
        ],
        alarm=_past_limit(over[0]) if over else "",
        rows=[row for row in rows.of_objects(every, uris={uri}) if row.group == "inspections"][:4],
    )


def _cycles_run(asset: Mounted) -> str:
    if asset.cycles is None or asset.limit is None:
        return rows.cycles(asset)
    return _("%(cycles)d of %(limit)d") % {"cycles": asset.cycles, "limit": asset.limit}


def _past_limit(asset: Mounted) -> str:
    past = (asset.cycles or 0) - (asset.limit or 0)
    return ngettext(
        "%(name)s is %(n)d cycle past its limit.",
        "%(name)s is %(n)d cycles past its limit.",
        past,
    ) % {"name": asset.code, "n": past}


def _node_facts(node: Node, reader: rows.Reader) -> list[tuple[str, str, str]]:
    facts: list[tuple[str, str, str]] = []
    if node.status:
        facts.append(
            (
                _("Status"),
                words.name(words.STATUSES, node.status),
                words.status_tone(node.status),
            )
        )
    if node.material:
        facts.append((_("Item"), node.material, ""))
    if node.flow:
        flow = {"batch": _("batch"), "continuous": _("continuous")}.get(node.flow, node.flow)
        facts.append((_("Flow"), flow, ""))
    went_in = sum(link.to == node.uri for link in reader.trace.links)
    came_out = sum(link.from_ == node.uri for link in reader.trace.links)
    if node.kind == "run":
        facts += [(_("Went in"), str(went_in), ""), (_("Came out"), str(came_out), "")]
    if where := reader.where(node):
        facts.append((_("Where"), where, ""))
    if node.share is not None and node.share != 1:
        facts.append((_("Share"), words.share(node.share), ""))
    return facts


def facts(trace: Trace, reader: rows.Reader) -> list[dict[str, Any]]:
    """The seven lists of facts as panels, in the order a quality manager asks."""
    limits = notes.limits(trace)
    found = trace.facts
    lists: dict[str, Sequence[Any]] = {
        "suppliers": found.suppliers,
        "equipment": _machines(found.equipment, limits),
        "people": [
            {
                "name": fact.name or fact.id,
                "id": fact.id,
                "role": words.name(words.PEOPLE, fact.role),
                "from": fact.from_,
                "to": fact.to,
            }
            for fact in found.people
        ],
        "inspections": _inspections(trace, reader),
        "shifts": found.shifts,
        "shipments": [
            {
                "note": words.last_part(fact.note or ""),
                "at": fact.at,
                "ship_to": reader.partner(fact.ship_to),
                "container": reader.number(fact.container) if fact.container else "",
                "quantity": words.quantity(fact.quantity, fact.uom),
            }
            for fact in found.shipments
        ],
        "customers": [
            {"name": fact.name, "quantity": words.quantity(fact.quantity, fact.uom)}
            for fact in found.customers
        ],
    }
    titles = (
        ("suppliers", _("Suppliers"), "supplier"),
        ("equipment", _("Machines"), "machine"),
        ("inspections", _("Inspections"), "inspection"),
        ("people", _("People"), "person"),
        ("shifts", _("Shifts"), "shift"),
        ("shipments", _("Shipments"), "shipment"),
        ("customers", _("Customers"), "customer"),
    )
    return [
        _panel(lists[name])
        | {"name": name, "title": title, "template": f"office/trace_facts.html#{part}"}
        for name, title, part in titles
    ]


def _panel(listed: Sequence[Any]) -> dict[str, Any]:
    """A list cut in what stands at once, what unfolds, and how many are in the CSV alone."""
    return {
        "rows": listed[:SHOWN],
        "folded": listed[SHOWN:MOST],
        "count": len(listed),
        "left": max(0, len(listed) - MOST),
        "bad": sum(isinstance(row, dict) and bool(row.get("tone")) for row in listed),
    }


def _machines(passes: Sequence[EquipmentFact], limits: Mapping[str, int]) -> list[dict[str, Any]]:
    """Machines, each once over all its passes; those with something past its limit first."""
    by_code: dict[str, list[EquipmentFact]] = defaultdict(list)
    for fact in passes:
        by_code[fact.code].append(fact)
    machines = [_machine(facts, limits) for facts in by_code.values()]
    return sorted(machines, key=lambda machine: (not machine["is_over"], machine["from"]))


def _machine(passes: Sequence[EquipmentFact], limits: Mapping[str, int]) -> dict[str, Any]:
    cycles: dict[tuple[str, str], int] = {}
    for fact in passes:
        for asset in fact.assets:
            key = (asset.kind, asset.code)
            cycles[key] = max(cycles.get(key, 0), asset.cycles)
    assets = [Mounted(code, kind, run, limits.get(code)) for (kind, code), run in cycles.items()]
    assets.sort(key=lambda asset: (not asset.is_over, asset.kind, asset.code))
    return {
        "code": passes[0].code,
        "name": passes[0].name,
        "work_center": passes[0].work_center,
        "from": min(fact.from_ for fact in passes),
        "assets": [
            {
                "name": f"{words.asset_kind(asset.kind)} {asset.code}",
                "cycles": _cycles_run(asset),
                "tone": "bad" if asset.is_over else "",
            }
            for asset in assets[:SHOWN]
        ],
        "is_over": any(asset.is_over for asset in assets),
    }


def _inspections(trace: Trace, reader: rows.Reader) -> list[dict[str, Any]]:
    """Inspections, what is out of limits first."""
    listed = [
        {
            "kind": words.name(words.CONTROLS, fact.kind),
            "number": reader.number(fact.object),
            "address": thing_address(fact.object),
            "at": fact.at,
            "inspector": reader.people.get(fact.inspector or "", fact.inspector or ""),
            "gauge": fact.gauge,
            "values": [
                {"text": rows.measured(value), "tone": "bad" if value.get("ok") is False else ""}
                for value in fact.values
            ],
            "result": words.name(words.STATUSES, fact.result),
            "tone": "bad"
            if words.status_tone(fact.result) == "bad"
            or any(value.get("ok") is False for value in fact.values)
            else "",
        }
        for fact in trace.facts.inspections
    ]
    listed.sort(key=lambda row: (not row["tone"], row["at"]))
    return listed
