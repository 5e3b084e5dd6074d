"""What a URI says of the thing it names."""

from __future__ import annotations

import pytest

from gozinto.plant.identifiers import Identity, canonical, identify, run_number, run_uri

ID = "https://id.gs1.org"
GTIN = "04012345123456"


@pytest.mark.parametrize(
    ("told", "identity"),
    [
        ("urn:epc:id:sgtin:4012345.012345.T%2F1", Identity("serial", GTIN, "T/1")),
        ("urn:epc:class:lgtin:4012345.012345.L-7", Identity("lot", GTIN, "L-7")),
        ("urn:epc:idpat:sgtin:4012345.012345.*", Identity("lot", GTIN, GTIN)),
        ("urn:epc:id:upui:4012345.012345.X1", Identity("serial", GTIN, "X1")),
        ("urn:epc:id:itip:4012345.012345.01.02.9", Identity("serial", GTIN, "9")),
        (f"{ID}/8006/{GTIN}0102/10/L-7", Identity("lot", GTIN, "L-7")),
        (
            "urn:epc:id:sscc:4012345.3311111111",
            Identity("container", "", "340123453111111115"),
        ),
        ("urn:epc:id:grai:4012345.00022.33", Identity("serial", "", "0401234500022133")),
        ("urn:epc:id:giai:4012345.ABC345", Identity("serial", "", "4012345ABC345")),
        ("urn:epc:id:cpi:4012345.A-1.77", Identity("serial", "4012345A-1", "77")),
        ("https://tyres.example/01/4012345123456/21/1", Identity("serial", GTIN, "1")),
        ("https://id.demo.example/class/HB/S1/4711", Identity("lot", "HB", "4711")),
        ("https://id.demo.example/obj/T205/0444232322", Identity("serial", "T205", "0444232322")),
        ("https://id.demo.example/asset/M-88", Identity("serial", "", "M-88")),
        ("urn:x:unknown", Identity("serial", "", "urn:x:unknown")),
    ],
)
def test_a_uri_tells_kind_item_and_number(told: str, identity: Identity) -> None:
    assert identify(canonical(told)) == identity


def test_what_stood_in_a_quantity_list_is_a_lot() -> None:
    assert identify("urn:x:unknown", is_class=True).kind == "lot"


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        (run_uri("https://id.demo.example", number="J-1042/80"), "J-1042/80"),
        (run_uri("https://id.demo.example", number="J 7 ğ"), "J 7 ğ"),
        ("urn:example:run:77", "77"),
        ("https://else.example/jobs/77/", "77"),
    ],
)
def test_a_run_goes_by_its_number(uri: str, number: str) -> None:
    assert run_number(uri) == number
