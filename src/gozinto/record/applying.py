"""One batch of events into the projections and before the rules: for capture and rebuild alike."""

from __future__ import annotations

from collections.abc import Sequence

from gozinto.record.identities import Identities
from gozinto.record.projections import project
from gozinto.record.projections import states as object_states
from gozinto.record.projections.project import Halves, Locked
from gozinto.record.projections.rows import Placed
from gozinto.record.rules import judging
from gozinto.record.rules.demands import Demands
from gozinto.record.rules.shapes import Batch
from gozinto.record.rules.tail import Tail
from gozinto.record.told_again import told_at


def apply(
    placed: Sequence[Placed],
    *,
    ids: Identities,
    locked: Locked,
    earlier: Halves,
    is_replay: bool = False,
) -> None:
    """Write all that follows from these events: rows, states, findings.

    Raises Refused when a rule forbids one that is live; not in a replay, which asks nobody.
    """
    states, demands = locked.states, Demands()
    tail = Tail(ids, locked, demands)
    taken_back = project.write(placed, ids=ids, states=states, earlier=earlier, meets=tail.meets)
    withdrawn = told_at(taken_back - {one.position for one in placed})
    if withdrawn:
        ids = Identities(one.effects for one in (*placed, *withdrawn)).load()
    batch = Batch(
        placed=[one for one in placed if not (one.is_declaration or one.position in taken_back)],
        withdrawn=withdrawn,
        ids=ids,
        states=states,
        seen=tail.seen(),
        demands=demands,
    )
    judging.judge(batch, may_refuse=not is_replay)
    object_states.save(states.values())
