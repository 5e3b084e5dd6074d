"""Lots and units come out of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from gozinto.errors import Malformed
from gozinto.operations import master_data, runs, things
from gozinto.operations.production.made_numbers import Produced, at_once, issued
from gozinto.operations.production.transforming import (
    Component,
    Side,
    own_event,
    side,
    transform,
)
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, put
from gozinto.plant import identifiers
from gozinto.standards.epcis.gozinto import LinkDetail


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """A lot that comes out: of which material (code), how much of it, and its number.

    `number` "": the next one of the material's numbering format; `uom` "": the material's unit.
    """

    material: str
    quantity: Decimal
    number: str = ""
    uom: str = ""


def produce_lot(
    *,
    run: Run | str,
    material: str,
    quantity: Decimal,
    number: str = "",
    uom: str = "",
    beside: Sequence[Output] = (),
    expires: datetime | None = None,
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """A lot comes out of a run.

    run: its job number or URI.  material: the code of what came out.  quantity: how much, in
    `uom` ("": the material's unit).  number: the lot's ("": the next of the material's format).
    beside: by-products and co-products that came out with it.  expires: until when all of it may
    be used.  location: where it is put (code or URI).
    The answer's `numbers` are those of the lots, this one first. Raises Unknown for a run or
    material that does not exist, Refused where a number is wanted and there is no format.
    """
    made = (Output(material=material, quantity=quantity, number=number, uom=uom), *beside)
    return _made(run, stamp, inputs=(), outputs=made, expires=expires, location=location)


def mix(
    *,
    run: Run | str,
    inputs: Sequence[Component],
    material: str,
    quantity: Decimal,
    number: str = "",
    uom: str = "",
    beside: Sequence[Output] = (),
    expires: datetime | None = None,
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """A batch in one event: all `inputs` go in, one lot (and what is `beside`) comes out of them.

    The other arguments are those of `produce_lot`. Raises as that, and Unknown or Ambiguous for
    a printed number among the inputs.
    """
    made = (Output(material=material, quantity=quantity, number=number, uom=uom), *beside)
    return _made(run, stamp, inputs=inputs, outputs=made, expires=expires, location=location)


def _made(
    run: Run | str,
    stamp: Stamp,
    *,
    inputs: Sequence[Component],
    outputs: Sequence[Output],
    expires: datetime | None,
    location: str,
) -> Produced:
    known = runs.get(run)
    units = [master_data.unit_of(one.material, one.uom) for one in outputs]
    into = side(inputs, step=known.step)

    def capture_them() -> Produced:
        line = known.equipment
        numbers = [
            one.number or issued(one.material, kind="lot", count=1, line=line, stamp=stamp)[0]
            for one in outputs
        ]
        lots = [
            Component(of=lot_of(one.material, number), quantity=one.quantity, uom=uom)
            for one, number, uom in zip(outputs, numbers, units, strict=True)
        ]
        out = side(lots, step=known.step)
        words = {"expires": expires}
        done = transform(known, stamp, into=into, out=out, location=location, words=words)
        return Produced.of(done, numbers=numbers)

    return (
        capture_them() if all(one.number for one in outputs) else at_once(capture_them, stamp=stamp)
    )


def lot_of(material: str, number: str) -> str:
    """The URI of a lot that is made here."""
    return identifiers.lot_uri(things.domain(), material=material, number=number)


def produce_serial(
    *,
    run: Run | str,
    material: str,
    number: str = "",
    lot: str = "",
    inputs: Sequence[Component] = (),
    position: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """One unit comes out with inputs of its own; it inherits the rest from its run slot by slot.

    run: its job number or URI.  material: the code of what it is.  number: its serial number
    ("": the next of the material's format).  lot: the number or URI of the lot it belongs to.
    inputs: what went into this very unit; without any it holds what its run holds.
    position: the cavity or side of the machine.  location: where it is put (code or URI).
    Raises Unknown for a run or material that does not exist, Refused where a number is wanted and
    there is no format, and what `record.capture` raises.
    """
    if not inputs:
        # Then it is no run of its own (EPCIS 2.0 section 7.4.5), but an output of its job.
        return produce_serials(
            run=run, material=material, numbers=[number] if number else [], count=1, lot=lot,
            position=position, location=location, **stamp,
        )  # fmt: skip
    known = runs.get(run)
    master_data.material(material)
    into = side(inputs, step=known.step)

    def capture_it() -> Produced:
        line = known.equipment
        text = number or issued(material, kind="serial", count=1, line=line, stamp=stamp)[0]
        uri = identifiers.serial_uri(things.domain(), material=material, number=text)
        event = own_event(
            stamp,
            biz_step="commissioning",
            into=into,
            out=Side(epcs=(uri,), links=_members([uri], _lot_uri(material, lot))),
            words={**known.words(), "job": known.uri, "position": position},
            location=location,
        )
        return Produced.of(put([event], stamp), numbers=[text])

    return capture_it() if number else at_once(capture_it, stamp=stamp)


def produce_serials(
    *,
    run: Run | str,
    material: str,
    numbers: Sequence[str] = (),
    count: int = 0,
    lot: str = "",
    position: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """Several units come out of a run at once, none with inputs of its own.

    run: its job number or URI.  material: the code of what they are.  numbers: their serial
    numbers, or none and `count`: so many, by the material's numbering format.  lot: the number or
    URI of the lot they belong to.  position: the cavity or side of the machine.  location: where
    they are put (code or URI).
    The answer's `numbers` are those of the units. Raises Unknown for a run or material that does
    not exist, Malformed (count_differs) where both are told and differ, Refused where numbers are
    wanted and there is no format.
    """
    known = runs.get(run)
    master_data.material(material)
    if (numbers and count not in (0, len(numbers))) or not (numbers or count):
        raise Malformed(
            f"{len(numbers)} numbers were given for {count} units.",
            code="count_differs",
            next_step="Give the numbers, or say how many to issue.",
        )

    def capture_them() -> Produced:
        texts = list(numbers) or issued(
            material, kind="serial", count=count, line=known.equipment, stamp=stamp
        )
        domain = things.domain()
        uris = [identifiers.serial_uri(domain, material=material, number=n) for n in texts]
        out = Side(epcs=tuple(uris), links=_members(uris, _lot_uri(material, lot)))
        words = {"position": position}
        done = transform(known, stamp, out=out, location=location, words=words)
        return Produced.of(done, numbers=texts)

    return capture_them() if numbers else at_once(capture_them, stamp=stamp)


def _members(uris: Sequence[str], lot: str) -> tuple[LinkDetail, ...]:
    return tuple(LinkDetail(id=uri, lot=lot) for uri in uris) if lot else ()


def _lot_uri(material: str, lot: str) -> str:
    return lot if not lot or things.is_uri(lot) else lot_of(material, lot)
