"""Bad input, as it comes: each has a code, nothing is believed, and nothing takes long."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from gozinto.errors import GozintoError
from gozinto.standards.epcis import documents

from .test_documents import RECEIPT, XML_RECEIPT, document, faults, xml

JSON = json.dumps(document(RECEIPT)).encode()
XML = xml(XML_RECEIPT)
BOMB = (
    '<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefghi", "bcdefghij"))  # noqa: B905
    + "]>"
)


def json_with(text: str) -> bytes:
    """The receipt's JSON with more members before its action."""
    return JSON.replace(b'"action"', text.encode() + b', "action"')


def xml_with(text: str) -> bytes:
    """The receipt's XML with more elements at its end."""
    return xml(XML_RECEIPT.replace("</ObjectEvent>", f"{text}</ObjectEvent>"))


ENDED: dict[str, tuple[bytes, str]] = {
    "billion laughs": ((BOMB + "<ObjectEvent>&j;</ObjectEvent>").encode(), "document_type"),
    "laughs in an attribute": ((BOMB + '<ObjectEvent a="&j;"/>').encode(), "document_type"),
    "external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "document_type",
    ),
    "external type": (b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>', "document_type"),
    "type behind comments": (
        b"<?xml version='1.0'?><!-- <a> --><?p q?>\n<!DOCTYPE a><a/>",
        "document_type",
    ),
    "type in UTF-16": ("<!DOCTYPE a []><a/>".encode("utf-16"), "document_type"),
    "type in UTF-7": (
        '<?xml version="1.0" encoding="UTF-7"?><!DOCTYPE a []><a/>'.encode("utf-7"),
        "document_type",
    ),
    "undeclared entity": (XML.replace(b"OBSERVE", b"&action;"), "not_xml"),
    "undeclared prefix": (xml_with("<nobody:x/>"), "not_xml"),
    "very deep XML": (xml("<a>" * 200_000), "too_deep"),
    "deep extension": (xml_with("<acme:a>" * 300 + "</acme:a>" * 300), "too_deep"),
    "very deep JSON": (b"[" * 200_000, "too_deep"),
    "deep objects": (b'{"a":' * 200_000, "too_deep"),
    "deep extension in JSON": (json_with(f'"acme:x": {"[" * 300}{"]" * 300}'), "too_deep"),
    "bytes that are not UTF-8": (JSON.replace(b"OBSERVE", b"\xe9"), "bad_encoding"),
    "JSON in UTF-16": (JSON.decode().encode("utf-16"), "bad_encoding"),
    "JSON in UTF-16 without mark": (JSON.decode().encode("utf-16-le"), "bad_encoding"),
    "XML in Latin-1 that claims UTF-8": (
        xml_with("<acme:x>é</acme:x>").decode().encode("latin-1"),
        "bad_encoding",
    ),
    "encoding nobody knows": (XML.replace(b"UTF-8", b"klingon"), "bad_encoding"),
    "comment in JSON": (JSON.replace(b'"action"', b'/* x */ "action"'), "not_json"),
    "comment before JSON": (b"// from our ERP\n" + JSON, "not_json"),
    "comma too many": (JSON.replace(b"]}}", b",]}}"), "not_json"),
    "JSON cut off": (JSON[:-9], "not_json"),
    "JSON twice": (JSON + JSON, "not_json"),
    "string without end": (JSON[:200] + b"x" * 100_000, "not_json"),
    "XML cut off": (XML[:-99], "not_xml"),
    "XML twice": (XML + XML, "not_xml"),
    "NUL in XML": (XML.replace(b"OBSERVE", b"OB\x00"), "not_xml"),
    "nothing": (b"", "not_json"),
    "only a bracket": (b"<", "not_xml"),
    "a list": (b"[1]", "not_an_object"),
    "number of 5000 digits": (json_with(f'"acme:x": {"9" * 5000}'), "not_a_number"),
    "exponent of 21 digits": (json_with(f'"acme:x": 1e{"9" * 21}'), "not_a_number"),
    "attribute of 11 MB": (xml(f'<ObjectEvent a="{"x" * 11_000_000}"/>'), "part_too_large"),
    "event of 9 MB in XML": (xml_with(f"<acme:x>{'x' * 9_000_000}</acme:x>"), "part_too_large"),
    "event of 9 MB": (json_with(f'"acme:x": "{"x" * 9_000_000}"'), "part_too_large"),
}
"""What ends the reading, and the code it ends with."""


