"""From a scan to the one thing it means: or to candidates, or to a new lot. Never a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from gozinto.operations.scanning import known_codes
from gozinto.operations.scanning.known_codes import Match
from gozinto.plant import known, objects
from gozinto.plant.models import Material, TraceableObject
from gozinto.plant.models.materials import Tracking
from gozinto.plant.numbering import recognising
from gozinto.plant.numbering.recognising import Recognised, Recognition
from gozinto.standards.gs1 import content, scan
from gozinto.standards.gs1.content import Content
from gozinto.standards.gs1.scan import Scan

Verdict = Literal["one", "several", "new_lot", "nothing"]

_OF_LOTS = frozenset((Tracking.LOT, Tracking.LOT_AND_SERIAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLot:
    """A lot of a supplier that nothing here goes by yet: what its label says for a receipt.

    `supplier` is "" where the label does not say whose it is. `quantity` in `uom`, None where
    the label does not say it, or says several. `container`: the SSCC it came in.
    """

    material: str
    lot: str
    supplier: str = ""
    made_on: date | None = None
    best_before_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    uom: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a scan is, what it says, and what it means here.

    `verdict`: "one" match; "several" matches or new lots, of which a person chooses; "new_lot",
    the one that may be received; "nothing", and then `near` may have numbers that look like it.
    `recognition`: how our formats and the partners' patterns read it, and whether it was issued.
    """

    scan: Scan
    content: Content
    verdict: Verdict
    matches: tuple[Match, ...]
    new_lots: tuple[NewLot, ...]
    recognition: Recognition
    near: tuple[str, ...] = ()


def resolve(text: str) -> Resolution:
    """What `text`, as it was scanned or typed, means in this plant; a fixed number of queries.

    Raises Malformed for what claims to be GS1 data and is not, as `scan.read` does.
    """
    read = scan.read(text)
    plant = known.now()
    near = plant.day(timezone.now())
    told = content.of(read.elements, near=near)
    wanted = read.text  # without the symbology of a plain symbol
    recognition = recognising.recognise(wanted, near=near)
    found = objects.find_many([wanted])[wanted]
    codes = known_codes.find(read, told, domain=plant.company.domain)
    materials = _materials(told, recognition.readings, found)
    found = found or _by_patterns(recognition.readings, materials)
    matches = _matches(found, codes, materials)
    new_lots = () if matches else tuple(_new_lots(read, told, recognition, materials))
    verdict = _verdict(matches, new_lots)
    return Resolution(
        scan=read,
        content=told,
        verdict=verdict,
        matches=matches,
        new_lots=new_lots,
        recognition=recognition,
        near=tuple(objects.near(wanted)) if verdict == "nothing" else (),
    )


def _verdict(matches: Sequence[Match], new_lots: Sequence[NewLot]) -> Verdict:
    if len(matches) == 1:
        return "one"
    if len(matches) > 1 or len(new_lots) > 1:
        return "several"
    return "new_lot" if new_lots else "nothing"


def _materials(
    told: Content, readings: Sequence[Recognised], found: Sequence[TraceableObject]
) -> Mapping[str, Material]:
    """All materials of which the scan may speak, by their codes and by their GTINs."""
    codes = {one.item for one in found} | {one.material for one in readings}
    codes |= {one.texts.get("item", "") for one in readings}
    gtins = {told.gtin, told.contained_gtin} | codes
    rows = Material.objects.filter(Q(code__in=codes - {""}) | Q(gtin__in=gtins - {""}))
    listed = list(rows)
    return {row.gtin: row for row in listed if row.gtin} | {row.code: row for row in listed}


def _matches(
    found: Sequence[TraceableObject], codes: Sequence[Match], materials: Mapping[str, Material]
) -> tuple[Match, ...]:
    """Objects and all else, each thing once: a tool is traced as an object of the same URI."""
    tools = {one.uri for one in codes if one.kind == "asset"}
    things = [
        Match(
            kind=one.kind,
            code=one.number,
            uri=one.uri,
            name=materials[one.item].name if one.item in materials else one.item,
        )
        for one in found
        if one.uri not in tools
    ]
    return (*things, *codes)


def _by_patterns(
    readings: Sequence[Recognised], materials: Mapping[str, Material]
) -> list[TraceableObject]:
    """Lots on record whose number a partner prints with more around it, such as a date."""
    lots = {
        (reading.texts["lot"], material.code, material.gtin)
        for reading in readings
        if reading.partner and "lot" in reading.texts
        for material in [_material_of(reading, materials)]
        if material is not None
    }
    found = objects.find_many(lot for lot, *_ in lots)
    chosen = {
        one.id: one for lot, code, gtin in lots for one in found[lot] if one.item in (code, gtin)
    }
    return sorted(chosen.values(), key=lambda one: one.uri)


def _material_of(reading: Recognised, materials: Mapping[str, Material]) -> Material | None:
    return materials.get(reading.material or reading.texts.get("item", ""))


def _new_lots(
    read: Scan, told: Content, recognition: Recognition, materials: Mapping[str, Material]
) -> Iterator[NewLot]:
    """What may be received under this scan; each lot once."""
    if recognition.is_issued or recognition.is_void:
        return  # a number of ours, which no supplier prints
    partners = [one for one in recognition.readings if one.partner]
    gtin = told.gtin or told.contained_gtin
    if gtin and told.lot and not told.serial:
        material = materials.get(gtin)
        if material is not None and material.tracking in _OF_LOTS:
            yield _of_gs1(told, material, partners, materials)
        return
    if read.elements and not told.lot:
        return  # it names something else
    made = (_of_pattern(one, told, materials) for one in partners)
    yield from dict.fromkeys(one for one in made if one is not None)


def _of_gs1(
    told: Content,
    material: Material,
    readings: Sequence[Recognised],
    materials: Mapping[str, Material],
) -> NewLot:
    # Whose number it is, is known only where the patterns of one partner alone can read it.
    meant = [one for one in readings if _material_of(one, materials) in (None, material)]
    suppliers = {one.partner for one in meant}
    return NewLot(
        material=material.code,
        lot=told.lot,
        supplier=suppliers.pop() if len(suppliers) == 1 else "",
        made_on=told.made_on,
        best_before_on=told.best_before_on,
        expires_on=told.expires_on,
        quantity=told.quantity,
        uom=told.uom,
        container=told.sscc,
    )


def _of_pattern(
    reading: Recognised, told: Content, materials: Mapping[str, Material]
) -> NewLot | None:
    material = _material_of(reading, materials)
    if material is None or material.tracking not in _OF_LOTS or "serial" in reading.texts:
        return None
    return NewLot(
        material=material.code,
        lot=reading.texts.get("lot", reading.number),
        supplier=reading.partner,
        made_on=told.made_on or _day(reading, "date"),
        best_before_on=told.best_before_on,
        expires_on=told.expires_on or _day(reading, "expiry"),
        quantity=told.quantity,
        uom=told.uom,
        container=told.sscc,
    )


def _day(reading: Recognised, name: str) -> date | None:
    """The day that a pattern reads; None where it reads a week, a month or none."""
    span = reading.days.get(name)
    return span.first if span is not None and span.first == span.last else None
