"""What was recorded wrongly is withdrawn, or replaced by what is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from gozinto import record
from gozinto.operations import arguments as told_arguments
from gozinto.operations import correctable, declaring
from gozinto.record import Captured
from gozinto.record.models import Finding, Involvement, RunEvent
from gozinto.standards.epcis.events import Event, Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A rule that an event would break, or breaks no longer, once the correction is made.

    `rule`: its code; `event_id`: the event at fault; `object`, `run`: the URIs of what it is about.
    """

    rule: str
    event_id: str
    object: str
    run: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What a correction would bring about: findings that come, and findings that go."""

    contradicts: tuple[Contradiction, ...]
    heals: tuple[Contradiction, ...]


def withdraw(
    event_id: str, *, reason: str, by: str, at: datetime | None = None, live: bool = False
) -> Captured:
    """Declare that an event did not happen; exactly what it did is undone, nothing else.

    `reason` is a person's words. An event that is withdrawn already answers the declaration that
    stands. Raises Unknown for an event that is not on record, Conflict for one that was replaced.
    """
    return declaring.withdrawn(event_id, reason=reason, by=by, at=at, live=live)


def replace(
    event_id: str,
    *,
    verb: str,
    arguments: Mapping[str, Json],
    reason: str,
    by: str,
    at: datetime | None = None,
    live: bool = False,
) -> Captured:
    """Declare an event's data wrong, and put what is right on record in the same transaction.

    `verb` and `arguments` say it right: the name of a verb ("production.consume") and what it is
    called with, as JSON. Where the arguments leave it out, it happened when the wrong event did
    (`at`), and who corrects it tells it (`by`). Answers the declaration; a repeat with the same
    correction (its event id) the one that stands, anything else about an event that was taken
    back is a Conflict. Raises Unknown for an event that is not on record or a verb that there is
    not, Malformed for arguments that are none of the verb's, and what the verb raises.
    """
    call = _call(declaring.event(event_id), verb, arguments, by=by)
    return declaring.corrected(event_id, call, reason=reason, by=by, at=at, live=live)


def preview(
    event_id: str, *, by: str, verb: str = "", arguments: Mapping[str, Json] | None = None
) -> Preview:
    """What withdrawing an event would contradict; with `verb` and `arguments`, replacing it.

    It is done, judged and undone again, so nothing of it stays. Raises as `withdraw` and
    `replace` do.
    """
    wrong = declaring.event(event_id)
    with record.unbuffered(), transaction.atomic():
        around = _around(event_id)
        before = {one.id: one for one in _findings(around)}
        last = Finding.objects.aggregate(last=Max("id"))["last"] or 0
        if verb:
            call = _call(wrong, verb, arguments or {}, by=by)
            declaring.corrected(event_id, call, reason="preview", by=by)
        else:
            declaring.withdrawn(event_id, reason="preview", by=by)
        after = list(_findings(Q(id__gt=last) | Q(id__in=list(before))))
        transaction.set_rollback(True)
    stays = {one.id for one in after}
    comes = [one for one in after if one.id not in before]
    # What is found anew with the same words has only another row.
    said = {_said(one) for one in comes}
    goes = [one for pk, one in before.items() if pk not in stays and _said(one) not in said]
    was = {_said(one) for one in before.values()}
    return Preview(
        contradicts=_told(one for one in comes if _said(one) not in was), heals=_told(goes)
    )


def _call(
    wrong: Event, verb: str, arguments: Mapping[str, Json], *, by: str
) -> Callable[[], Captured]:
    call = correctable.find(verb)
    keywords = told_arguments.read(call, {"by": by, "at": wrong.event_time, **arguments})
    return lambda: call(**keywords)


def _around(event_id: str) -> Q:
    """The findings about what an event touched."""
    of = {"event__event_id": event_id, "event__is_declaration": False}
    objects = Involvement.objects.filter(**of).values("object_id")
    runs = RunEvent.objects.filter(**of).values("run_id")
    return Q(object_id__in=objects) | Q(run_id__in=runs) | Q(event__event_id=event_id)


def _findings(condition: Q) -> Iterable[Finding]:
    return Finding.objects.filter(condition).select_related("event", "object", "run").order_by("id")


def _said(one: Finding) -> tuple[str, int, str]:
    return one.rule, one.event_id, one.message


def _told(findings: Iterable[Finding]) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            rule=one.rule,
            event_id=one.event.event_id,
            object=one.object.uri if one.object else "",
            run=one.run.uri if one.run else "",
            message=one.message,
        )
        for one in findings
    )
