"""Which boxes and arrows a trace is drawn with: few enough to read, and says what it left out.

A run with one product in the trace is drawn as part of that product; what was mounted stands
as a chip in its run; where a level is crowded, siblings of one material become one chip.
Pure: what the drawing needs from the plant comes in as `Notes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gozinto.edges.office.tracing import layout
from gozinto.trace.answer import Node, Trace, TraceLink

SHOWN = 80
HARD_CAP = 400
CROWD = 14
_UNSURE = frozenset({"interval", "inferred", "unknown"})


@dataclass(frozen=True, slots=True)
class Mounted:
    """A physical asset as a chip shows it. `limit` is its cycle limit."""

    code: str
    kind: str
    cycles: int | None = None
    limit: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it did more cycles than it may."""
        return self.cycles is not None and self.limit is not None and self.cycles > self.limit


@dataclass(frozen=True, slots=True)
class Notes:
    """What the plant knows about the nodes of a trace, by URI.

    `assets`: the physical assets among them; `mounted`: what a run had mounted, with cycles;
    `beside`: a few words to stand beside a name (the supplier); `partners`, `people`: their names;
    `alarms`: nodes to mark, with "bad" or "warn".
    """

    assets: Collection[str] = frozenset()
    mounted: Mapping[str, Sequence[Mounted]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    alarms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """One box. `members` are the URIs it stands for; more than one makes it a cluster."""

    key: str
    kind: str
    title: str
    subtitle: str = ""
    chips: tuple[Mounted, ...] = ()
    members: tuple[str, ...] = ()
    is_origin: bool = False
    alarm: str = ""
    can_open: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """One line, from left to right. `thickness` in user units; dashed where not certain."""

    source: str
    target: str
    thickness: float
    dashed: bool
    quantity: Decimal | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, arrows and the column of each box; `left_out` counts nodes that have no box."""

    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    level: Mapping[str, int]
    left_out: int = 0


@dataclass(slots=True)
class Draft:
    """The trace after runs were folded into their products and mounts into chips."""

    nodes: dict[str, Node]
    links: list[tuple[str, str, TraceLink]]
    made_by: dict[str, list[Node]]
    origins: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layered:
    """A draft in columns. `groups`: what stands in one column and is alike, by a name of it."""

    draft: Draft
    level: Mapping[str, int]
    groups: Mapping[str, Sequence[str]]


def layers(trace: Trace, *, notes: Notes) -> Layered:
    """All boxes that a trace could be drawn with, in their columns."""
    draft = _fold(trace, notes)
    edges = list({(source, target): None for source, target, _ in draft.links})
    level = _levels(trace.direction, draft, edges)
    return Layered(draft, level, _groups(draft, level))


def build(trace: Trace, *, notes: Notes, opened: Collection[str] = ()) -> Picture:
    """The picture of `trace`; `opened` names clusters that are to show their members."""
    layered = layers(trace, notes=notes)
    draft, level, groups = layered.draft, layered.level, layered.groups
    keys = list(draft.nodes)
    clustered = _choose(groups, keys, level, opened)
    shapes, home = _shapes(draft, notes, groups, clustered, level)
    arrows = _arrows(draft.links, home)
    columns = {shape.key: level[shape.members[0]] for shape in shapes}
    left_out = len(keys) - len(home)
    return Picture(tuple(shapes), tuple(arrows), columns, left_out)


def _levels(direction: str, draft: Draft, edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The column of each box: towards the origin, from it, or the one before the other."""
    keys = list(draft.nodes)
    if direction == "backward":
        return layout.levels(keys, edges)
    if direction == "forward":
        return layout.levels_from_left(keys, edges)
    sides: list[list[str]] = [[], []]
    for uri, node in draft.nodes.items():
        sides[node.depth > 0].append(uri)
    behind, ahead = (
        [edge for edge in edges if edge[0] in side and edge[1] in side] for side in map(set, sides)
    )
    level = layout.levels(sides[0], behind)
    first = 1 + max(level.values(), default=-1)
    after = layout.levels_from_left(sides[1], ahead)
    return level | {key: first + column for key, column in after.items()}


def _fold(trace: Trace, notes: Notes) -> Draft:
    origins = frozenset(trace.origin)
    buyers, sales = _customers(trace)
    trace_links = (*trace.links, *sales)
    nodes = {node.uri: node for node in (*trace.nodes, *buyers)}
    outputs: dict[str, set[str]] = defaultdict(set)
    entered = {link.to for link in trace_links}
    for link in trace_links:
        if link.from_ in nodes and nodes[link.from_].kind == "run":
            outputs[link.from_].add(link.to)
    for products in outputs.values():
        _forget_membership(products, nodes)
    makers: dict[str, set[str]] = defaultdict(set)
    for run, products in outputs.items():
        for made in products & origins:
            makers[made].add(run)
    into: dict[str, str] = {}
    for uri, node in nodes.items():
        if (
            node.kind == "run"
            and len(outputs[uri]) == 1
            and not _stays(trace, uri, notes, outputs, makers)
        ):
            into[uri] = next(iter(outputs[uri]))
    chips = {uri for uri in notes.assets if uri not in entered and uri not in origins}
    made_by: dict[str, list[Node]] = defaultdict(list)
    for run, product in into.items():
        made_by[product].append(nodes[run])
    links = [
        (into.get(link.from_, link.from_), into.get(link.to, link.to), link)
        for link in trace_links
        if link.from_ in nodes
        and link.to in nodes
        and link.from_ not in chips
        and (link.from_ not in outputs or link.to in outputs[link.from_])
    ]
    linked = {end for source, target, _ in links for end in (source, target)}
    kept = {
        uri: node
        for uri, node in nodes.items()
        if uri not in into and uri not in chips and (uri in linked or uri in origins)
    }
    return Draft(kept, [link for link in links if link[0] != link[1]], made_by, origins)


def _forget_membership(products: set[str], nodes: Mapping[str, Node]) -> None:
    """Units and the lots they belong to come out of their run together: the units are drawn."""
    known = [nodes[uri] for uri in products if uri in nodes]
    materials = {node.material for node in known if node.kind == "serial"}
    products -= {node.uri for node in known if node.kind == "lot" and node.material in materials}


def _customers(trace: Trace) -> tuple[list[Node], list[TraceLink]]:
    """Whoever received something, as the last column of a forward picture."""
    if trace.direction == "backward":
        return [], []
    last = 1 + max((node.depth for node in trace.nodes), default=0)
    buyers = [
        Node(uri=uri, kind="customer", number=name, depth=last)
        for uri, name in {fact.uri: fact.name for fact in trace.facts.customers}.items()
    ]
    sales = [
        TraceLink(
            from_=uri,
            to=fact.uri,
            role="shipped",
            earliest=trace.as_of,
            latest=trace.as_of,
            certainty="scanned",
            event_id="",
        )
        for fact in trace.facts.customers
        for uri in fact.objects
    ]
    return buyers, sales


def _stays(
    trace: Trace,
    run: str,
    notes: Notes,
    outputs: Mapping[str, set[str]],
    makers: Mapping[str, set[str]],
) -> bool:
    """A run keeps its box where something mounted is abnormal, or where it made the origin.

    Of several that made the origin (its own and its job's) the ones with something mounted.
    `makers`: the runs that made each origin.
    """
    mounted = notes.mounted.get(run, ())
    if trace.direction == "forward":
        return any(asset.is_over for asset in mounted) and len(outputs) <= CROWD
    made = [uri for uri in outputs[run] if uri in makers]
    if not made:
        return any(asset.is_over for asset in mounted)
    return bool(mounted) or all(makers[uri] == {run} for uri in made)


def _groups(draft: Draft, level: Mapping[str, int]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for uri, node in draft.nodes.items():
        what = (node.step or "") if node.kind == "run" else (node.material or "")
        groups[f"{level[uri]}.{node.kind}.{what}"].append(uri)
    return dict(groups)


def _choose(
    groups: Mapping[str, Sequence[str]],
    keys: Sequence[str],
    level: Mapping[str, int],
    opened: Collection[str],
) -> set[str]:
    """The groups to draw as one chip each: the largest first, until the picture can be read."""
    shown = len(keys)
    crowd: dict[int, int] = defaultdict(int)
    for key in keys:
        crowd[level[key]] += 1
    chosen: set[str] = set()
    for name, members in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        if len(members) < 2 or name in opened:
            continue
        column = level[members[0]]
        if shown > SHOWN or (crowd[column] > CROWD and len(members) > 2):
            chosen.add(name)
            shown -= len(members) - 1
            crowd[column] -= len(members) - 1
    return chosen


def _shapes(
    draft: Draft,
    notes: Notes,
    groups: Mapping[str, Sequence[str]],
    clustered: Collection[str],
    level: Mapping[str, int],
) -> tuple[list[Shape], dict[str, str]]:
    """The shapes, and the shape each node is at home in; a node without one was left out."""
    shapes: list[Shape] = []
    home: dict[str, str] = {}
    room = HARD_CAP - len(clustered)
    nearest = sorted(groups, key=lambda name: (-_nearness(draft, groups[name], level), name))
    for name in nearest:
        members = groups[name]
        if name in clustered:
            parts = [members]
        else:
            single, rest = members[:room], members[room:]
            room -= len(single)
            shapes += [_single(draft, notes, uri) for uri in single]
            home |= {uri: uri for uri in single}
            parts = [rest] if rest else []
        for part in parts:
            shapes.append(_cluster(draft, name, part, can_open=name in clustered))
            home |= dict.fromkeys(part, name)
    return shapes, home


def _nearness(draft: Draft, members: Sequence[str], level: Mapping[str, int]) -> int:
    """Groups with an origin first, then by how near the record says they are."""
    if draft.origins & set(members):
        return 1
    return -min(abs(draft.nodes[uri].depth) for uri in members)


def _single(draft: Draft, notes: Notes, uri: str) -> Shape:
    node = draft.nodes[uri]
    makers = draft.made_by.get(uri, [])
    if node.kind == "run":
        words = [node.step, node.equipment]
    else:
        words = [node.name or node.material, notes.beside.get(uri)]
        words += sorted({run.equipment for run in makers if run.equipment})[:1]
    return Shape(
        key=uri,
        kind=node.kind,
        title=node.number or uri,
        subtitle=" · ".join(word for word in words if word),
        chips=tuple(notes.mounted.get(uri, ())),
        members=(uri,),
        is_origin=uri in draft.origins,
        alarm=notes.alarms.get(uri, ""),
    )


def _cluster(draft: Draft, name: str, members: Sequence[str], *, can_open: bool) -> Shape:
    first = draft.nodes[members[0]]
    words = first.step if first.kind == "run" else (first.name or first.material)
    return Shape(
        key=name,
        kind=first.kind,
        title="",
        subtitle=words or "",
        members=tuple(members),
        is_origin=bool(draft.origins & set(members)),
        can_open=can_open,
    )


def _arrows(links: Iterable[tuple[str, str, TraceLink]], home: Mapping[str, str]) -> list[Arrow]:
    between: dict[tuple[str, str], list[TraceLink]] = defaultdict(list)
    for source, target, link in links:
        if source in home and target in home and home[source] != home[target]:
            between[home[source], home[target]].append(link)
    arrows = [_sum(source, target, found) for (source, target), found in between.items()]
    return thicken(arrows)


def _sum(source: str, target: str, links: Sequence[TraceLink]) -> Arrow:
    units = {link.uom for link in links}
    amounts = [link.quantity for link in links if link.quantity is not None]
    # Never added across units: an arrow of mixed ones has no quantity.
    total = sum(amounts, Decimal(0)) if len(units) == 1 and amounts else None
    return Arrow(
        source,
        target,
        thickness=1.2,
        dashed=all(is_unsure(link) for link in links),
        quantity=total,
        uom=(next(iter(units)) or "") if total is not None else "",
    )


def is_unsure(link: TraceLink) -> bool:
    """Whether a link is known only to an interval, a presence, or not even that."""
    return link.certainty in _UNSURE or link.earliest != link.latest


def thicken(arrows: Sequence[Arrow]) -> list[Arrow]:
    """Quantity as thickness, on a logarithmic scale within each unit."""
    logs = {
        index: float(arrow.quantity.ln())
        for index, arrow in enumerate(arrows)
        if arrow.quantity is not None and arrow.quantity > 0
    }
    bounds: dict[str, tuple[float, float]] = {}
    for index, value in logs.items():
        low, high = bounds.get(arrows[index].uom, (value, value))
        bounds[arrows[index].uom] = (min(low, value), max(high, value))
    out: list[Arrow] = []
    for index, arrow in enumerate(arrows):
        if index in logs:
            low, high = bounds[arrow.uom]
            part = (logs[index] - low) / (high - low) if high > low else 0.4
            arrow = replace(arrow, thickness=round(1.4 + 4.2 * part, 2))
        out.append(arrow)
    return out
