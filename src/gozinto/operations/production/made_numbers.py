"""The numbers of what is made: as they were printed, or issued by the material's own format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from gozinto.errors import Conflict, Refused, Unknown, Violation
from gozinto.operations.stamp import Stamp, numbering
from gozinto.plant.identifiers import identify
from gozinto.plant.models import Material
from gozinto.plant.numbering import issuing
from gozinto.record import Captured, clock
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import TransformationEvent


@dataclass(frozen=True, slots=True)
class Produced(Captured):
    """What was made, on record. `numbers`: those it goes by, given or issued, in their order."""

    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, captured: Captured, *, numbers: Sequence[str]) -> Produced:
        """The same answer with the numbers."""
        told = {one.name: getattr(captured, one.name) for one in fields(Captured)}
        return cls(**told, numbers=tuple(numbers))


def at_once(body: Callable[[], Produced], *, stamp: Stamp) -> Produced:
    """Issue numbers and capture in one transaction: they come back if the event does not stand.

    A request that is repeated under its event id is given the numbers that it was given first.
    """

    def once() -> Produced:
        return _given_before(stamp.get("event_id", "")) or body()

    return numbering(once)


def _given_before(event_id: str) -> Produced | None:
    told = EventRow.objects.filter(event_id=event_id, is_declaration=False) if event_id else []
    for row in told:
        event = jsonld.loads(row.document)
        if not isinstance(event, TransformationEvent):
            raise Conflict(f"{event_id} is an event of another kind.", code="event_id_conflict")
        made = [*(q.epc_class for q in event.output_quantity_list), *event.output_epc_list]
        numbers = tuple(identify(uri).number for uri in made)
        return Produced(event_id, row.position, repeated=True, numbers=numbers)
    return None


def issued(
    material: str, *, kind: Literal["lot", "serial"], count: int, line: str, stamp: Stamp
) -> list[str]:
    """So many new numbers for lots or units of a material, made on `line` (equipment).

    Raises Unknown for the material, Refused (no_number_format) where it has no such format, and
    what issuing raises.
    """
    formats = Material.objects.filter(code=material)
    found = formats.values_list(f"{kind}_format__code", flat=True).first()
    if found is None:
        if not formats.exists():
            raise Unknown(f"There is no material {material}.", code="unknown_material")
        raise Refused(
            [
                Violation(
                    code="no_number_format",
                    message=f"{material} has no format for the numbers of a {kind}.",
                    next_step="Say the number, or give the material a numbering format.",
                    value=material,
                )
            ]
        )
    at = stamp.get("at") or clock.now()
    return issuing.issue(
        format=found, by=stamp["by"], count=count, at=at, line=line, material=material
    )
