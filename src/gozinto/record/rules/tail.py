"""Judges each event as it comes, by the states of its objects before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from gozinto.record.effect_shapes import InvolvementEffect
from gozinto.record.identities import Identities
from gozinto.record.projections.points import BEGINNING
from gozinto.record.projections.project import Locked
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.standing import UNITS, Said, instant, sayings
from gozinto.record.projections.states import State
from gozinto.record.rules import object_faults
from gozinto.record.rules.demands import Demands
from gozinto.record.rules.object_faults import Case
from gozinto.record.rules.shapes import AsItCame, Fault


class Tail:
    """Sees the events of one batch, each before it is folded; and what is not the last in time."""

    def __init__(self, ids: Identities, locked: Locked, demands: Demands) -> None:
        self._ids, self._locked, self._demands = ids, locked, demands
        self._faults: list[Fault] = []
        self._late: dict[str, datetime] = {}
        self._told_of_lots: dict[int, str] = {}
        self._uses: list[tuple[str, str, Collection[int]]] = []

    def seen(self) -> AsItCame:
        """What was found; the faults of what came late are for whoever goes through it again."""
        told = self._told_of_lots
        # A unit that this very batch uses, and says something of its lot that was so by then.
        for uri, at, lots in self._uses if told else ():
            if any(lot in told and told[lot] <= at for lot in lots):
                self._late[uri] = BEGINNING
        faults = [fault for fault in self._faults if fault.subject not in self._late]
        return AsItCame(faults=faults, late=self._late, told_of_lots=self._told_of_lots)

    def meets(self, one: Placed, states: Mapping[int, State]) -> None:
        """`one` is about to be folded into the states of the objects that it involves."""
        effects = one.effects
        for member in effects.memberships:
            self._joins(member.unit.uri, member.lot.uri, states)
        did: dict[str, list[InvolvementEffect]] = {}
        for effect in effects.involvements:
            did.setdefault(effect.object.uri, []).append(effect)
        for uri, told in did.items():
            if uri in self._late:
                self._late[uri] = min(self._late[uri], effects.at)
            else:
                self._meets(uri, Said(one.position, effects.event_id, effects.at, told), states)

    def _joins(self, unit: str, lot: str, states: Mapping[int, State]) -> None:
        pk = self._ids.objects[lot]
        self._locked.lots.setdefault(self._ids.objects[unit], set()).add(pk)
        state = states[pk]
        if state.first_at is not None and UNITS not in state.standing.origins:
            self._late[lot] = (
                BEGINNING  # it was there by its units before anything else brought it in
            )
        state.standing.come(UNITS)

    def _meets(self, uri: str, said: Said, states: Mapping[int, State]) -> None:
        pk = self._ids.objects[uri]
        before = states[pk]
        lots = []
        if said.is_use:
            of = self._locked.lots.get(pk, ())
            if of:
                self._uses.append((uri, instant(said.at), of))
            lots = [(states.get(lot) or self._locked.beside[lot]).standing for lot in of]
        self._note_what_holds_for_units(pk, said)
        if _is_late(before, said) or any(lot.last_said_at() > instant(said.at) for lot in lots):
            self._late[uri] = said.at
            return
        case = Case(uri=uri, said=said, before=before, lots=lots, is_used_later=said.is_use)
        self._faults += object_faults.found(case, self._demands)
        before.standing.step(said, booked=before.on_hand, uom=before.uom)

    def _note_what_holds_for_units(self, pk: int, said: Said) -> None:
        for effect in said.did:
            if effect.object.is_class and any(sayings(effect)):
                at = instant(said.at)
                self._told_of_lots[pk] = min(at, self._told_of_lots.get(pk, at))


def _is_late(before: State, said: Said) -> bool:
    """Whether it tells anything new of the events that are on record already."""
    if before.first_at is None:
        return False
    standing = before.standing
    if said.place < standing.last:
        return True
    if standing.origins:
        return False
    # It came from nowhere so far: now it comes, or is used, and what was said then reads otherwise.
    return bool(said.origins) or (said.is_use and not standing.is_used)
