"""Says whose a printed number may be: every reading by every pattern, and never a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from gozinto.errors import Unknown
from gozinto.plant import enterprise
from gozinto.plant.models import (
    IssuedNumber,
    NumberingFormat,
    Partner,
    SupplierPattern,
    TraceableObject,
    VoidNumber,
)
from gozinto.standards.gs1 import scan
from gozinto.standards.numbers import patterns, reading
from gozinto.standards.numbers.dates import Span
from gozinto.standards.numbers.shapes import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One way to read a number: by a format of ours or by a partner's pattern.

    `number`: the text that was read, which of a GS1 bar code is the lot or serial in it.
    `texts` by field (lot, item, serial, line, …), `days` by date (date, expiry).
    """

    number: str
    format: str = ""
    partner: str = ""
    material: str = ""
    pattern: str
    texts: Mapping[str, str]
    days: Mapping[str, Span]
    sequence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """All that is known of a printed number."""

    readings: tuple[Recognised, ...]
    is_issued: bool
    is_void: bool
    is_on_record: bool


def recognise(text: str, *, partner: str = "", near: date | None = None) -> Recognition:
    """Every reading of `text` by our formats and by partners' patterns, or those of one partner.

    The patterns of retired formats count: their numbers are still about. A year of two digits is
    the one nearest to `near`, today. Raises Unknown for a partner that is not there.
    """
    near = near or enterprise.today(enterprise.get())
    read = scan.read(text)
    told = (read.text, read.serial, read.lot)
    numbers = list(dict.fromkeys(number for number in told if number))
    found = (*_of_partners(numbers, partner=partner, near=near), *_of_ours(numbers, near=near))
    voided = VoidNumber.objects.filter(number=OuterRef("pk"))
    issued = IssuedNumber.objects.filter(text__in=numbers).annotate(is_void=Exists(voided))
    are_void = list(issued.values_list("is_void", flat=True))
    return Recognition(
        readings=found,
        is_issued=bool(are_void),
        is_void=any(are_void),
        is_on_record=TraceableObject.objects.filter(number__in=numbers).exists(),
    )


def _of_partners(numbers: list[str], *, partner: str, near: date) -> Iterator[Recognised]:
    rows = SupplierPattern.objects.select_related("partner", "material")
    if partner:
        if not Partner.objects.filter(code=partner).exists():
            raise Unknown(f"There is no partner {partner!r}.", code="unknown_partner")
        rows = rows.filter(partner__code=partner)
    for row in rows.order_by("partner__code", "material__code"):
        if not patterns.partners_faults(row.pattern):
            pattern = patterns.read_partners(row.pattern)
            yield from _readings(pattern, numbers, near=near, of=row)


def _of_ours(numbers: list[str], *, near: date) -> Iterator[Recognised]:
    rows = NumberingFormat.objects.exclude(state=NumberingFormat.State.DRAFT)
    for row in rows.select_related("material").order_by("code"):
        if not patterns.faults(row.pattern):
            yield from _readings(patterns.read(row.pattern), numbers, near=near, of=row)


def _readings(
    pattern: Pattern, numbers: list[str], *, near: date, of: NumberingFormat | SupplierPattern
) -> Iterator[Recognised]:
    for number in numbers:
        for read in reading.readings(pattern, number, near=near):
            yield Recognised(
                number=number,
                format=of.code if isinstance(of, NumberingFormat) else "",
                partner=of.partner.code if isinstance(of, SupplierPattern) else "",
                material=of.material.code if of.material else "",
                pattern=pattern.text,
                texts=read.texts,
                days=read.days,
                sequence=read.sequence,
            )
