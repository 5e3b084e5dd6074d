"""What a label says of a thing, and why one is not printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from gozinto.errors import Refused, Unknown
from gozinto.labels import content, library
from gozinto.labels.content import codes
from gozinto.labels.layouts import Layout, SymbolElement
from gozinto.plant import objects
from gozinto.plant.models import Location, Material, TraceableObject
from tests.conftest import standing
from tests.edges import small_plant
from tests.edges.small_plant import LOT, SERIAL, TYRE
from tests.workshop import lot

pytestmark = pytest.mark.django_db

GTIN = "04012345678901"


@pytest.fixture(scope="module", autouse=True)
def _plant(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(small_plant.build, blocker=django_db_blocker):
        yield


def values(purpose: str, of: str) -> dict[str, str]:
    return dict(content.fill(library.get(purpose), of=of).values)


def faults(layout: Layout, *of: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        content.fill_each(layout, of=list(of))
    return [(one.code, one.value) for one in caught.value.violations]


def symbol(text: str, symbology: str) -> Layout:
    """The lot's layout with one symbol alone."""
    box = Decimal(10)
    return replace(
        library.get("lot"),
        elements=(
            SymbolElement(
                symbology=symbology, text=text, x_mm=box, y_mm=box, width_mm=box, height_mm=box
            ),
        ),
    )


def with_gtin(code: str) -> None:
    Material.objects.filter(code=code).update(gtin=GTIN)


def test_a_tyre_says_its_number_its_material_and_where_it_was_made() -> None:
    found = values("serial", SERIAL)
    assert (found["number"], found["material_name"]) == (SERIAL, "205/55 R16 tyre")
    assert (found["company"], found["link"]) == ("Demo Tyres", TYRE)
    assert (found["gs1"], found["gtin"], found["uom"]) == ("", "", "")
    assert date.fromisoformat(found["made_on"])
    assert found["equipment"]


def test_with_a_gtin_both_numbers_of_r20_stay_as_they_are() -> None:
    with_gtin("T205")
    found = values("serial", SERIAL)
    assert found["gs1"] == f"(01){GTIN}(21){SERIAL}"
    assert found["link"] == f"https://id.demo.example/01/{GTIN}/21/{SERIAL}"
    coded = codes.of_stock(kind="lot", number=LOT, gtin=GTIN, uri="urn:x", domain="id.acme.example")
    assert coded.gs1 == f"(01){GTIN}(10){LOT}"


@pytest.mark.parametrize("number", ["A" * 20, "a(b)/%c", "1+2=3", "_-.,:;!?<>*'\"&"])
def test_any_number_that_gs1_can_hold_is_read_back(number: str) -> None:
    coded = codes.of_stock(kind="lot", number=number, gtin=GTIN, uri="urn:x", domain="id.a.example")
    assert coded.gs1, coded.why


@pytest.mark.parametrize("number", ["A" * 21, "PARTİ-1", "Ö1", "a b", "x\x1dy"])
def test_what_gs1_cannot_hold_keeps_its_own_uri(number: str) -> None:
    coded = codes.of_stock(kind="lot", number=number, gtin=GTIN, uri="urn:x", domain="id.a.example")
    assert (coded.gs1, coded.link) == ("", "urn:x")
    assert coded.why


def test_gs1_data_that_would_name_two_lots_is_not_printed() -> None:
    with_gtin("HB")
    first = TraceableObject.objects.get(number="HB-2209")
    assert values("lot", first.uri)["gs1"] == f"(01){GTIN}(10)HB-2209"
    other = lot("HB", "HB-2209", supplier="RIVAL")
    TraceableObject.objects.create(uri=other, kind="lot", number="HB-2209", item="HB")
    found = values("lot", first.uri)
    assert (found["gs1"], found["link"]) == ("", first.uri)
    assert [one.uri for one in objects.find_all(found["link"])] == [first.uri]


def test_a_suppliers_lot_says_whose_it_is() -> None:
    found = values("lot", TraceableObject.objects.get(number="HB-2209").uri)
    assert (found["supplier"], found["supplier_lot"]) == ("Elastomer D", "HB-2209")
    assert (found["uom"], found["made_on"]) == ("kg", "")


def test_a_place_has_its_gln_where_it_has_one() -> None:
    place = Location.objects.order_by("code").first()
    assert place is not None
    assert values("location", place.code)["gs1"] == ""
    Location.objects.filter(pk=place.pk).update(gln="4012345000009")
    assert values("location", place.uri)["gs1"] == "(414)4012345000009"


def test_every_name_that_nothing_goes_by_is_told() -> None:
    with pytest.raises(Unknown):
        content.fill(library.get("badge"), of="P-99")
    assert faults(library.get("badge"), "P-98", "P-99") == [
        ("unknown_id", "P-98"),
        ("unknown_id", "P-99"),
    ]


def test_a_unit_gets_no_label_of_a_lot() -> None:
    assert faults(library.get("lot"), SERIAL) == [("label_of_other_kind", SERIAL)]


def test_all_that_keeps_labels_from_being_printed_is_told_at_once() -> None:
    lots = [TraceableObject.objects.get(number=number).uri for number in ("HB-2209", "SI-302")]
    told = faults(symbol("{gs1}", "gs1_128"), *lots)
    assert told == [("label_value_missing", "HB-2209"), ("label_value_missing", "SI-302")]
    with pytest.raises(Refused, match="its material has no GTIN"):
        content.fill(symbol("{gs1}", "gs1_128"), of=lots[0])


def test_a_number_that_a_symbology_cannot_hold_is_refused_with_the_reason() -> None:
    TraceableObject.objects.create(
        uri=lot("HB", "PARTİ-7"), kind="lot", number="PARTİ-7", item="HB"
    )
    assert faults(symbol("{number}", "code128"), "PARTİ-7") == [
        ("character_not_in_symbology", "PARTİ-7")
    ]
    assert content.fill(symbol("{number}", "datamatrix"), of="PARTİ-7").symbols


def test_a_name_with_a_control_character_is_refused() -> None:
    Material.objects.filter(code="HB").update(name="Halo\x07butyl")
    told = faults(library.get("lot"), TraceableObject.objects.get(number="HB-2209").uri)
    assert told == [("label_value_unprintable", "Halo\x07butyl")]


def test_the_questions_do_not_grow_with_the_labels() -> None:
    lots = list(TraceableObject.objects.filter(kind="lot").values_list("uri", flat=True))
    few, many = lots[:2], lots
    assert len(many) > 8
    content.fill_each(library.get("lot"), of=many)
    counted = []
    for asked in (few, many):
        with CaptureQueriesContext(connection) as queries:
            content.fill_each(library.get("lot"), of=asked)
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 1
    assert counted[1] < 25


def test_a_number_in_two_alphabets_that_look_alike_is_not_printed() -> None:
    cyrillic = "\N{CYRILLIC CAPITAL LETTER EN}B-1"
    TraceableObject.objects.create(uri=lot("HB", cyrillic), kind="lot", number=cyrillic, item="HB")
    assert ("mixed_alphabets", cyrillic) in faults(library.get("lot"), cyrillic)
    with pytest.raises(Refused, match="cyrillic"):
        content.fill(library.get("lot"), of=cyrillic)
