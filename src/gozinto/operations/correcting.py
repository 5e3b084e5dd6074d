"""What was recorded wrongly is withdrawn, or replaced by what is right."""

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
from gozinto.standards.epcis.events import ErrorDeclaration
from gozinto.standards.epcis.gozinto import NAMESPACE


def withdraw(
    event_id: str, *, reason: str, by: str, at: datetime | None = None, live: bool = False
) -> Captured:
    """Declare that an event did not happen; exactly what it did is undone, nothing else.

    `reason` is a person's words. An event that is withdrawn already answers the declaration that
    stands. Raises Unknown for an event that is not on record, Conflict for one that was replaced.
    """
    at = at or clock.now()
    return _at_once(
        lambda: _declare(event_id, "did_not_occur", (), reason, by=by, at=at, live=live)
    )


def replace(
    event_id: str,
    *,
    correction: Callable[[], Captured],
    reason: str,
    by: str,
    at: datetime | None = None,
    live: bool = False,
) -> Captured:
    """Declare an event's data wrong, and put what is right on record in the same transaction.

    `correction` is the verb that says it right: `partial(production.consume, …)`. It may be called
    again when the database asks for it, so it does nothing outside the record. Answers the
    declaration; a repeat with the same correction (its event id) the one that stands, anything
    else about an event that was taken back is a Conflict. Raises Unknown for an event that is not
    on record, and what the verb raises.
    """
    at = at or clock.now()

    def both() -> Captured:
        correctives = (correction().event_id,)
        return _declare(event_id, "incorrect_data", correctives, reason, by=by, at=at, live=live)

    return _at_once(both)


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
    event = changed(jsonld.loads(found[False].document), error_declaration=declaration)
    return record.capture(event, live=live)


def _says(row: EventRow, code: str, correctives: tuple[str, ...]) -> bool:
    """Whether the declaration that stands takes the event back in the same way."""
    stands = jsonld.loads(row.document).error_declaration
    return (
        stands is not None and stands.reason == code and stands.corrective_event_ids == correctives
    )
