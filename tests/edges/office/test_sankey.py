"""A large answer level by level: bands as tall as what they stand for, flows that add up."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client
from lxml import etree

from gozinto.edges.office.tracing import asking, bands, graph, notes, picturing, sankey
from gozinto.plant import objects
from tests.edges.small_plant import SERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]


def layered(number: str, direction: str) -> graph.Layered:
    answer = asking.TRACERS[direction]([objects.resolve(number)])
    return graph.layers(answer, notes=notes.gather(answer))


@pytest.mark.parametrize("direction", ["backward", "forward", "both"])
def test_every_object_is_in_one_band_and_every_pair_in_one_flow(direction: str) -> None:
    drawn = layered("GT-118203" if direction == "both" else SERIAL, direction)
    found = sankey.of(drawn)
    listed = [band for level in found.levels for band in level]
    assert sum(band.count for band in listed) == len(drawn.draft.nodes)
    pairs = {(source, target) for source, target, _ in drawn.draft.links}
    assert sum(flow.count for flow in found.flows) + found.returns == len(pairs)
    level = {band.key: band.level for band in listed}
    assert all(level[flow.source] < level[flow.target] for flow in found.flows)
    assert [band.is_origin for band in listed].count(True) == 1


def test_what_is_beyond_the_largest_stands_together(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = layered(SERIAL, "backward")
    most = max(Counter(band.level for lv in sankey.of(drawn).levels for band in lv).values())
    monkeypatch.setattr(sankey, "MOST_BANDS", most - 2)
    found = sankey.of(drawn)
    rest = [band for level in found.levels for band in level if band.kinds > 1]
    assert [band.kinds for band in rest] == [2]
    assert sum(band.count for level in found.levels for band in level) == len(drawn.draft.nodes)


def test_flows_leave_a_band_side_by_side_and_fill_it() -> None:
    found = sankey.of(layered("HB-2209", "forward"))
    drawn = bands.draw(found, href=lambda band: f"?open={band.key}", label="all of it")
    svg = etree.fromstring(str(drawn.svg))
    boxes = svg.findall(".//{*}rect")
    assert len(boxes) == drawn.boxes
    assert all(float(box.get("height", "0")) >= 30 for box in boxes)
    for path in svg.findall(".//{*}path"):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d", path.get("d", ""))]
        assert min(numbers) >= 0
        assert max(numbers[1::2]) <= drawn.height
    assert svg.findall(".//{*}a")[0].get("href", "").startswith("?open=")


def test_a_large_answer_opens_level_by_level_and_a_band_opens_in_the_graph(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"id": "HB-2209", "direction": "forward"}
    assert desk.get("/trace/", asked).context["view"] == "graph"
    monkeypatch.setattr(picturing, "LARGE", 10)
    page = desk.get("/trace/", asked)
    assert page.context["view"] == "sankey"
    content = page.content.decode()
    assert "6 × 205/55 R16 tyre" in content
    assert 'class="flow"' in content
    band = re.search(r'<a class="box band" href="([^"]*)" aria-label="6 × 205', content)
    assert band
    opened = desk.get("/trace/" + band[1].replace("&amp;", "&"))
    assert opened.context["view"] == "graph"
    assert SERIAL in opened.context["drawing"].svg
    for view in ("graph", "sankey"):
        assert desk.get("/trace/", asked | {"view": view}).context["view"] == view
    file = desk.get("/trace/export.svg", asked).content.decode()
    assert 'class="flow"' in file
    assert "href" not in file


def test_a_view_that_does_not_exist_is_the_one_that_suits(desk: Client) -> None:
    assert desk.get("/trace/", {"id": SERIAL, "view": "x"}).context["view"] == "graph"
