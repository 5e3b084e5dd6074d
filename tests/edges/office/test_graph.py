"""Which boxes a trace is drawn with, and that what a label says stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from gozinto.edges.office.tracing import drawing, graph
from gozinto.edges.office.tracing.graph import Mounted, Notes
from gozinto.trace.answer import CustomerFact, Facts, Node, Trace, TraceLink

AT = datetime(2026, 3, 2, tzinfo=UTC)


def link(source: str, target: str, quantity: str | None = "1", uom: str = "KGM") -> TraceLink:
    """A scanned link at one moment; "run" in a name makes it an input or output."""
    return TraceLink(
        from_=source,
        to=target,
        role="input" if target.startswith("run") else "output",
        earliest=AT,
        latest=AT,
        certainty="scanned",
        event_id="e",
        quantity=None if quantity is None else Decimal(quantity),
        uom=uom,
    )


def node(uri: str, kind: str, depth: int, **more: str) -> Node:
    """A node whose number is its URI."""
    return Node(uri=uri, kind=kind, number=uri, depth=depth, **more)


def traced(nodes: list[Node], links: list[TraceLink], direction: str = "backward") -> Trace:
    """A trace of nodes and links; its origin is the first node."""
    return Trace(
        origin=(nodes[0].uri,),
        direction=direction,
        width="recorded",
        as_of=AT,
        known_at=AT,
        position=1,
        complete=True,
        truncated=False,
        elapsed_ms=1.0,
        nodes=tuple(nodes),
        links=tuple(links),
        facts=Facts(),
        gaps=(),
    )


def simple() -> Trace:
    """lot → run1 → mid → run2 → tyre, with a mould in run2."""
    return traced(
        [
            node("tyre", "serial", 0, name="Tyre"),
            node("run2", "run", 1, step="curing", equipment="PRESS-42"),
            node("mid", "lot", 2, name="Green tyre"),
            node("mould", "serial", 2),
            node("run1", "run", 3, step="building", equipment="BUILD-7"),
            node("lot", "lot", 4, name="Rubber"),
        ],
        [
            link("lot", "run1"),
            link("run1", "mid"),
            link("mid", "run2"),
            replace(link("mould", "run2", None), latest=None),
            link("run2", "tyre"),
        ],
    )


def test_a_run_is_drawn_inside_its_product_but_for_the_one_that_made_the_origin() -> None:
    picture = graph.build(simple(), notes=Notes(assets={"mould"}))
    shapes = {shape.key: shape for shape in picture.shapes}
    assert set(shapes) == {"lot", "mid", "run2", "tyre"}
    assert shapes["mid"].subtitle == "Green tyre · BUILD-7"
    assert [(arrow.source, arrow.target) for arrow in picture.arrows] == [
        ("lot", "mid"),
        ("mid", "run2"),
        ("run2", "tyre"),
    ]
    assert picture.left_out == 0


def test_what_is_mounted_stands_in_its_run_and_past_its_limit_it_is_red() -> None:
    notes = Notes(assets={"mould"}, mounted={"run2": [Mounted("M-1", "mould", 12, 10)]})
    drawn = drawn_with(simple(), notes)
    assert "Mould M-1 · 12 of 10" in drawn
    assert 'class="box-chip bad"' in drawn
    calm = Notes(assets={"mould"}, mounted={"run2": [Mounted("M-1", "mould", 9, 10)]})
    assert "bad" not in drawn_with(simple(), calm)


def drawn_with(trace: Trace, notes: Notes) -> str:
    """The SVG of a trace."""
    picture = graph.build(trace, notes=notes)
    return str(drawing.draw(picture, href=lambda _: "?node=x", selected="", label="Graph").svg)


def many(count: int, kind: str = "serial", material: str = "T205") -> Trace:
    """One lot in `count` units, each by a run of its own."""
    nodes = [node("lot", "lot", 0, name="Rubber")]
    links: list[TraceLink] = []
    for index in range(count):
        nodes += [
            node(f"run{index}", "run", 1, step="curing"),
            node(f"unit{index}", kind, 2, material=material, name="Tyre"),
        ]
        links += [link("lot", f"run{index}", "2.5"), link(f"run{index}", f"unit{index}")]
    return traced(nodes, links, "forward")


def test_siblings_on_a_crowded_level_become_one_stack_that_opens() -> None:
    picture = graph.build(many(2000), notes=Notes())
    stack = next(shape for shape in picture.shapes if len(shape.members) > 1)
    assert (len(stack.members), stack.subtitle, stack.can_open) == (2000, "Tyre", True)
    assert len(picture.shapes) == 2
    assert picture.arrows[0].quantity == Decimal(5000)

    opened = graph.build(many(2000), notes=Notes(), opened={stack.key})
    assert len(opened.shapes) == graph.HARD_CAP + 1
    rest = next(shape for shape in opened.shapes if len(shape.members) > 1)
    assert len(rest.members) == 2000 - graph.HARD_CAP + 1
    assert not rest.can_open
    assert opened.left_out == 0


def test_the_lot_that_units_belong_to_is_not_drawn_beside_them() -> None:
    trace = traced(
        [
            node("bladder", "serial", 0),
            node("run", "run", 1),
            node("u1", "serial", 2, material="T205"),
            node("u2", "serial", 2, material="T205"),
            node("lot", "lot", 2, material="T205"),
            node("waste", "lot", 2, material="SCRAP"),
        ],
        [link("bladder", "run"), *(link("run", uri) for uri in ("u1", "u2", "lot", "waste"))],
        "forward",
    )
    drawn = {shape.key for shape in graph.build(trace, notes=Notes()).shapes}
    assert drawn == {"bladder", "run", "u1", "u2", "waste"}


def test_a_few_siblings_stay_single() -> None:
    picture = graph.build(many(graph.CROWD), notes=Notes())
    assert len(picture.shapes) == graph.CROWD + 1


def test_a_large_answer_of_many_kinds_stays_below_what_can_be_read() -> None:
    nodes = [node("end", "lot", 0)]
    links: list[TraceLink] = []
    for index in range(300):
        nodes += [node(f"lot{index}", "lot", 2, material=f"M{index % 20}")]
        links += [link(f"lot{index}", "run")]
    nodes.insert(1, node("run", "run", 1, step="mixing"))
    links.append(link("run", "end"))
    picture = graph.build(traced(nodes, links), notes=Notes())
    assert len(picture.shapes) <= graph.SHOWN
    assert sum(len(shape.members) for shape in picture.shapes) == 302


def test_customers_are_the_last_column_of_a_forward_picture() -> None:
    trace = many(3)
    sold = CustomerFact(
        uri="dealer", name="Bayi 0417", quantity=Decimal(2), uom="C62", objects=("unit0", "unit1")
    )
    trace = replace(trace, facts=Facts(customers=(sold,)))
    picture = graph.build(trace, notes=Notes())
    dealer = next(shape for shape in picture.shapes if shape.kind == "customer")
    assert dealer.title == "Bayi 0417"
    assert picture.level[dealer.key] == max(picture.level.values())


def test_thickness_grows_with_quantity_within_a_unit_and_never_across_units() -> None:
    trace = traced(
        [node("end", "lot", 0), node("run", "run", 1), *(node(n, "lot", 2) for n in "abcd")],
        [
            link("a", "run", "1"),
            link("b", "run", "1000"),
            link("c", "run", "5", "MTR"),
            replace(link("d", "run", None), certainty="unknown"),
            link("run", "end", "900"),
        ],
    )
    arrows = {arrow.source: arrow for arrow in graph.build(trace, notes=Notes()).arrows}
    assert arrows["a"].thickness < arrows["run"].thickness < arrows["b"].thickness
    assert arrows["c"].thickness > arrows["a"].thickness
    assert arrows["d"].dashed
    assert not arrows["a"].dashed


@pytest.mark.parametrize("language", ["en", "de", "tr"])
def test_the_drawing_is_xml_with_points_in_its_numbers_and_labels_as_text(language: str) -> None:
    trace = simple()
    evil = replace(trace.nodes[-1], number='"><script>alert(1)</script>', name="<b>&")
    trace = replace(trace, nodes=(*trace.nodes[:-1], evil))
    with translation.override(language):
        svg = drawn_with(trace, Notes(assets={"mould"}))
    root = ElementTree.fromstring(svg)
    assert "<script" not in svg
    for found in re.findall(r' (?:d|x|y|width|height|stroke-width|viewBox)="([^"]*)"', svg):
        assert "," not in found
    assert float(root.attrib["width"]) > 0
    assert " style=" not in svg
