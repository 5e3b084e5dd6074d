"""The published event hashes: every line holds, in JSON and in XML, and equal events are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gozinto.standards import exact_json
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.event_hash import event_hash, hash_of, tree
from gozinto.standards.epcis.namespaces import expand
from gozinto.standards.epcis.pre_hash import Node, pre_hash

from .published import MISSING, ROOT, files

TESTS = "epcis-event-hash-generator/tests"
PREFIXES = {"cbv": "https://ref.gs1.org/cbv/", "gs1": "https://gs1.org/voc/"}
EVENTS = re.compile("(?:Object|Aggregation|Transaction|Transformation|Association)Event")
WITHOUT_A_TEXT_OF_OURS = {
    "epcisDocHavingTooManyUserExtensions.prehashes",  # without the document it speaks of
    "epcisDocWithAllGS1Keys.prehashes",
    "epcisDocWithCustomSchemaInContext.prehashes",
    "epcisDocWithDefaultSchemaInContext.prehashes",
}
"""Published texts without a document, or without the hash published beside them."""


BESIDE_THE_STANDARD = {
    # Compact names of the sender's own are hashed as they are; CBV 2.0 section 8.9 wants them in
    # full, and we read them so. The last event has its fields in an order no schema allows.
    "SensorDataExamples.xml": {5, 6, 7, 9, 11},
}
"""Events whose published hash our reader of XML does not bring, by their place in the file."""


def _with_hashes(suffix: str, *, twin: str = ".hashes") -> list[Any]:
    found = files(f"{TESTS}/examples/*{suffix}")
    return [p for p in found if p.id == "missing" or _beside(p.values[0], twin).exists()]


def _beside(path: Path, suffix: str) -> Path:
    return path.with_suffix(suffix)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def _json_hashes(path: Path) -> list[str]:
    ignored = _ignored_in_json(exact_json.parse(path.read_bytes()))
    return [event_hash(event, ignored=ignored) for event in documents.read_all(path.read_bytes())]


def _ignored_in_json(document: Any) -> list[str]:
    """A document may ask to leave fields out, in its head or in the head of its answer."""
    prefixes = {k: v for part in document["@context"][1:] for k, v in part.items()}
    inside = document["epcisBody"].get("queryResults", {})
    names = {**document, **inside}.get("repository-x:ignoreFields", [])
    return [full for name in names if (full := expand(name, prefixes))]


# XML as the published files have it: of any version, with undeclared words, with wrappers.


def _xml_events(path: Path) -> list[Node]:
    root = ElementTree.parse(path).getroot()
    return [_node(found) for found in root.iter() if EVENTS.fullmatch(str(found.tag))]


def _node(element: ElementTree.Element) -> Node:
    attributes = (Node(name, _full(value)) for name, value in element.attrib.items())
    children = (*attributes, *_children(element))
    return Node(str(element.tag), _full(element.text or ""), children)


def _children(element: ElementTree.Element) -> Iterator[Node]:
    for child in element:
        if child.tag == "extension":  # EPCIS 1.2 wrapped what was new then
            yield from _children(child)
        else:
            yield _node(child)


def _full(value: str) -> str:
    prefix, _, local = value.strip().partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else value


def _ignored_in_xml(path: Path) -> list[str]:
    root = ElementTree.parse(path).getroot()
    heads = root.iter("{https://repository-x.example.com/}ignoreFields")
    return [str(field.tag) for head in heads for field in head]


def _xml_hashes(path: Path) -> list[str]:
    ignored = _ignored_in_xml(path)
    return [hash_of(event, ignored=ignored) for event in _xml_events(path)]


@pytest.mark.parametrize("path", _with_hashes(".jsonld"))
def test_json_events_have_their_published_hashes(path: Path) -> None:
    assert _json_hashes(path) == _lines(_beside(path, ".hashes"))[:-1]


@pytest.mark.parametrize("path", _with_hashes(".xml"))
def test_xml_events_have_their_published_hashes(path: Path) -> None:
    assert _xml_hashes(path) == _lines(_beside(path, ".hashes"))[:-1]


@pytest.mark.parametrize("path", _with_hashes(".xml"))
def test_xml_that_our_reader_read_has_the_published_hashes(path: Path) -> None:
    ignored = [re.sub("[{}]", "", name) for name in _ignored_in_xml(path)]
    hashes = [
        event_hash(read.event, ignored=ignored) if read.event else "refused"
        for read in documents.read(path.read_bytes())
    ]
    published = _lines(_beside(path, ".hashes"))[:-1]
    different = {i for i, (a, b) in enumerate(zip(hashes, published, strict=True)) if a != b}
    assert different == BESIDE_THE_STANDARD.get(path.name, set())


def test_every_published_hash_is_checked() -> None:
    published = list(ROOT.glob(f"{TESTS}/examples/*.hashes"))
    if not published:
        pytest.skip(MISSING)
    hashed = [_beside(p, s) for p in published for s in (".jsonld", ".xml")]
    assert sum(len(_lines(path)) - 1 for path in published) == 63
    assert len([path for path in hashed if path.exists()]) == 39


@pytest.mark.parametrize(
    "path", files(f"{TESTS}/examples/*.prehashes", without=WITHOUT_A_TEXT_OF_OURS)
)
def test_the_text_that_is_hashed_is_the_published_one(path: Path) -> None:
    document = next(p for s in (".xml", ".jsonld") if (p := _beside(path, s)).exists())
    if document.suffix == ".xml":
        trees, ignored = _xml_events(document), _ignored_in_xml(document)
    else:
        source = document.read_bytes()
        trees = [tree(event) for event in documents.read_all(source)]
        found = _ignored_in_json(exact_json.parse(source))
        ignored = [re.sub(r"(.*/)(.*)", r"{\1}\2", name) for name in found]
    texts = [pre_hash(event, ignored=ignored) for event in trees]
    assert texts == [line for line in _lines(path) if line]


@pytest.mark.parametrize("path", files(f"{TESTS}/expected_equal/*"))
def test_events_that_say_the_same_have_one_hash(path: Path) -> None:
    hashes = _xml_hashes(path) if path.suffix == ".xml" else _json_hashes(path)
    assert len(hashes) > 1
    assert len(set(hashes)) == 1


@pytest.mark.parametrize("path", _with_hashes(".jsonld", twin=".xml"))
def test_an_event_in_json_has_the_hash_of_its_twin_in_xml(path: Path) -> None:
    assert _json_hashes(path) == _xml_hashes(_beside(path, ".xml"))
