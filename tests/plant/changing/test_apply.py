"""All rows or none come in at the one door, and what they change can be read back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto.errors import Malformed, Outdated, Refused, Unknown
from gozinto.plant import changing
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import MasterBatch, MasterChange, Material, Partner

from .works import SMALL, everything, given, one, send

pytestmark = pytest.mark.django_db


def test_a_whole_plant_comes_in_at_once_and_reads_back_as_it_was_sent() -> None:
    done = send(SMALL)
    assert (done.created, done.updated, done.unchanged) == (len(SMALL), 0, 0)
    found = everything()
    for kind, values in SMALL:
        assert any(values.items() <= row.items() for row in found[kind]), (kind, values)
    assert Partner.objects.get(code="ACME").uri == "https://id.works.example/partner/ACME"


def test_the_order_of_the_rows_does_not_matter() -> None:
    send(SMALL[::-1])
    forwards = everything()
    assert send(SMALL).changes == ()
    assert everything() == forwards


def test_what_is_sent_twice_changes_nothing_and_keeps_no_history() -> None:
    send(SMALL)
    kept = MasterChange.objects.count()
    again = send(SMALL)
    assert (again.batch, again.changes, again.unchanged) == (None, (), len(SMALL))
    assert MasterChange.objects.count() == kept


def test_only_the_fields_that_are_sent_change() -> None:
    send(SMALL)
    done = one("materials", {"code": "TYRE", "shelf_life_days": "1825"}, why="rubber ages")
    assert done.updated == 1
    row = changing.get("materials", "TYRE")
    assert (row["name"], row["uom"], row["shelf_life_days"]) == ("Tyre", "C62", "1825")
    entry = changing.history("materials", "TYRE")[0]
    assert (entry.by, entry.why, entry.batch) == ("ada", "rubber ages", done.batch)
    assert entry.before is not None
    assert entry.after == entry.before | {"shelf_life_days": "1825"}


def test_a_dry_run_answers_the_same_and_keeps_nothing() -> None:
    tried = send(SMALL, dry_run=True)
    assert (tried.created, tried.dry_run, tried.batch) == (len(SMALL), True, None)
    assert not any(everything().values())
    assert not MasterBatch.objects.exists()
    assert send(SMALL).changes == tried.changes


def test_one_bad_row_lets_no_row_in() -> None:
    with pytest.raises(Refused) as caught:
        send([*SMALL, ("materials", {"code": "X", "name": "X", "kind": "raw", "uom": "KILO"})])
    (fault,) = caught.value.violations
    assert (fault.code, fault.value) == ("unknown_unit", "KILO")
    assert fault.path == f"plant.csv row {len(SMALL) + 2}, column uom"
    assert not any(everything().values())


def test_two_rows_may_exchange_what_only_one_may_have() -> None:
    first, second = "04006381333931", "00012345600012"
    one_, other = {"code": "A", "gtin": first}, {"code": "B", "gtin": second}
    named = {"name": "n", "kind": "raw"}
    send([("materials", one_ | named), ("materials", other | named)])
    send([("materials", one_ | {"gtin": second}), ("materials", other | {"gtin": first})])
    assert changing.get("materials", "A")["gtin"] == second
    assert changing.get("materials", "B")["gtin"] == first


def test_codes_keep_turkish_letters_leading_zeros_and_slashes() -> None:
    for code in ("00071", "ÇELİK/KORD ş ı", "a.b;c\"d'e%f"):
        one("materials", {"code": code, "name": code, "kind": "raw"})
        assert changing.get("materials", code)["name"] == code


def test_a_row_may_be_only_created_or_only_changed() -> None:
    new = {"code": "R-1", "name": "Torn", "category": "scrap"}
    with pytest.raises(Refused, match="no reason 'R-1' to change"):
        one("reasons", new, mode="update")
    one("reasons", new, mode="create")
    with pytest.raises(Refused, match="already"):
        one("reasons", new, mode="create")


def test_a_row_that_others_changed_meanwhile_is_not_overwritten() -> None:
    one("reasons", {"code": "R-1", "name": "Torn", "category": "scrap"})
    read = changing.etag("reasons", changing.get("reasons", "R-1"))
    one("reasons", {"code": "R-1", "name": "Burst"})
    with pytest.raises(Outdated):
        one("reasons", {"code": "R-1", "name": "Cut"}, expected={"R-1": read})
    with pytest.raises(Outdated):
        one("reasons", {"code": "R-1", "name": "Cut"}, expected={"R-1": ""})
    now = changing.etag("reasons", changing.get("reasons", "R-1"))
    assert one("reasons", {"code": "R-1", "name": "Cut"}, expected={"R-1": now}).updated == 1


@pytest.mark.parametrize("by", ["", "  ", "x" * 300, "a\0b"])
def test_nobody_changes_anything_without_a_name(by: str) -> None:
    with pytest.raises(Malformed):
        send(SMALL, by=by)
    assert not Material.objects.exists()


def test_what_is_not_there_says_what_is_near() -> None:
    send(SMALL)
    with pytest.raises(Unknown) as caught:
        changing.get("materials", "TYRES")
    assert caught.value.near == ("TYRE",)


def _bill(count: int) -> list[tuple[str, dict[str, str]]]:
    parts = [
        ("materials", {"code": f"M{n:05}", "name": f"Part {n}", "kind": "raw", "uom": "KGM"})
        for n in range(count)
    ]
    lines = [
        (
            "bill-lines",
            {"material": "TYRE", "slot": f"s{n}", "component": f"M{n:05}", "quantity": "1",
             "uom": "GRM"},
        )
        for n in range(count)
    ]  # fmt: skip
    return [*parts, *lines]


def _queries(count: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as heard:
        assert send(_bill(count)).created == 2 * count
    return len(heard)


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    send(SMALL)
    few = _queries(3)
    connection.cursor().execute("DELETE FROM gozinto_billline")
    Material.objects.filter(code__startswith="M").delete()
    assert _queries(2_500) == few


def test_progress_is_told_to_the_end() -> None:
    heard: list[tuple[int, int]] = []
    send(SMALL, progress=lambda done, of: heard.append((done, of)))
    assert heard == sorted(heard)
    assert heard[-1] == (2 * len(SMALL), 2 * len(SMALL))


def test_every_kind_can_be_written_and_read_back_empty_but_for_its_key() -> None:
    """Each kind with what it needs alone: every absent value is "", or the field's default."""
    send(SMALL)
    for name, kind in KINDS.items():
        for row in changing.every(kind):
            for field in kind.fields:
                assert isinstance(row[field.name], str)
                if row[field.name] == "":
                    assert not field.default, (name, field.name)
    assert given(SMALL)[0].place.said("name") == "plant.csv row 2, column name"


def test_rows_that_refer_to_each_other_may_come_after_another_change_in_one_transaction() -> None:
    material = {"code": "TYRE", "name": "Tyre", "kind": "finished", "lot_format": "LOTS"}
    lots = {"code": "LOTS", "name": "Lots", "pattern": "L-{seq}", "subject": "lot"}
    one("skills", {"code": "PRESS", "name": "Runs a press"})
    done = send([("materials", material), ("numbering-formats", lots | {"material": "TYRE"})])
    assert done.created == 2
