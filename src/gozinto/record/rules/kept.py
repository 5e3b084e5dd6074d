"""Findings as rows: what stands of a subject, and what replaces it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gozinto.plant.models import TraceableObject
from gozinto.record.copying import copy
from gozinto.record.identities import Identities
from gozinto.record.models import Finding, FindingState, Run
from gozinto.record.rules import wording
from gozinto.record.rules.overriding import Overrides
from gozinto.record.rules.shapes import Fault
from gozinto.roundtrips import rows

Since = tuple[str, str, datetime]
"""A scope's name, the key of what it judged, and the time after which it was."""
Of = tuple[str, Fault]
"""A scope's name and a fault that it found."""
Key = tuple[str, str, str, int, str, str]
"""What makes two findings the same one: scope, subject, rule, event, value, message."""

_TABLE = Finding._meta.db_table
_STANDING = (
    "SELECT f.id, scope, subject, rule, f.event_id, value, message, state, found_at"
    f" FROM {_TABLE} f JOIN unnest(%s::text[], %s::text[], %s::timestamptz[]) AS w(of, key, after)"
    " ON scope = w.of AND subject = w.key AND EXISTS (SELECT 1 FROM gozinto_event e"
    " WHERE e.position = f.event_id AND e.event_time > w.after)"
)


class Row:
    """A finding on record: its id, whether it is overridden, and since when it stands."""

    __slots__ = ("found_at", "id", "state")

    def __init__(self, id: int, state: str, found_at: datetime) -> None:
        self.id, self.state, self.found_at = id, state, found_at


def key(scope: str, fault: Fault) -> Key:
    """What makes a finding of this fault the one it is."""
    return (scope, fault.subject, fault.rule, fault.position, fault.value, wording.english(fault))


def of(subjects: Sequence[Since]) -> dict[Key, Row]:
    """The findings that stand of these subjects, of events after that time."""
    if not subjects:
        return {}
    return {
        (scope, subject, rule, event, value, message): Row(pk, state, found_at)
        for pk, scope, subject, rule, event, value, message, state, found_at in rows(
            _STANDING, list(map(list, zip(*subjects, strict=True)))
        )
    }


def replace(
    before: Mapping[Key, Row],
    faults: Sequence[Of],
    *,
    overrides: Overrides,
    ids: Identities,
    now: datetime,
) -> None:
    """Keep these faults, and drop what of `before` is none any more."""
    found = {key(scope, fault): (scope, fault) for scope, fault in faults}
    gone = [row.id for known, row in before.items() if known not in found]
    if gone:
        Finding.objects.filter(id__in=gone).delete()
    new = [of for known, of in found.items() if known not in before]
    if not new:
        return
    objects = _ids(TraceableObject, (fault.object for _, fault in new), ids.objects)
    runs = _ids(Run, (fault.run for _, fault in new), ids.runs)
    rows = [
        (*_row(scope, fault, overrides, now), objects.get(fault.object), runs.get(fault.run))
        for scope, fault in new
    ]
    copy(Finding, columns=_COLUMNS, rows=rows)


_COLUMNS = (
    *("scope", "subject", "rule", "event_id", "message", "value", "data", "state"),
    *("override_reason", "override_person", "override_role", "found_at", "object_id", "run_id"),
)


def _row(scope: str, fault: Fault, overrides: Overrides, now: datetime) -> tuple[Any, ...]:
    let_pass = overrides.of(fault)
    return (
        scope,
        fault.subject,
        fault.rule,
        fault.position,
        wording.english(fault),
        fault.value,
        json.dumps(dict(fault.data), sort_keys=True),
        FindingState.OVERRIDDEN if let_pass else FindingState.OPEN,
        let_pass.reason if let_pass else "",
        let_pass.person if let_pass else "",
        let_pass.role if let_pass else "",
        now,
    )


def _ids(
    model: type[TraceableObject] | type[Run], uris: Iterable[str], known: Mapping[str, int]
) -> dict[str, int]:
    """The row ids of these; of a lot's units, say, which the events at hand do not name."""
    wanted = {uri for uri in uris if uri}
    found = {uri: known[uri] for uri in wanted if uri in known}
    missing = wanted - found.keys()
    if missing:
        found |= dict(model._default_manager.filter(uri__in=missing).values_list("uri", "id"))
    return found
