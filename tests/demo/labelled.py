"""That everything of a plant can be labelled, and its label names it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from gozinto.labels import content, library
from gozinto.labels.layouts import Filled
from gozinto.plant import known, objects
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Run
from gozinto.standards.gs1 import scan

AT_ONCE = 500


def labels(kind: str) -> Iterator[Filled]:
    """The labels of all objects of a kind, as they come along."""
    tools = {one.uri for one in known.now().assets.values()}
    uris = TraceableObject.objects.filter(kind=kind).exclude(uri__in=tools).order_by("id")
    listed = list(uris.values_list("uri", flat=True))
    for start in range(0, len(listed), AT_ONCE):
        yield from content.fill_each(library.get(kind), of=listed[start : start + AT_ONCE])


def check_objects() -> None:
    """Each code on each label is read back to the very object that the label is of."""
    seen = 0
    for kind in ("lot", "serial"):
        found = list(labels(kind))
        told = [(one.uri, one.values[name]) for one in found for name in ("gs1", "link")]
        named = objects.find_many([text for _, text in told if text])
        for uri, text in told:
            if text:
                assert [one.uri for one in named[text]] == [uri], text
                assert scan.read(text).leftover in ("", *_expiry(text))
        seen += len(found)
    assert seen > 100


def _expiry(text: str) -> set[str]:
    return {f"(17){value}" for name, value in scan.read(text).elements if name == "17"}


def check_containers() -> None:
    """A logistic unit is known by its SSCC; one without is told so, and so is every other."""
    for uri in TraceableObject.objects.filter(kind="container").values_list("uri", flat=True):
        label = content.fill(library.get("container"), of=uri)
        (by_sscc,) = objects.find_all(label.values["gs1"])
        (by_link,) = objects.find_all(label.values["link"])
        assert by_sscc.uri == by_link.uri == uri
        assert label.values["contents"]


def check_what_is_described() -> None:
    """Places, people, tools, machines and jobs have labels too."""
    plant = known.now()
    described = {
        "location": plant.locations,
        "badge": plant.people,
        "asset": plant.assets,
        "station": plant.equipment,
    }
    for purpose, there in described.items():
        assert len(content.fill_each(library.get(purpose), of=list(there))) == len(there) > 0
    runs = list(Run.objects.values_list("uri", flat=True))
    jobs = content.fill_each(library.get("job"), of=runs)
    assert [one.uri for one in jobs] == runs
    assert all(one.values["equipment"] for one in jobs)


def check_everything() -> None:
    """Objects, containers, and what is described."""
    check_objects()
    check_containers()
    check_what_is_described()