@pytest.mark.parametrize("name", ENDED)
def test_what_cannot_be_read_ends_with_its_code(name: str) -> None:
    source, code = ENDED[name]
    began = time.process_time()
    with pytest.raises(GozintoError) as refused:
        list(documents.read(source))
    assert refused.value.code == code
    assert refused.value.next_step
    assert time.process_time() - began < 5


def test_a_comment_in_json_is_named_and_placed() -> None:
    source = JSON.replace(b'"action"', b'\n  // what they did\n "action"')
    with pytest.raises(GozintoError, match="no comments at line 2, column 3"):
        list(documents.read(source))


def test_a_place_far_into_a_line_is_told() -> None:
    source = b'{"a": "' + b"x" * 400_000 + b'", // here'
    with pytest.raises(GozintoError, match="line 1, column 400011"):
        list(documents.read(source))


@pytest.mark.parametrize("encoding", ["cp037", "utf-32", "utf-16-be"])
def test_no_encoding_hides_a_document_type(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a []><a/>'
    with pytest.raises(GozintoError) as refused:
        list(documents.read(text.encode(encoding), syntax="xml"))
    assert refused.value.code in ("document_type", "not_xml")


def test_what_stands_before_the_place_of_an_error_was_told() -> None:
    two = json.dumps(document(RECEIPT, RECEIPT)).encode()
    for source in (two.replace(b"]}}", b',{"x" 1}]}}'), xml(XML_RECEIPT, XML_RECEIPT, "<a></b>")):
        reading = iter(documents.read(source))
        assert next(reading).event is not None
        assert next(reading).event is not None
        with pytest.raises(GozintoError):
            next(reading)


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        (b"\xef\xbb\xbf" + JSON, []),
        (b"\xef\xbb\xbf" + XML, []),
        (b" \n" + JSON, []),
        (XML.decode().replace("UTF-8", "UTF-16").encode("utf-16"), []),
        (xml_with("<acme:x>é</acme:x>"), []),
        (json_with('"acme:x": NaN'), ["not_a_number"]),
        (json_with('"acme:x": -Infinity'), ["not_a_number"]),
        (json_with('"acme:x": 1e9999999'), ["not_a_number"]),
        (json_with('"acme:x": "\\u0000"'), ["bad_text"]),
        (json_with('"acme:x": "\\ud800"'), ["bad_text"]),
        (JSON.replace(b"+01:00", b""), ["missing_zone", "bad_offset"]),
        (XML.replace(b"+01:00", b""), ["missing_zone", "bad_offset"]),
        (JSON.replace(b'"receiving"', b'""'), ["empty"]),
        (XML.replace(b"urn:epcglobal:cbv:bizstep:receiving", b" "), ["empty"]),
        (JSON.replace(b"urn:uuid:", b""), ["bare_uuid"]),
        (XML.replace(b"urn:uuid:", b""), ["bare_uuid"]),
        (JSON.replace(b"https://id.demo.example/class/compound-7/", b""), ["bad_uri"]),
        (XML.replace(b"https://id.demo.example/class/compound-7/", b""), ["bad_uri"]),
        (JSON.replace(b'"ObjectEvent"', b'["ObjectEvent"]'), ["unknown_type"]),
    ],
)
def test_what_can_be_read_is_told_fault_by_fault(source: bytes, codes: list[str]) -> None:
    assert [code for code, _ in faults(source)] == codes


def test_an_unknown_root_is_no_document() -> None:
    found = faults(b"<html><body/></html>")
    assert ("unknown_type", "/html") in found
    assert ("required", "/html/EPCISBody/EventList") in found


def test_very_many_faults_neither_take_long_nor_fill_the_memory() -> None:
    bad: dict[str, Any] = {**RECEIPT, "epcList": ["x"] * 300_000}
    began = time.process_time()
    (one,) = documents.read(json.dumps(document(bad)).encode())
    assert len(one.faults) == 1000
    assert one.faults[-1].message == "There are 299,001 more faults."
    assert time.process_time() - began < 10
