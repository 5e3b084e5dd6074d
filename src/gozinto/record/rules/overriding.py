"""Who may let a rule pass, and who did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gozinto.errors import Violation
from gozinto.record.models import OverrideRow
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.shapes import Batch, Fault
from gozinto.record.rules.table import RULES
from gozinto.standards.epcis.gozinto import Override


def is_allowed(one: Override) -> bool:
    """Whether this override counts: a role that may, and a reason."""
    rule = RULES.get(one.code)
    return rule is not None and one.role in rule.overridden_by and bool(one.reason.strip())


class Overrides:
    """The overrides that count of the events at fault, by event and rule."""

    def __init__(self, batch: Batch, positions: Iterable[int]) -> None:
        self._found: dict[tuple[int, str], Override] = {}
        here = {one.position: one for one in batch.placed}
        for one in here.values():
            self._take(one.position, one.effects.overrides)
        others = set(positions) - here.keys()
        if others:
            for row in OverrideRow.objects.filter(event_id__in=others).order_by("ordinal"):
                told = Override(code=row.code, reason=row.reason, person=row.person, role=row.role)
                self._take(row.event_id, (told,))

    def _take(self, position: int, told: Iterable[Override]) -> None:
        for one in told:
            if is_allowed(one):
                self._found.setdefault((position, one.code), one)

    def of(self, fault: Fault) -> Override | None:
        """Who let this fault pass, if anybody who may did."""
        return self._found.get((fault.position, fault.rule))

    def not_allowed(self, live: Iterable[Placed]) -> Iterator[Violation]:
        """What live requests may not override, or not without a reason."""
        for placed in live:
            for one in placed.effects.overrides:
                if not is_allowed(one):
                    yield _not_allowed(one)


def _not_allowed(one: Override) -> Violation:
    rule = RULES.get(one.code)
    if rule is None:
        told, then = f"There is no rule {one.code}.", "Leave it out, or name a rule."
    elif not rule.overridden_by:
        told, then = f"Nobody may override {one.code}.", rule.next_step
    elif one.role not in rule.overridden_by:
        told = f"{one.code} may not be overridden as {one.role or 'nobody in particular'}."
        then = f"Ask somebody of: {', '.join(sorted(rule.overridden_by))}."
    else:
        told, then = f"{one.code} was overridden without a reason.", "Say why."
    return Violation(code="override_not_allowed", message=told, next_step=then, value=one.code)
