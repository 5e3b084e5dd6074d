"""Until when the record is complete: nothing that is written yet will have been recorded before.

An event is seen when its transaction commits, and its record time is from before that: a slow
writer's event appears among older ones, behind whoever reads on from the last it saw. So who
writes tells, by a lock that nobody waits for, since when it may be at it, and who reads on leaves
out what is not older. The number of a transaction says nothing of it: what was begun first may
be recorded last.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gozinto import roundtrips
from gozinto.record import clock
from gozinto.roundtrips import Asked

_SPACE = 0x607C  # keeps these advisory locks apart from anybody else's
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
"""What the key of a lock counts seconds from: it has room for 68 years of them."""

_TELL = "SELECT pg_advisory_xact_lock_shared($1::int, $2::int)"
_OLDEST = (
    "SELECT min(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
    " AND classid = $1::bigint::oid AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def telling() -> Asked:
    """What tells, until commit, that this transaction records events from now on.

    Their record time is to be read from the clock after it was asked.
    """
    since = int((clock.now() - _BEGINNING).total_seconds())
    return _TELL, [_SPACE, max(since, 0)]


def complete_until() -> datetime:
    """All events that are ever recorded before this time are to be seen by the next statement."""
    now = clock.now()
    # The time first: who begins to write after the look reads the clock after it too.
    (((oldest,),),) = roundtrips.ask((_OLDEST, [_SPACE]))
    return now if oldest is None else min(now, _BEGINNING + timedelta(seconds=oldest))
