"""A bad lot of rubber: what it may be in is found, stopped, called back and accounted for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from gozinto.access.roles import Role
from gozinto.cases.models import RecallNotice, RecallUnit
from gozinto.cases.recalls import (
    freezing,
    notifying,
    opening,
    origins,
    recovering,
    scoping,
    stopping,
)
from gozinto.cases.recalls.counting import Amounts
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused
from gozinto.operations import (
    holding,
    packing,
    production,
    receiving,
    returning,
    scrapping,
    shipping,
)
from gozinto.operations.production import Component
from gozinto.plant import objects
from gozinto.plant.models import Material, Partner
from gozinto.record import rebuild
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, INSPECTOR, OPERATOR, add_partners, at, lot, reported_run, unit

PALLET = "095212340000000013"
WHY = "Mooney viscosity far above its limit"


def by(**more: Any) -> Taking:
    """The quality manager, who signed in a moment ago."""
    return Taking(
        **{"by": INSPECTOR, "roles": (Role.QUALITY,), "signed": "password", "request": uuid4()}
        | more
    )


def tyres(amounts: Amounts) -> int:
    return int(amounts.get("C62", 0))


@pytest.fixture(autouse=True)
def plant() -> None:
    """Of one lot of rubber a compound, of that eight tyres; of two nobody saw which it was.

    Two go to each of two dealers, two are on a pallet, one is picked, one lies on the shelf.
    """
    Material.objects.filter(code="T205").update(unit_value=Decimal("65.50"))
    add_partners(("SOUTH", "South Tyres", "dealer"))
    Partner.objects.filter(code="NORTH").update(language="tr", email="kalite@north.example")
    Partner.objects.filter(code="SOUTH").update(language="de", email="qs@south.example")
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="BAD", quantity=Decimal(100),
        by=CLERK, at=at(0),
    )  # fmt: skip
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.mix(
        run=mixer, inputs=[Component(of="BAD", quantity=Decimal(50), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(50), by=OPERATOR, at=at(1),
    )  # fmt: skip
    press = reported_run(job="J-9", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(3))
    for count in range(1, 9):
        liner = Component(of=lot("LC", "LC-1"), quantity=Decimal(2), uom="KGM", slot="liner")
        production.produce_serial(
            run=press, material="T205", number=f"00{count}", inputs=[liner], by=OPERATOR,
            at=at(3 + count / 10), certainty="unknown" if count in (7, 8) else "scanned",
        )  # fmt: skip
    shipping.ship(["001", "002"], note="DN-1", to="NORTH", by=CLERK, at=at(5))
    shipping.ship(["003", "007"], note="DN-2", to="SOUTH", by=CLERK, at=at(5))
    packing.pack(container=PALLET, contents=["004", "005"], by=CLERK, at=at(6))
    shipping.pick("006", note="DN-3", by=CLERK, at=at(6))


def opened() -> str:
    return opening.open_recall("Rubber BAD", because=WHY, of=["BAD"], taking=by()).number


def frozen() -> str:
    number = opened()
    freezing.freeze(number, because=WHY, taking=by())
    return number


def notified() -> str:
    number = frozen()
    stopping.stop(number, taking=by())
    notifying.notify(number, instruction="Send them back.", taking=by())
    return number


def test_a_recall_is_scoped_frozen_stopped_and_told() -> None:
    # Scope: six tyres for certain, eight possibly; each width with whose, where and how dear.
    shown = scoping.preview(origins.named(["BAD"]))
    _, recorded, possible = shown.widths
    assert [tyres(one.tally.amounts) for one in shown.widths] == [6, 6, 8]
    assert [len(one.tally.customers) for one in shown.widths] == [2, 2, 2]
    assert possible.tally.value == Decimal("524.0")
    assert {place: tyres(some) for place, some in possible.tally.by_place.items()} == {
        "customer": 4, "packed": 2, "picked": 1, "stock": 1,
    }  # fmt: skip
    assert tyres(possible.adds.amounts) == 2
    assert sum(reason.pieces for reason in possible.reasons) == 2
    assert not recorded.reasons

    # It is frozen, signed: each thing, how sure that is, where it was; a hash over all of them.
    number = opened()
    stands = freezing.freeze(number, because=WHY, taking=by())
    assert (stands.made["amounts"], len(stands.made["hash"])) == ({"C62": "8"}, 64)
    doubtful = RecallUnit.objects.get(object__number="007")
    assert (doubtful.width, doubtful.place, doubtful.holder.rpartition("/")[2]) == (
        *("possible", "customer", "SOUTH"),
    )

    # What can still be stopped is shown first; then all of it is stopped in one action.
    moving = {(one.kind, one.number): int(one.amount) for one in stopping.under_way(number)}
    assert moving == {("pick", "DN-3"): 1, ("pallet", PALLET): 2}
    stopping.stop(number, taking=by())
    assert not ObjectState.objects.filter(object__number__startswith="00", held=False).exists()
    with pytest.raises(Refused):
        shipping.ship(PALLET, note="DN-4", to="NORTH", by=CLERK, live=True)

    # Each dealer is told of their own tyres, and of no other.
    notifying.notify(number, instruction="Send them back.", taking=by())
    told = {
        one.name: (one.language, [line["number"] for line in one.lines])
        for one in RecallNotice.objects.all()
    }
    assert told == {"North Tyres": ("tr", ["001", "002"]), "South Tyres": ("de", ["003", "007"])}


def test_a_recall_ends_when_every_piece_of_it_is_accounted_for() -> None:
    number = notified()

    # One comes back, one is destroyed at the dealer's: the record says so, nobody types it here.
    returning.take_back("001", dealer="NORTH", reason="recall", by=CLERK)
    scrapping.scrap("003", reason="destroyed at the dealer's", by=CLERK)
    found = recovering.recovery(number)
    assert (tyres(found.was_out), found.recovered) == (4, Decimal("0.5"))
    assert sum(tyres(some) for some in found.by_account.values()) == 8
    assert {uri.rpartition("/")[2]: tyres(some) for uri, some in found.open_with.items()} == {
        "NORTH": 1, "SOUTH": 1,
    }  # fmt: skip

    # It is not over while anything is out that nobody gave up.
    with pytest.raises(Refused) as error:
        recovering.close(number, effectiveness="Half of them.", taking=by())
    assert [one.code for one in error.value.violations] == ["still_out"]
    returning.take_back("002", dealer="NORTH", reason="recall", by=CLERK)
    recovering.write_off(number, because="Scrapped abroad", numbers=["007"], taking=by())
    stands = recovering.close(number, effectiveness="Three of four in a day.", taking=by())
    assert stands.state == "closed"
    assert stands.made["balance"] == {
        "scrapped": {}, "consumed": {}, "out": {}, "unknown": {},
        "held": {"C62": "4"}, "recovered": {"C62": "3"}, "written_off": {"C62": "1"},
    }  # fmt: skip
    assert rebuild.check() == []


def test_what_comes_into_the_scope_later_is_flagged_and_joins_by_signature_alone() -> None:
    number = frozen()
    stopping.stop(number, taking=by())
    assert freezing.joiners(number) == []

    # Somebody tells late that another tyre was made of that compound.
    press = reported_run(job="J-9", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(3))
    liner = Component(of=lot("LC", "LC-1"), quantity=Decimal(2), uom="KGM", slot="liner")
    production.produce_serial(
        run=press, material="T205", number="009", inputs=[liner], by=OPERATOR, at=at(4.5)
    )
    assert [one.number for one in freezing.joiners(number)] == ["009"]
    assert freezing.look() == 0  # it was looked at as it was frozen, a moment ago
    assert not RecallUnit.objects.filter(object__number="009").exists()

    with pytest.raises(Refused) as error:
        stopping.join(number, because="told late", taking=by(signed=""))
    assert [one.code for one in error.value.violations] == ["not_signed"]
    stopping.join(number, because="told late", taking=by())
    assert RecallUnit.objects.get(object__number="009").place == "stock"
    assert ObjectState.objects.get(object__number="009").held


def test_the_same_request_freezes_and_holds_once() -> None:
    number = opened()
    request = by()
    first = freezing.freeze(number, because=WHY, taking=request)
    assert freezing.freeze(number, because=WHY, taking=request).seen == first.seen
    asked = by()
    stopping.stop(number, taking=asked)
    stopping.stop(number, taking=asked)
    assert len(stopping.events(number)) == 1
    done = stopping.progress(number)
    assert done is not None
    assert (done.done, done.total) == (10, 10)


def test_held_before_or_not_everything_of_it_is_called_back() -> None:
    holding.hold("008", reason="scratch", by=INSPECTOR, at=at(8))
    number = frozen()
    stopping.stop(number, taking=by())
    state = ObjectState.objects.get(object=objects.resolve("008"))
    assert state.held_event == stopping.events(number)[0]
    assert unit("T205", "008") == state.object.uri
