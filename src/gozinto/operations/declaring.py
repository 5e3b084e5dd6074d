"""Error declarations: an event is taken back, alone or for others that say it right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as changed
from datetime import datetime

from gozinto import record
from gozinto.errors import Unknown
from gozinto.record import Captured, clock
from gozinto.record.models import Event as EventRow
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import ErrorDeclaration, Event
from gozinto.standards.epcis.gozinto import NAMESPACE


def withdrawn(
    event_id: str, *, reason: str, by: str, at: datetime | None = None, live: bool = False
) -> Captured:
    """Declare that an event did not occur. Raises Unknown, and Conflict."""
    at = at or clock.now()
    return _at_once(
        lambda: _declare(event_id, "did_not_occur", (), reason, by=by, at=at, live=live)
    )


def corrected(
    event_id: str,
    correction: Callable[[], Captured],
    *,
    reason: str,
    by: str,
    at: datetime | None = None,
    live: bool = False,
) -> Captured:
    """Replace an event by what a call puts on record.

    It may be called again when the database asks for it, so it does nothing outside the record.
    Raises Unknown, Conflict, and what the call
    raises.
    """
    at = at or clock.now()

    def both() -> Captured:
        captured = correction()
        correctives = (*captured.beside, captured.event_id)
        return _declare(event_id, "incorrect_data", correctives, reason, by=by, at=at, live=live)

    return _at_once(both)


def corrected_by(
    event_id: str,
    right: Event,
    *,
    reason: str,
    by: str,
    at: datetime | None = None,
    live: bool = False,
) -> Captured:
    """Replace an event by another one, on record with it. Raises as `corrected`."""
    return corrected(
        event_id, lambda: record.capture(right, live=live), reason=reason, by=by, at=at, live=live
    )


def event(event_id: str) -> Event:
    """The event of this id, as it was captured. Raises Unknown."""
    record.flush()
    row = EventRow.objects.filter(event_id=event_id, is_declaration=False).first()
    if row is None:
        raise Unknown(f"There is no event {event_id} on record.", code="unknown_event")
    return jsonld.loads(row.document)


def _at_once(body: Callable[[], Captured]) -> Captured:
    """One transaction, tried again when the database says so; inside `bulk()` written now."""
    with record.unbuffered():
        return run_tx(body)


def _declare(
    event_id: str,
    code: str,
    correctives: tuple[str, ...],
    reason: str,
    *,
    by: str,
    at: datetime,
    live: bool,
) -> Captured:
    rows = EventRow.objects.filter(event_id=event_id)
    found = {row.is_declaration: row for row in rows}
    if False not in found:
        raise Unknown(f"There is no event {event_id} on record.", code="unknown_event")
    if True in found and _says(found[True], code, correctives):
        return Captured(event_id, found[True].position, repeated=True)
    declaration = ErrorDeclaration(
        declaration_time=at,
        reason=code,
        corrective_event_ids=correctives,
        extensions={NAMESPACE + "person": by, NAMESPACE + "reason": reason},
    )
    told = changed(jsonld.loads(found[False].document), error_declaration=declaration)
    return record.capture(told, live=live)


def _says(row: EventRow, code: str, correctives: tuple[str, ...]) -> bool:
    """Whether the declaration that stands takes the event back in the same way."""
    stands = jsonld.loads(row.document).error_declaration
    return (
        stands is not None and stands.reason == code and stands.corrective_event_ids == correctives
    )
