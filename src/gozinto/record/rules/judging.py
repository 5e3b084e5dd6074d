"""Judges what a transaction touched, inside it: refuses what is live, keeps what is found.

A fault is found by one condition however its event came. Of a live request, a fault of its own
events refuses it, unless the rule makes findings only or was overridden; so does a fault that
nothing overrides and that it makes an event of others have. All else becomes a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gozinto.errors import Refused, Violation
from gozinto.record import clock
from gozinto.record.projections.points import BEGINNING
from gozinto.record.projections.rows import Placed
from gozinto.record.rules import kept, wording
from gozinto.record.rules.overriding import Overrides
from gozinto.record.rules.shapes import Batch, Fault
from gozinto.record.rules.table import RULES, SCOPES


def judge(batch: Batch, *, may_refuse: bool) -> None:
    """Keep what the rules find in this batch, and drop what they find no longer.

    Raises Refused with every violation, of an override that is not allowed too, when `may_refuse`.
    """
    faults: list[kept.Of] = []
    anew: list[kept.Since] = []
    events = (*batch.placed, *batch.withdrawn)
    for scope in SCOPES:
        touched = {
            key
            for one in events
            for key in scope.touched(one.effects)
            if (scope.name, key) not in batch.judged
        }
        batch.judged.update((scope.name, key) for key in touched)
        if not touched:
            continue
        judged = scope.judge(touched, batch)
        faults += [(scope.name, fault) for fault in judged.faults]
        anew += [(scope.name, one, judged.after.get(one, BEGINNING)) for one in judged.anew]
    before = kept.of(anew)
    overrides = Overrides(batch, (fault.position for _, fault in faults))
    if may_refuse:
        new = [fault for scope, fault in faults if kept.key(scope, fault) not in before]
        _refuse(batch, new, overrides)
    kept.replace(before, faults, overrides=overrides, ids=batch.ids, now=clock.now())


def _refuse(batch: Batch, new: Sequence[Fault], overrides: Overrides) -> None:
    live = {one.position: one for one in batch.placed if one.is_live}
    if not live:
        return
    violations = list(overrides.not_allowed(live.values()))
    for fault in new:
        severity = RULES[fault.rule].severity
        if fault.position in live:
            forbids = severity != "finding" and not overrides.of(fault)
        else:
            # It came between others' events: what they did cannot have been after all.
            forbids = severity == "block" and not batch.withdrawn
        if forbids:
            violations.append(_violation(fault, live if len(live) > 1 else {}))
    if violations:
        raise Refused(violations)


def _violation(fault: Fault, several: Mapping[int, Placed]) -> Violation:
    """`several`: the events of the request by position, where it has to be said which it was."""
    rule = RULES[fault.rule]
    named = several.get(fault.position)
    return Violation(
        code=fault.rule,
        message=wording.english(fault),
        next_step=rule.next_step,
        value=fault.value,
        data={**fault.data, **({"event_id": named.effects.event_id} if named else {})},
    )
