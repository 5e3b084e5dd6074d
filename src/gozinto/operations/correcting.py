"""What was recorded wrongly is withdrawn, or replaced by what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace as changed
from datetime import datetime

from django.db import transaction

from gozinto import record
from gozinto.errors import Unknown
from gozinto.record import Captured, clock
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import ErrorDeclaration
from gozinto.standards.epcis.gozinto import NAMESPACE


def withdraw(
    event_id: str, *, reason: str, by: str, at: datetime | None = None, live: bool = False
) -> Captured:
    """Declare that an event did not happen; exactly what it did is undone, nothing else.

    `reason` is a person's words. Raises Unknown for an event that is not on record.
    """
    return _declare(event_id, "did_not_occur", (), reason, by=by, at=at, live=live)


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

    `correction` is the verb that says it right: `partial(production.consume, …)`. Answers the
    declaration. Raises Unknown for an event that is not on record, and what the verb raises.
    """
    with transaction.atomic():
        right = correction()
        correctives = (right.event_id,)
        return _declare(event_id, "incorrect_data", correctives, reason, by=by, at=at, live=live)


def _declare(
    event_id: str,
    code: str,
    correctives: Sequence[str],
    reason: str,
    *,
    by: str,
    at: datetime | None,
    live: bool,
) -> Captured:
    row = EventRow.objects.filter(event_id=event_id, is_declaration=False).first()
    if row is None:
        raise Unknown(f"There is no event {event_id} on record.", code="unknown_event")
    declaration = ErrorDeclaration(
        declaration_time=at or clock.now(),
        reason=code,
        corrective_event_ids=tuple(correctives),
        extensions={NAMESPACE + "person": by, NAMESPACE + "reason": reason},
    )
    event = changed(jsonld.loads(row.document), error_declaration=declaration)
    return record.capture(event, live=live)
