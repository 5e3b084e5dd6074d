"""What was changed is kept, and can be taken back; what stands in the way is named."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.errors import InTheWay, Refused, Unknown
from gozinto.plant import changing
from gozinto.plant.changing.history import ERASED
from gozinto.plant.models import MasterBatch, MasterChange, TraceableObject

from .works import SMALL, Rows, everything, one, send

pytestmark = pytest.mark.django_db


def test_a_batch_is_taken_back_whole_and_that_may_be_taken_back_too() -> None:
    done = send(SMALL)
    assert done.batch is not None
    there = everything()
    undone = changing.undo(done.batch, by="ben", why="wrong plant")
    assert undone.batch is not None
    assert undone.removed == len(SMALL)
    assert not any(everything().values())
    assert changing.get_batch(done.batch).undone_by == undone.batch
    with pytest.raises(InTheWay) as caught:
        changing.undo(done.batch, by="ben", why="again")
    assert caught.value.violations[0].code == "already_undone"
    changing.undo(undone.batch, by="ben", why="it was right")
    assert everything() == there
    changing.undo(done.batch, by="ben", why="or was it?")
    assert not any(everything().values())


def test_what_others_changed_since_is_named_and_nothing_is_taken_back() -> None:
    send(SMALL)
    first = one("materials", {"code": "TYRE", "name": "Tire"}, by="ada")
    assert first.batch is not None
    later = one("materials", {"code": "TYRE", "name": "Reifen"}, by="ben")
    with pytest.raises(InTheWay) as caught:
        changing.undo(first.batch, by="ada", why="")
    (fault,) = caught.value.violations
    assert fault.code == "changed_since"
    assert "ben" in fault.message
    assert str(later.batch) in fault.message
    assert changing.get("materials", "TYRE")["name"] == "Reifen"
    assert later.batch is not None
    changing.undo(later.batch, by="ben", why="")
    changing.undo(first.batch, by="ada", why="")
    assert changing.get("materials", "TYRE")["name"] == "Tyre"


def test_what_others_built_on_stands_in_the_way() -> None:
    send(SMALL)
    done = one("materials", {"code": "OIL", "name": "Oil", "kind": "raw", "uom": "KGM"})
    assert done.batch is not None
    row = {"material": "TYRE", "slot": "oil", "component": "OIL", "quantity": "1", "uom": "GRM"}
    one("bill-lines", row)
    with pytest.raises(InTheWay) as caught:
        changing.undo(done.batch, by="ada", why="")
    assert [v.data["key"] for v in caught.value.violations] == ["TYRE|||oil||OIL"]


def test_an_undo_goes_back_to_a_state_that_nobody_could_set() -> None:
    send(SMALL)
    done = one("materials", {"code": "TYRE", "state": "retired"})
    assert done.batch is not None
    changing.undo(done.batch, by="ada", why="the wrong one")
    assert changing.get("materials", "TYRE")["state"] == "active"


@pytest.mark.parametrize(
    ("kind", "key", "by"),
    [
        ("materials", "TYRE", {"material-revisions", "unit-conversions", "bill-lines",
                               "routing-steps", "inspection-plans"}),
        ("material-revisions", "TYRE|A", {"bill-lines", "routing-steps"}),
        ("equipment", "CURE", {"equipment", "routing-steps"}),
        ("people", "P-1", {"crew-members"}),
        ("calendars", "3S", {"calendar-shifts"}),
        ("assets", "G-1", {"characteristics"}),
    ],
)  # fmt: skip
def test_what_is_in_use_is_not_removed_and_says_by_what(kind: str, key: str, by: set[str]) -> None:
    send(SMALL)
    before = everything()
    with pytest.raises(InTheWay) as caught:
        changing.remove(kind, key, by="ada", why="")
    assert {v.code for v in caught.value.violations} == {"in_use"}
    assert {v.data["kind"] for v in caught.value.violations} == by
    assert everything() == before


def test_what_nothing_refers_to_is_removed_and_its_history_stays() -> None:
    send(SMALL)
    changing.remove("approvals", "ACME|RUBBER", by="ada", why="no longer")
    changing.remove("partners", "ACME", by="ada", why="no longer")
    assert changing.find("partners", "ACME") is None
    entry, first = changing.history("partners", "ACME")
    assert (entry.after, entry.why) == (None, "no longer")
    assert first.after == entry.before
    with pytest.raises(Unknown):
        changing.remove("partners", "ACME", by="ada", why="")


def test_a_material_that_the_record_knows_is_not_removed() -> None:
    one("materials", {"code": "OIL", "name": "Oil", "kind": "raw"})
    TraceableObject.objects.create(uri="urn:x", kind="lot", number="L1", item="OIL")
    with pytest.raises(InTheWay, match="record knows"):
        changing.remove("materials", "OIL", by="ada", why="")


def test_a_name_that_is_forgotten_is_forgotten_in_the_history_too() -> None:
    send(SMALL)
    named = one("people", {"code": "P-1", "name": "Ada Lovelace"})
    assert named.batch is not None
    changing.erase_name(person="P-1", by="dpo", why="asked for it")
    assert changing.get("people", "P-1")["name"] == ""
    kept = json.dumps(list(MasterChange.objects.values_list("before", "after")))
    assert "Ada" not in kept
    assert ERASED in kept
    newest = changing.history("people", "P-1")[0]
    assert (newest.by, newest.why) == ("dpo", "asked for it")
    changing.undo(named.batch, by="ada", why="")
    assert changing.get("people", "P-1")["name"] == ""


codes = st.sampled_from(["A", "B", "C"])
changes = st.lists(
    st.one_of(
        st.tuples(
            st.just("materials"),
            st.fixed_dictionaries(
                {"code": codes, "name": st.sampled_from(["x", "y"]), "kind": st.just("raw")},
                optional={
                    "uom": st.sampled_from(["KGM", "MTR"]),
                    "gtin": st.sampled_from(["04006381333931", "00012345600012", ""]),
                    "state": st.sampled_from(["active", "blocked", "retired"]),
                },
            ),
        ),
        st.tuples(
            st.just("bill-lines"),
            st.fixed_dictionaries(
                {"material": codes, "component": codes, "slot": st.just("s"),
                 "quantity": st.sampled_from(["1", "2.5"]), "uom": st.just("KGM")}
            ),
        ),
        st.tuples(
            st.just("locations"),
            st.fixed_dictionaries({"code": codes, "name": st.just("n"), "parent": codes}),
        ),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


at_length = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
sequences = st.lists(changes, min_size=1, max_size=5)


@settings(max_examples=15, **at_length)
@given(sequence=sequences)
def test_whatever_was_sent_undoing_it_backwards_gives_what_was(sequence: list[Rows]) -> None:
    check_undoing(sequence)


@pytest.mark.long
@settings(max_examples=500, **at_length)
@given(sequence=sequences)
def test_whatever_was_sent_undoing_it_backwards_gives_what_was_at_length(
    sequence: list[Rows],
) -> None:
    check_undoing(sequence)


def check_undoing(sequence: list[Rows]) -> None:
    """Each batch is sent, then undone, the last first: before each stands what stood then."""
    with transaction.atomic():
        states, made = [everything()], []
        for rows in sequence:
            try:
                done = send(rows)
            except Refused:
                assert everything() == states[-1]
                continue
            if done.batch is not None:
                made.append(done.batch)
                states.append(everything())
        for batch, before in zip(reversed(made), reversed(states[:-1]), strict=True):
            changing.undo(batch, by="ben", why="back")
            assert everything() == before
        assert MasterBatch.objects.filter(undoes__isnull=False).count() == len(made)
        transaction.set_rollback(True)
