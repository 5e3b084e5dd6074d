"""The append-only record, and the projections derived from it.

Rows of a projection speak of one event each and are never changed by a later one: a correction
adds a `Withdrawal`, and readers leave out what is withdrawn. So late, shuffled and doubled
delivery give the same rows, "as known at" is a condition, and a rebuild is a replay. Only
`ObjectState` folds many events into one row; its fold does not depend on their order. `StatePoint`
keeps what that came to at times of the past, and is no part of what is derived.
"""

from __future__ import annotations

from gozinto.record.models.appended import (
    CaptureJob,
    Event,
    OutboxRow,
    Run,
)
from gozinto.record.models.found import Finding, FindingRemark, FindingState, RemarkKind
from gozinto.record.models.standing import ObjectState, RunSum, StatePoint
from gozinto.record.models.told import (
    Activity,
    Containment,
    DocumentMention,
    Involvement,
    Link,
    Measurement,
    Membership,
    Mount,
    OverrideRow,
    Replacement,
    RunEvent,
    Unused,
    Visit,
    Withdrawal,
)

__all__ = [
    "Activity",
    "CaptureJob",
    "Containment",
    "DocumentMention",
    "Event",
    "Finding",
    "FindingRemark",
    "FindingState",
    "Involvement",
    "Link",
    "Measurement",
    "Membership",
    "Mount",
    "ObjectState",
    "OutboxRow",
    "OverrideRow",
    "RemarkKind",
    "Replacement",
    "Run",
    "RunEvent",
    "RunSum",
    "StatePoint",
    "Unused",
    "Visit",
    "Withdrawal",
]
