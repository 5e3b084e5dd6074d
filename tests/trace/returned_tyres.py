"""Tyres in the field, of which some came back: made at two presses, with a bladder at one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.plants import (
    asset,
    at,
    inspected,
    lot,
    mounted,
    packed,
    pallet,
    partner,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record
from gozinto.plant.models import Material, Person, PhysicalAsset, Shift
from gozinto.standards.epcis.events import Event, ObjectEvent, TypedReference
from gozinto.standards.epcis.gozinto import Context

LINER, OTHER_LINER = lot("IL", "L-1"), lot("IL", "L-2")
BAD = range(5, 9)
"""Four of the five tyres that were cured with the bladder."""


def tyre(number: int) -> str:
    """The URI of a tyre."""
    return unit("T", f"T-{number:03}")


def master_data() -> None:
    kinds = {"HB": "raw", "ZN": "raw", "IL": "intermediate", "T": "finished"}
    for code, kind in kinds.items():
        name = {"HB": "Bromobutyl", "T": "Tyre"}.get(code, code)
        Material.objects.create(code=code, name=name, kind=kind, uom="KGM")
    for code, kind in (("B-1", "bladder"), ("M-1", "mould")):
        PhysicalAsset.objects.create(code=code, uri=asset(code), kind=kind)
    Person.objects.create(code="P-1", name="Ada")
    Shift.objects.create(
        code="A", crew="3", date=at(0).date(), starts_at=at(0), ends_at=at(10)
    )  # fmt: skip


def made(tyres: int = 40) -> list[Event]:
    """Half of the tyres at each of two presses, where for some hours a bladder was at one of them.

    What is in all of them is zinc oxide ZN-1; each press had a liner of its own.
    """
    half, step = tyres // 2, 20 / tyres
    events: list[Event] = [
        *(received(some(lot("HB", f"HB-{n}"), 100), 0, supplier=f"S{n}") for n in (1, 2)),
        received(some(lot("ZN", "ZN-1"), 100), 0, supplier="S3"),
        inspected(
            lot("HB", "HB-1"), 0.1, inspection="input", plan="IN-HB", gauge="G-1",
            values=({"characteristic": "permeability", "value": "118.4", "uom": "P1"},),
        ),
        inspected(
            lot("HB", "HB-2"), 0.2, inspection="input", plan="IN-HB", gauge="G-1",
            values=({"characteristic": "permeability", "value": "101", "uom": "P1"},),
        ),
    ]  # fmt: skip
    for number, liner in ((1, LINER), (2, OTHER_LINER)):
        of = [some(lot("HB", f"HB-{number}"), 50), some(lot("ZN", "ZN-1"), 40)]
        events.append(transformed(0.5, inputs=of, outputs=[some(liner, 90)], equipment="CAL"))
    events += [mounted(asset("B-1"), 5.9, equipment="PRESS-1", slot="bladder", position="L")]
    events += [mounted(asset("M-1"), 5.9, equipment="PRESS-1", slot="mould", position="L")]
    for press, liner in ((1, LINER), (2, OTHER_LINER)):
        words: dict[str, Any] = {"equipment": f"PRESS-{press}", "flow": "continuous"}
        words |= {"step": "curing", "run_id": run(f"J-{press}"), "person": f"P-{press}"}
        events.append(transformed(0.9, inputs=[some(liner, 80)], **words))
        for number in range(half):
            serial = tyre(number + half * (press - 1))
            when = 1 + 2 * number * step
            events.append(transformed(when, units_out=[serial], position="L", **words))
    for code, slot in (("B-1", "bladder"), ("M-1", "mould")):
        events.append(
            mounted(asset(code), 10.9, equipment="PRESS-1", slot=slot, position="L", on=False)
        )
    return events


def left(tyres: int = 40) -> list[Event]:
    """The tyres of one press leave by themselves, the others on a box that is on a pallet."""
    half = tyres // 2
    return [
        packed(pallet(1), [tyre(n) for n in range(half, tyres)], 25),
        packed(pallet(2), [pallet(1)], 26),
        shipped([tyre(n) for n in range(half)], 30),
        shipped([pallet(2)], 31, note="SN-2"),
    ]


def came_back(
    units: Sequence[str], hours: float, *, reason: str = "leaks", **words: Any
) -> ObjectEvent:
    """A dealer sends them back."""
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="receiving",
        disposition="returned",
        epc_list=tuple(units),
        source_list=(TypedReference(type="owning_party", value=partner("D1")),),
        extensions=Context(reason=reason, **words).extensions(),
    )


def told(*events: Event) -> None:
    for event in events:
        record.capture(event)


def forty() -> None:
    """Forty tyres in the field, of which four of one bladder came back."""
    master_data()
    told(*made(), *left(), came_back([tyre(n) for n in BAD], 24 * 30))
