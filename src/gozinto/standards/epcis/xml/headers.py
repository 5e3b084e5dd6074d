"""What stands around the events of an XML document, to the members its JSON would have, and back.

Source: EPCIS 2.0 and 1.2, XML binding; the header of UN/CEFACT's Standard Business Document
Header 1.3 gives sender, receiver and instance identifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from gozinto.standards.epcis import envelopes, tree
from gozinto.standards.epcis.envelopes import Envelope, MasterData
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.parts import write_time
from gozinto.standards.epcis.reading import Reading
from gozinto.standards.epcis.xml import names as n
from gozinto.standards.epcis.xml import values
from gozinto.standards.epcis.xml.stream import XmlStream
from gozinto.standards.epcis.xml.values import Groups, Values

_ROOTS = n.STANDARD - {"", "urn:epcglobal:xsd:1", "urn:epcglobal:xsd:2"}
_RESULTS = frozenset(("queryName", "subscriptionID"))
_BUSINESS_HEADER = f"{{{n.SBDH}}}StandardBusinessDocumentHeader"
# Where the business header keeps what EPCIS in JSON keeps in the document itself.
_BUSINESS: Mapping[str, str] = {
    "sender": "Sender/{*}Identifier",
    "receiver": "Receiver/{*}Identifier",
    "instanceIdentifier": "DocumentIdentification/{*}InstanceIdentifier",
}


def read(here: Reading, stream: XmlStream, *, namespaces: dict[str, str]) -> Envelope:
    """The envelope of a document whose events were read. Faults are noted in `here`."""
    known = n.namespace_of(stream.root_tag) in _ROOTS
    found: dict[str, Json] = {
        "type": n.local_of(stream.root_tag) if known else stream.root_tag,
        **{
            name: value
            for name, value in stream.root_attributes.items()
            if name in ("schemaVersion", "creationDate")
        },
    }
    results: dict[str, Json] = {}
    if stream.root is not None:
        kept = Values(here, dict(namespaces))
        _read_root(kept, stream.root, found)
        namespaces = kept.namespaces
        for element in stream.root.iterfind("{*}EPCISBody/{*}QueryResults/*"):
            if (name := n.name_of(element.tag)) in _RESULTS:
                results[name] = (element.text or "").strip()
    if stream.event_list is None:
        here.fault("required", ("", "EPCISBody/EventList"), "The list of events is missing.")
    return envelopes.read(
        here, found, results=results, versions=("1.", "2."), namespaces=namespaces
    )


def _read_root(kept: Values, root: etree._Element, found: dict[str, Json]) -> None:
    extensions = Groups()
    for child in root:
        name = n.name_of(child.tag)
        if name == "EPCISHeader":
            found["epcisHeader"] = _read_header(kept, child, found)
        elif name != "EPCISBody":
            kept.add(extensions, child, path="")
    found |= extensions.members()


def _read_header(kept: Values, header: etree._Element, found: dict[str, Json]) -> Json:
    out: dict[str, Json] = {}
    extensions = Groups()
    for child in header:
        name = n.name_of(child.tag)
        if child.tag == _BUSINESS_HEADER:
            for member, way in _BUSINESS.items():
                if text := child.findtext(f"{{*}}{way}"):
                    found[member] = text.strip()
        elif name == "EPCISMasterData":
            out["epcisMasterData"] = _read_master_data(kept, child)
        elif name == "extension":
            inner = _read_header(kept, child, found)
            out |= inner if isinstance(inner, dict) else {}
        else:
            kept.add(extensions, child, path=("", "epcisHeader"))
    return out | extensions.members()


def _read_master_data(kept: Values, element: etree._Element) -> Json:
    return {
        "vocabularyList": [
            {
                "type": vocabulary.get("type"),
                "vocabularyElementList": [
                    _read_described(kept, one)
                    for one in vocabulary.iterfind("{*}VocabularyElementList/{*}VocabularyElement")
                ],
            }
            for vocabulary in element.iterfind("{*}VocabularyList/{*}Vocabulary")
        ]
    }


def _read_described(kept: Values, element: etree._Element) -> Json:
    attributes: list[Json] = []
    for one in element.iterfind("{*}attribute"):
        attributes.append({"id": one.get("id"), "attribute": kept.content(one)})
    children = [(one.text or "").strip() for one in element.iterfind("{*}children/{*}id")]
    return {"id": element.get("id"), "attributes": attributes, "children": children}


def write(envelope: Envelope, created: datetime) -> list[etree._Element]:
    """What stands before the body: the header, where there is one, and the document's own."""
    extensions: dict[str, Json] = dict(envelope.extensions)
    if envelope.id:
        extensions["id"] = envelope.id  # the XML binding has no place for it
    found: set[str] = set()
    tree.names_in(envelopes.write(envelope, created), names=found, schemes=set())
    tags = n.Tags(sorted(found), envelope.namespaces)
    around = etree.Element("around", nsmap=tags.nsmap if extensions else None)
    for name, value in extensions.items():
        values.append(around, value, name=name, tags=tags)
    header = etree.Element("EPCISHeader", nsmap=tags.nsmap if found else None)
    if envelope.sender or envelope.receiver or envelope.instance_identifier:
        header.append(_business_header(envelope, created))
    if envelope.master_data:
        master_data = etree.SubElement(etree.SubElement(header, "extension"), "EPCISMasterData")
        vocabularies = etree.SubElement(master_data, "VocabularyList")
        for one in envelope.master_data:
            _vocabulary(vocabularies, one, tags)
    for name, value in envelope.header_extensions.items():
        values.append(header, value, name=name, tags=tags)
    return [*([header] if len(header) else []), *around]


def _vocabulary(parent: etree._Element, found: MasterData, tags: n.Tags) -> None:
    vocabulary = etree.SubElement(parent, "Vocabulary", {"type": found.type})
    described = etree.SubElement(vocabulary, "VocabularyElementList")
    for one in found.elements:
        element = etree.SubElement(described, "VocabularyElement", {"id": one.id})
        for name, value in one.attributes:
            values.fill(etree.SubElement(element, "attribute", {"id": name}), value, tags=tags)
        if one.children:
            children = etree.SubElement(element, "children")
            for child in one.children:
                etree.SubElement(children, "id").text = child


def _business_header(envelope: Envelope, created: datetime) -> etree._Element:
    """Standard Business Document Header 1.3, with what it requires."""
    header = etree.Element(_BUSINESS_HEADER, nsmap={"sbdh": n.SBDH})

    def add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
        child = etree.SubElement(parent, f"{{{n.SBDH}}}{name}")
        child.text = text or None
        return child

    add(header, "HeaderVersion", "1.0")
    for name, party in (("Sender", envelope.sender), ("Receiver", envelope.receiver)):
        if party:
            add(add(header, name), "Identifier", party)
    document = add(header, "DocumentIdentification")
    add(document, "Standard", "EPCglobal")
    add(document, "TypeVersion", "1.0")
    if envelope.instance_identifier:
        add(document, "InstanceIdentifier", envelope.instance_identifier)
    add(document, "Type", "Events")
    add(document, "CreationDateAndTime", write_time(created))
    return header
