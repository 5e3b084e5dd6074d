"""The table of kinds agrees with the models, with itself, and with what people write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db.models import CharField, ForeignKey

from gozinto.errors import Unknown
from gozinto.plant import kinds
from gozinto.plant.kinds import KINDS, Kind, NotAValue, Type, find_field, folded
from gozinto.plant.kinds.synonyms import SYNONYMS
from gozinto.plant.kinds.values import _READERS

WITHOUT_FIELD = {"id", "uri"}
"""What the product makes by itself and no person types."""


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_has_a_field_for_every_column_and_no_other(kind: Kind) -> None:
    columns = {column.name for column in kind.model._meta.concrete_fields}
    assert set(kind.names) == columns - WITHOUT_FIELD
    assert ("uri" in columns) == (kind.uri is not None)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_key_is_what_the_database_holds_unique(kind: Kind) -> None:
    unique = [
        set(constraint.fields)
        for constraint in kind.model._meta.total_unique_constraints
        if not constraint.deferrable
    ]
    unique += [{column.name} for column in kind.model._meta.concrete_fields if column.unique]
    assert set(kind.key or {"id"}) in unique


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_field_and_its_column_agree(kind: Kind) -> None:
    for field in kind.fields:
        column = kind.column(field.name)
        if field.choices:
            assert {value for value, _ in column.flatchoices} == set(field.choices), field.name
        if isinstance(column, ForeignKey):
            assert column.related_model is KINDS[field.refers_to].model, field.name
            assert column.null != field.required, field.name
        elif not isinstance(column, CharField) and not field.required and not field.default:
            assert column.null, f"{kind.name}.{field.name} is optional and cannot be absent"
        if field.default:
            assert kinds.read(field.default, kind=kind, field=field) == field.default


def test_every_reference_names_a_kind_whose_key_it_completes() -> None:
    for kind in KINDS.values():
        for field in kind.references:
            assert len(KINDS[field.refers_to].key) == len(field.along) + 1, field.name
            assert set(field.along) <= set(kind.names)


def test_a_kind_refers_to_those_before_it_but_for_the_one_circle() -> None:
    order = list(KINDS)
    ahead = {
        (kind.name, field.refers_to)
        for kind in KINDS.values()
        for field in kind.references
        if order.index(field.refers_to) > order.index(kind.name)
    }
    assert ahead == {("materials", "numbering-formats")}


def test_every_state_can_be_reached_or_is_where_something_begins() -> None:
    for kind in KINDS.values():
        for state, following in kind.states.items():
            assert set(following) <= set(kind.states), kind.name
            begins = kind.field("state").default or "draft"
            reached = {begins, "draft"} | {s for after in kind.states.values() for s in after}
            assert state in reached, f"{kind.name}: {state}"


def test_no_header_means_two_fields() -> None:
    for kind in KINDS.values():
        meant: dict[str, str] = {}
        for field in kind.fields:
            for word in {field.name, *SYNONYMS.get(field.name, ()), *field.synonyms}:
                assert meant.setdefault(folded(word), field.name) == field.name, (kind.name, word)


def test_every_field_has_words_in_all_languages() -> None:
    names = {name for kind in KINDS.values() for name in kind.names}
    assert names == set(SYNONYMS)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("uom", "uom"),
        ("Unit of Measure", "uom"),
        ("ÖLÇÜ BİRİMİ", "uom"),
        ("olcu_birimi", "uom"),
        ("BIRIM", "uom"),
        ("Mengen-Einheit", "uom"),
        ("Artikelnummer", "code"),
        ("STOK KODU", "code"),
        ("Malzeme Adı", "name"),
        ("Material name", "name"),
        ("Materialbezeichnung", "name"),
        ("Malzeme Türü", "kind"),
        ("GÜLTIG AB", "effective_from"),
        ("Raf Ömrü (gün)", "shelf_life_days"),
        ("colour", ""),
    ],
)
def test_a_header_is_understood_in_three_languages(header: str, field: str) -> None:
    assert find_field(KINDS["materials"], header) == field


def test_an_unknown_kind_names_near_ones() -> None:
    with pytest.raises(Unknown) as caught:
        kinds.find_kind("material")
    assert "materials" in caught.value.near


def test_every_type_can_be_read() -> None:
    assert set(_READERS) == set(Type)


@pytest.mark.parametrize(
    ("kind", "field", "text", "canonical"),
    [
        ("materials", "code", "00İ-ş ç/1", "00İ-ş ç/1"),
        ("materials", "name", " 205/55 R16 ", " 205/55 R16 "),
        ("materials", "gtin", "4006381333931", "04006381333931"),
        ("materials", "kind", "Finished", "finished"),
        ("materials", "tracking", "Lot and Serial", "lot_and_serial"),
        ("materials", "uom", "", "C62"),
        ("materials", "uom", "kgm", "KGM"),
        ("materials", "shelf_life_days", "0090", "90"),
        ("materials", "tolerance_percent", "2.50", "2.5"),
        ("materials", "tolerance_percent", "-0.0", "0"),
        ("unit-conversions", "factor", "123456789012345678.123456789012", ""),
        ("inspection-plans", "required", "HAYIR", "false"),
        ("inspection-plans", "required", "", "true"),
        ("shifts", "starts_at", "2026-03-01 06:00+03:00", "2026-03-01T03:00:00Z"),
        ("shifts", "starts_at", "2026-03-01T06:00:00.250Z", "2026-03-01T06:00:00.25Z"),
        ("calendar-shifts", "starts", "6:00", "06:00"),
        ("calendar-shifts", "starts", "06:00:30", "06:00:30"),
        ("calendars", "zone", "Europe/Istanbul", "Europe/Istanbul"),
        ("enterprise", "domain", "ID.Example.COM", "id.example.com"),
    ],
)
def test_a_cell_has_one_canonical_text(kind: str, field: str, text: str, canonical: str) -> None:
    asked = KINDS[kind]
    found = kinds.read(text, kind=asked, field=asked.field(field))
    assert found == (canonical or text)
    assert kinds.read(found, kind=asked, field=asked.field(field)) == found


@pytest.mark.parametrize(
    ("kind", "field", "text", "code"),
    [
        ("materials", "code", "", "missing_value"),
        ("materials", "code", "A|B", "bad_code"),
        ("materials", "code", " A", "bad_code"),
        ("materials", "code", "A\tB", "bad_code"),
        ("materials", "code", "A" * 81, "too_long"),
        ("materials", "name", "a\0b", "bad_text"),
        ("materials", "name", "\ud800", "bad_text"),
        ("materials", "uom", "KILO", "unknown_unit"),
        ("materials", "gtin", "4006381333930", "bad_gtin"),
        ("materials", "gtin", "٤006381333931", "bad_gtin"),
        ("partners", "gln", "400638133393", "bad_gln"),
        ("materials", "kind", "tyre", "unknown_choice"),
        ("materials", "shelf_life_days", "1.5", "not_an_integer"),
        ("materials", "shelf_life_days", "9999999999", "out_of_range"),
        ("materials", "shelf_life_days", "-1", "out_of_range"),
        ("bill-lines", "priority", "40000", "out_of_range"),
        ("bill-lines", "quantity", "0", "out_of_range"),
        ("bill-lines", "quantity", "1,5", "not_a_decimal"),
        ("bill-lines", "quantity", "1e5", "not_a_decimal"),
        ("bill-lines", "quantity", "NaN", "not_a_decimal"),
        ("bill-lines", "quantity", "1.1234567", "too_precise"),
        ("bill-lines", "quantity", "9" * 70, "not_a_decimal"),
        ("materials", "tolerance_percent", "101", "out_of_range"),
        ("inspection-plans", "required", "maybe", "not_a_flag"),
        ("holidays", "date", "2026-02-30", "not_a_date"),
        ("holidays", "date", "01.02.2026", "not_a_date"),
        ("shifts", "starts_at", "2026-03-01T06:00", "not_a_moment"),
        ("shifts", "starts_at", "0001-01-01T00:00+14:00", "not_a_moment"),
        ("calendar-shifts", "starts", "25:00", "not_a_time"),
        ("calendars", "zone", "Istanbul", "unknown_zone"),
        ("enterprise", "domain", "https://x.com/", "bad_domain"),
    ],
)
def test_a_cell_that_is_no_value_says_what_is_wrong(
    kind: str, field: str, text: str, code: str
) -> None:
    asked = KINDS[kind]
    with pytest.raises(NotAValue) as caught:
        kinds.read(text, kind=asked, field=asked.field(field))
    finding = caught.value.finding
    assert (finding.field, finding.code) == (field, code)
    assert finding.message
    assert finding.next_step


def test_every_code_of_a_cell_is_in_the_guide() -> None:
    root = Path(__file__).resolve().parents[3]
    guide = (root / "docs" / "guide" / "errors.md").read_text(encoding="utf-8")
    source = (root / "src/gozinto/plant/kinds/values.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'code="([a-z_]+)"', source)) | {"bad_gtin", "bad_gln"}
    assert len(codes) > 15
    assert [code for code in codes if f"`{code}`" not in guide] == []
