"""What is on the shelf on the first day: out of a table, onto the record, once, as a gap."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto import trace
from gozinto.errors import Refused
from gozinto.operations import opening, opening_tables
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Event, ObjectState
from gozinto.standards.tables import workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table
from tests.standards.tables.workbooks import of_cells
from tests.workshop import CLERK, at, lot, unit, words_of

HEADER = "kind,material,number,quantity,uom,location,supplier,supplier lot,expiry,produced on"
ROWS = (
    "lot,HB,OUR-7,500.5,KGM,RACK,ELASTO,4711,2027-03-01,2026-01-15",
    "lot,HB,,0.25,TNE,DOCK,ELASTO,4712,,",
    "lot,T205,IA-23092018-001,40,,,,,,2018-09-23",
    "serial,T205,0444232322,,,NORTH-SITE,,,,",
)


def load(*rows: str, header: str = HEADER, **manner: Any) -> opening_tables.Report:
    """Load a table with these rows."""
    text = "\n".join((header, *rows)) + "\n"
    return opening_tables.load(text.encode(), by=CLERK, name="stock.csv", **manner)


def faults(*rows: str, header: str = HEADER) -> list[tuple[str, int, str]]:
    """What is wrong with a table: code, row, column."""
    with pytest.raises(Refused) as refused:
        load(*rows, header=header)
    assert not Event.objects.exists()
    assert all(v.next_step and v.path.startswith("stock.csv") for v in refused.value.violations)
    return [(v.code, v.data["row"], v.data["column"]) for v in refused.value.violations]


def test_lots_and_serials_stand_on_record_as_they_stood_in_the_table() -> None:
    report = load(*ROWS, at=at(0))
    assert (report.rows, report.recorded, report.repeated) == (4, 4, 0)
    ours = ObjectState.objects.get(object=objects.resolve("OUR-7"))
    assert (ours.on_hand, ours.uom) == (Decimal("500.5"), "KGM")
    assert ours.expires_at == datetime(2027, 3, 1, 21, tzinfo=UTC)  # that day's end in Istanbul
    assert ours.location.endswith("/loc/RACK")
    assert objects.resolve("4711").uri == lot("HB", "OUR-7")
    assert objects.resolve("4712").uri == lot("HB", "4712", "ELASTO")
    assert ObjectState.objects.get(object=objects.resolve("4712")).on_hand == Decimal(250)
    assert objects.resolve("0444232322").uri == unit("T205", "0444232322")


def test_the_word_of_the_table_is_declared_and_tells_the_day_it_was_made() -> None:
    captured = opening.open_stock(
        material="T205", number="IA-23092018-001", quantity=Decimal(40), by=CLERK, at=at(0)
    )
    assert words_of(captured).certainty == "declared"
    assert objects.resolve("IA-23092018-001").item == "T205"
    load(*ROWS[3:], at=at(0))
    load("HB,X-1,5,2026-01-15,scanned", header="material,number,quantity,produced on,certainty")
    words = Event.objects.order_by("position").last()
    assert words is not None
    assert '"gozinto:certainty":"scanned"' in words.document.replace('": "', '":"')
    assert date(2026, 1, 15).isoformat() in words.document


@pytest.mark.parametrize("number", ["OUR-7", "IA-23092018-001", "0444232322"])
def test_every_trace_that_ends_there_says_so(number: str) -> None:
    load(*ROWS, at=at(0))
    found = trace.backward([objects.resolve(number)], as_of=at(1))
    assert [gap.code for gap in found.gaps] == ["opening_balance"]
    assert not found.complete


def test_the_supplier_of_opening_stock_is_known_where_the_table_names_it() -> None:
    load(*ROWS, at=at(0))
    found = trace.backward([objects.resolve("OUR-7")], as_of=at(1))
    assert [(s.name, s.supplier_lots) for s in found.facts.suppliers] == [
        ("Elasto Rubber", ("4711",))
    ]


@pytest.mark.parametrize("time", [{"at": at(0)}, {}])
def test_the_same_file_again_adds_nothing(time: dict[str, datetime]) -> None:
    load(*ROWS, **time)
    again = load(*ROWS, **time)
    assert (again.recorded, again.repeated) == (0, 4)
    assert ObjectState.objects.get(object=objects.resolve("OUR-7")).on_hand == Decimal("500.5")


def test_many_rows_are_recognised_with_no_more_questions_than_few() -> None:
    asked = []
    for count in (5, 50):
        rows = [f"HB,{count}-{number},5" for number in range(count)]
        load(*rows, header="material,number,quantity")
        with CaptureQueriesContext(connection) as queries:
            assert load(*rows, header="material,number,quantity").repeated == count
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_another_quantity_later_is_refused_row_by_row() -> None:
    load(*ROWS, at=at(0))
    with pytest.raises(Refused) as refused:
        load(ROWS[0].replace("500.5", "600"), ROWS[2], "lot,HB,NEW,1,,,,,,", at=at(0))
    assert [(v.code, v.data["row"]) for v in refused.value.violations] == [("already_opened", 2)]
    assert not TraceableObject.objects.filter(number="NEW").exists()


def test_one_lot_may_lie_in_two_places() -> None:
    load("HB,A,5,RACK", "HB,A,7,DOCK", header="material,number,quantity,location")
    assert ObjectState.objects.get(object=objects.resolve("A")).on_hand == Decimal(12)


def test_a_dry_run_says_the_same_and_leaves_nothing() -> None:
    report = load(*ROWS, dry_run=True)
    assert (report.rows, report.recorded) == (4, 4)
    assert not Event.objects.exists()
    assert not TraceableObject.objects.exists()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert faults(
        "lot,XX,A,5,,,,,,",
        "lot,HB,,5,,,,,,",
        "lot,HB,B,-5,,NOWHERE,,,,",
        "lot,HB,C,\"1,5\",MTR,,,,,",
        "crate,HB,D,5,,,NOBODY,,,",
        "serial,T205,E,2,,,,,,",
        "lot,HB,F,5,,,,4711,31.12.2026,2999-01-01",
        "lot,HB,G,=1+1,,,,,,",
        "lot,HB,H,5,,,,,2026-01-01,2026-02-01",
        "lot,HB,H,5,,,,,,",
        "lot,HB,I,5,,,,,,,surplus",
    ) == [
        ("unknown_material", 2, "material"),
        ("missing_value", 3, "number"),
        ("bad_quantity", 4, "quantity"),
        ("unknown_location", 4, "location"),
        ("bad_quantity", 5, "quantity"),
        ("incomparable_units", 5, "uom"),
        ("unknown_choice", 6, "kind"),
        ("unknown_partner", 6, "supplier"),
        ("bad_quantity", 7, "quantity"),
        ("not_a_date", 8, "expires_on"),
        ("missing_value", 8, "supplier_lot"),
        ("time_in_future", 8, "produced_on"),
        ("formula_in_cell", 9, "quantity"),
        ("ends_before_it_begins", 10, "expires_on"),
        ("cell_without_column", 12, ""),
    ]  # fmt: skip


def test_a_number_that_stands_there_twice_is_told_with_the_first_row() -> None:
    assert faults("lot,HB,A,5,,,,,,", "lot,HB,B,5,,,,,,", "lot,HB,A,9,,,,,,") == [
        ("duplicate_row", 4, "number")
    ]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("number,quantity", "missing_column"),
        ("material,number,lot,quantity", "column_twice"),
        ("material,number,quantity,colour", "unknown_column"),
    ],
)
def test_a_header_that_is_not_understood_is_told(header: str, code: str) -> None:
    assert [found[0] for found in faults("HB,A,5", header=header)] == [code]


@pytest.mark.parametrize(
    "header",
    ["Malzeme Kodu;Parti No;Miktar;Ölçü Birimi", "Materialnummer;Charge;Menge;Mengeneinheit"],
)
def test_headers_are_understood_in_three_languages(header: str) -> None:
    assert load("HB;A;5;KGM", header=header).recorded == 1


def test_what_cannot_be_printed_is_no_number_and_no_note() -> None:
    header = "material,number,quantity,note"
    found = faults("HB,A\x07,5,", "HB,B,5,a\x0bb", f"HB,{'x' * 201},5,{'y' * 2001}", header=header)
    assert found == [
        ("bad_code", 2, "number"),
        ("bad_text", 3, "note"),
        ("bad_code", 4, "number"),
        ("bad_text", 4, "note"),
    ]


def test_a_serial_that_a_spreadsheet_took_for_a_number_is_not_believed() -> None:
    book = io.BytesIO()
    columns = [Column(header=name) for name in ("kind", "material", "number")]
    table = Table(name="stock", columns=columns, rows=[["serial", "T205", "0444232322"]])
    workbook_writing.write(book, [table])
    assert opening_tables.load(book.getvalue(), by=CLERK).recorded == 1
    typed = of_cells(
        '<row><c t="str"><v>kind</v></c><c t="str"><v>material</v></c>'
        '<c t="str"><v>number</v></c></row><row><c t="str"><v>serial</v></c>'
        '<c t="str"><v>T205</v></c><c><v>444232322</v></c></row>'
    )
    with pytest.raises(Refused) as refused:
        opening_tables.load(typed, by=CLERK)
    assert [v.code for v in refused.value.violations] == ["number_for_text"]
    assert opening_tables.load(typed, by=CLERK, trust_numbers=True).recorded == 1
