"""The index beside the database that it stands for: one question to both, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gozinto.genealogy import reach
from gozinto.genealogy.reach import Reach
from gozinto.record.transactions import snapshot
from gozinto.trace.index import answering
from gozinto.trace.index.living import Living
from gozinto.trace.reading.moment import Moment
from gozinto.trace.reading.source import RecordSource


@dataclass(frozen=True)
class Both:
    """What the database answers, and the index; None where it leaves it to the database.

    `apart`: only the objects, as the index answers who asks for many at once.
    """

    expected: Reach
    found: Reach | None
    apart: list[set[int]]

    @property
    def is_same(self) -> bool:
        """Whether all of it is the same that a trace is made from."""
        is_found = self.found is None or _as_told(self.found) == _as_told(self.expected)
        return is_found and all(one == self.expected.objects.keys() for one in self.apart)


def ask_both(living: Living, one: int, *, ahead: bool) -> Both:
    """What this object reaches."""
    ask = reach.forward if ahead else reach.backward
    with living.turn(), snapshot():
        # first: what it takes in of changes is its own, and those of the living one stay unread
        apart = _apart(living, one, ahead=ahead)
        walked = living.ask({one}, ahead=ahead)
        expected = ask(RecordSource(Moment()), {one})
        source = RecordSource(Moment())
        found = None if walked is None else answering.reach(walked, source=source)
        return Both(expected, found, apart)


def _apart(living: Living, one: int, *, ahead: bool) -> list[set[int]]:
    current = living.apart()
    if current is None:
        return []
    each = current.ask_each([{one}], ahead=ahead)
    return [set(some.tolist()) for some in (each.together, *each.apart)]


def _as_told(answer: Reach) -> dict[str, Any]:
    return {
        "objects": answer.objects,
        "runs": answer.runs,
        "links": answer.links,
        "presences": answer.presences,
        "depths": (answer.object_depth, answer.run_depth),
    }
