"""A scan means exactly one thing here, or candidates, or a new lot to receive: never a guess."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto import record
from gozinto.errors import Malformed
from gozinto.operations.scanning.resolving import NewLot, Resolution, resolve
from gozinto.plant import identifiers
from gozinto.plant.models import (
    Location,
    Material,
    NumberingFormat,
    Order,
    Partner,
    Person,
    SupplierPattern,
    TraceableObject,
)
from gozinto.plant.numbering import issuing
from tests import workshop
from tests.plants import packed, pallet, received, run, some, transformed, unit
from tests.workshop import lot

pytestmark = pytest.mark.django_db

GTIN = "09521234543213"
MOST_QUERIES = 12
PIECES = [
    *("]C1", "]E0", "]d2", "\x1d", "<GS>", "(01)", "(10)", "(00)", "(414)", "01", "10", "17"),
    *(GTIN, "IA-23092018-001", "RACK", "P-1", "https://id.demo.example/", "loc/", "%00", "%", "'"),
    *("\ud800", "\x00", "urn:epc:id:sgtin:", "http://[", "9521234.054321.", "\u0660", "\\"),
]
TYRE_LOT = f"https://id.gs1.org/01/{GTIN}/10/IA-23092018-001"


@pytest.fixture(autouse=True)
def _gtin() -> None:
    Material.objects.filter(code="T205").update(gtin=GTIN)


def means(found: Resolution) -> list[tuple[str, str]]:
    return [(one.kind, one.code) for one in found.matches]


def pattern(of: str, text: str, *, material: str = "") -> None:
    SupplierPattern.objects.create(
        partner=Partner.objects.get(code=of),
        material=Material.objects.filter(code=material).first(),
        pattern=text,
    )


@pytest.mark.parametrize(
    "text",
    [
        "IA-23092018-001",
        "]C0IA-23092018-001",
        f"(01){GTIN}(10)IA-23092018-001(17)280304",
        f"]C101{GTIN}10IA-23092018-001",
        f"]Q1https://tyres.example/01/{GTIN}/10/IA-23092018-001",
        "urn:epc:class:lgtin:9521234.054321.IA-23092018-001",
    ],
)
def test_a_lot_is_one_thing_whatever_its_label_carries(text: str) -> None:
    record.capture(received(some(TYRE_LOT, 4, "C62"), 0))
    found = resolve(text)
    assert found.verdict == "one"
    assert means(found) == [("lot", "IA-23092018-001")]
    assert (found.matches[0].uri, found.matches[0].name) == (TYRE_LOT, "205/55 R16 tyre")
    assert found.new_lots == ()


def test_a_tyre_is_found_by_the_number_moulded_into_it() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[unit("T205", "0444232322")]))
    for text in ("0444232322", " 0444232322\n", "]d10444232322"):
        assert means(resolve(text)) == [("serial", "0444232322")]
    near = resolve("0444232332")
    assert (near.verdict, near.near) == ("nothing", ("0444232322",))


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("P-1", "person", "P-1"),
        ("RACK", "location", "RACK"),
        ("https://id.demo.example/loc/RACK", "location", "RACK"),
        ("(414)4012345000009", "location", "DOCK"),
        ("(417)9521234000006", "partner", "NORTH"),
        ("PRESS-42", "equipment", "PRESS-42"),
        ("https://id.demo.example/equipment/PRESS-42", "equipment", "PRESS-42"),
        ("B-317", "asset", "B-317"),
        ("https://id.demo.example/asset/B-317", "asset", "B-317"),
        ("PO-7", "order", "PO-7"),
        ("https://id.demo.example/bt/PO-7", "order", "PO-7"),
        ("T205", "material", "T205"),
        (f"(01){GTIN}", "material", "T205"),
        ("9521234543213", "material", "T205"),
        ("J-1042/80", "job", "J-1042/80"),
    ],
)
def test_whatever_has_a_code_in_the_plant_is_found_by_it(text: str, kind: str, code: str) -> None:
    Location.objects.filter(code="DOCK").update(gln="4012345000009")
    Partner.objects.filter(code="NORTH").update(gln="9521234000006")
    Order.objects.create(number="PO-7", kind="purchase")
    made = identifiers.run_uri(workshop.DOMAIN, number="J-1042/80")
    record.capture(transformed(1, run_id=made, units_out=[unit("GT", "1")]))
    found = resolve(text)
    assert (found.verdict, means(found)) == ("one", [(kind, code)])


def test_a_tool_that_is_on_record_is_still_one_thing() -> None:
    record.capture(received(some(lot("HB", "H1"), 1), 0))
    TraceableObject.objects.create(
        uri=workshop.asset("B-317"), kind="serial", number="B-317", item=""
    )
    assert means(resolve("B-317")) == [("asset", "B-317")]


def test_who_left_is_found_and_the_state_says_so() -> None:
    Person.objects.filter(code="P-1").update(state="left")
    (only,) = resolve("P-1").matches
    assert (only.name, only.state) == ("Ada", "left")


def test_a_number_of_two_things_is_answered_with_both() -> None:
    record.capture(received(some(lot("HB", "RACK"), 1), 0))
    found = resolve("RACK")
    assert found.verdict == "several"
    assert sorted(means(found)) == [("location", "RACK"), ("lot", "RACK")]


def test_a_gs1_label_of_a_known_material_is_a_new_lot_to_receive() -> None:
    Material.objects.filter(code="HB").update(gtin="04150567890128")
    found = resolve("(01)04150567890128(10)HB-2209(11)260301(17)260900(3102)012550")
    assert found.verdict == "new_lot"
    assert found.new_lots == (
        NewLot(
            material="HB",
            lot="HB-2209",
            made_on=date(2026, 3, 1),
            expires_on=date(2026, 9, 30),
            quantity=Decimal("125.50"),
            uom="KGM",
        ),
    )


def test_a_pallet_of_a_supplier_tells_what_is_in_it() -> None:
    Material.objects.filter(code="HB").update(gtin="04150567890128")
    found = resolve("(00)340123451111111111(02)04150567890128(37)40(10)HB-2209")
    (new,) = found.new_lots
    assert (new.material, new.lot, new.quantity, new.uom) == ("HB", "HB-2209", Decimal(40), "C62")
    assert new.container == "340123451111111111"


def test_a_pallet_on_record_is_the_pallet_and_not_the_lot_in_it() -> None:
    record.capture(received(some(lot("HB", "HB-2209"), 40), 0))
    record.capture(packed(pallet(7), [unit("T205", "7")], 1))
    sscc = pallet(7).rsplit("/", 1)[1]
    found = resolve(f"(00){sscc}(02)04150567890128(37)40(10)HB-2209")
    assert means(found) == [("container", sscc)]


def test_a_suppliers_pattern_tells_material_lot_and_day() -> None:
    pattern("ELASTO", "{lot:6}{date:%y%m%d}", material="HB")
    found = resolve("]C0HB0042260228")
    assert found.new_lots == (
        NewLot(material="HB", lot="HB0042", supplier="ELASTO", made_on=date(2026, 2, 28)),
    )


def test_a_lot_that_came_is_no_new_one_however_much_is_printed_around_its_number() -> None:
    pattern("ELASTO", "{lot:6}{date:%y%m%d}", material="HB")
    record.capture(received(some(lot("HB", "HB0042", "ELASTO"), 1), 0))
    record.capture(received(some(lot("LC", "HB0042"), 1), 0))
    found = resolve("HB0042260228")
    assert (found.verdict, means(found)) == ("one", [("lot", "HB0042")])
    assert found.matches[0].uri == lot("HB", "HB0042", "ELASTO")


def test_what_two_suppliers_may_have_printed_is_for_a_person_to_choose() -> None:
    pattern("ELASTO", "{lot:6}{date:%y%m%d}", material="HB")
    pattern("RIVAL", "{item:2}{lot:10}")
    found = resolve("HB0042260228")
    assert found.verdict == "several"
    assert [(one.supplier, one.lot) for one in found.new_lots] == [
        ("ELASTO", "HB0042"),
        ("RIVAL", "0042260228"),
    ]


def test_whose_lot_it_is_is_told_where_one_partners_pattern_alone_reads_it() -> None:
    Material.objects.filter(code="HB").update(gtin="04150567890128")
    pattern("ELASTO", "HB{lot:4}", material="HB")
    (new,) = resolve("(01)04150567890128(10)HB0042").new_lots
    assert (new.supplier, new.lot) == ("ELASTO", "HB0042")


def test_a_number_that_we_issued_is_no_suppliers_lot_whatever_pattern_reads_it() -> None:
    pattern("ELASTO", "{lot:5}{any:3}", material="HB")
    NumberingFormat.objects.create(code="LOTS", name="Lots", pattern="LC-{seq:5}", subject="lot")
    assert resolve("LC-00001").verdict == "new_lot"
    assert issuing.issue(format="LOTS", by="ayse") == ["LC-00001"]
    found = resolve("LC-00001")
    assert (found.verdict, found.new_lots) == ("nothing", ())
    assert found.recognition.is_issued


@pytest.mark.parametrize(
    "text",
    [
        "(01)04150567890128(10)HB-2209",
        f"(01){GTIN}(21)7",
        "X-1",
        "https://shop.example/x",
        "(8013)1987654Ad4X4bL5ttr2310c2K",
    ],
)
def test_what_nothing_here_goes_by_is_nothing(text: str) -> None:
    found = resolve(text)
    assert (found.verdict, found.matches, found.new_lots) == ("nothing", (), ())


def test_what_a_scan_says_beside_its_name_is_typed_and_the_rest_is_told() -> None:
    said = resolve(f"(01){GTIN}(10)A(15)270115(37)12(241)OEM-4(91)X(8005)000199").content
    assert said.best_before_on == date(2027, 1, 15)
    assert (said.quantity, said.uom, said.customer_part) == (Decimal(12), "C62", "OEM-4")
    assert said.unread == (("91", "X"), ("8005", "000199"))


def test_two_amounts_are_both_told_and_neither_is_chosen() -> None:
    said = resolve(f"(01){GTIN}(10)A(30)12(3103)001250(3303)001400").content
    assert said.quantity is None
    assert [(one.what, str(one.value), one.uom) for one in said.measures] == [
        ("count", "12", "C62"),
        ("net weight", "1.250", "KGM"),
        ("gross weight", "1.400", "KGM"),
    ]


def test_a_label_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(Malformed) as refused:
        resolve("(01)09521234543214(10)A")
    assert refused.value.code == "bad_check_digit"


def queries(text: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        resolve(text)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_plant() -> None:
    texts: tuple[Any, ...] = ("RACK", "HB0042260228", f"(01){GTIN}(10)X", "nothing")
    pattern("ELASTO", "{lot:6}{date:%y%m%d}", material="HB")
    assert max(queries(text) for text in texts) <= MOST_QUERIES
    for number in range(20):
        code = f"S{number}"
        uri = identifiers.partner_uri(workshop.DOMAIN, code=code)
        Partner.objects.create(code=code, uri=uri, name=code, kind="supplier")
        pattern(code, "{lot:6}{date:%y%m%d}", material="HB")
        record.capture(received(some(lot("HB", "HB0042", code), 1), number))
        record.capture(received(some(lot("LC", "RACK", code), 1), number))
    assert max(queries(text) for text in texts) <= MOST_QUERIES


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join),
    )
)
def test_whatever_is_scanned_is_resolved_or_refused_by_one_of_our_errors(text: str) -> None:
    with suppress(Malformed):
        found = resolve(text)
        assert (found.verdict == "one") == (len(found.matches) == 1)
        assert not (found.matches and found.new_lots)


def test_a_number_typed_with_letters_that_only_look_alike_has_the_right_one_near() -> None:
    record.capture(received(some(lot("HB", "HB-7731"), 5), 0))
    found = resolve("HB-7731".replace("H", "\N{CYRILLIC CAPITAL LETTER EN}"))
    assert (found.verdict, found.near) == ("nothing", ("HB-7731",))
