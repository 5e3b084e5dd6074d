"""Requests that come at the same time go on record in one transaction: what it costs, they share.

A transaction asks the database, waits for its disk and judges by the rules, for one event much as
for twenty. So while one is under way, requests that come wait, and the first of them then takes
them all along. Who comes alone waits for nobody. Each still is all or nothing by itself: if the
transaction fails, those that the failure names are left out and go alone, as all do where it names
none; so a request gets its own refusal and nobody else's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db import Error as DatabaseFault

from gozinto.errors import GozintoError, Malformed, Refused
from gozinto.record.entries import Entry, key_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_log = logging.getLogger(__name__)

MOST_EVENTS = 64
"""Of one shared transaction: one with many is as fast by itself, and others would wait for it."""

AT_ONCE = 1
"""Transactions of this process under way. Two make smaller groups: measured, no more requests a
second, and a longer wait for the slowest."""

PATIENCE_S = 0.25
"""How long a request waits for its turn before it goes alone: the one before may wait for a lock
that is none of its business."""

LOCK_PATIENCE_MS = 50
"""How long a shared transaction waits for a lock, before each request waits for its own."""


class Write(Protocol[T_co]):
    """Writes entries in one transaction and answers for each, in order, after the commit."""

    def __call__(
        self, entries: Sequence[Entry], *, live: bool, lock_timeout_ms: int
    ) -> Sequence[T_co]:
        """`lock_timeout_ms`: how long it waits for a lock; 0 for as long as it takes."""
        ...


@dataclass(slots=True, eq=False)
class _Request(Generic[T]):
    """What one thread wants written. `taken`: somebody writes it, or said to go alone."""

    entries: Sequence[Entry]
    live: bool
    woken: threading.Event = field(default_factory=threading.Event)
    taken: bool = False
    answer: Sequence[T] | None = None

    @property
    def names(self) -> Iterable[Hashable]:
        """What makes its events the ones they are: two requests with one in common are no group."""
        for entry in self.entries:
            yield key_of(entry.event)
            if entry.source_seq is not None:
                yield entry.source, entry.source_seq

    @property
    def began(self) -> datetime:
        return min(entry.event.event_time for entry in self.entries)


class GroupCommit(Generic[T]):
    """Writes what threads of this process ask for at the same time by one call of `write`."""

    def __init__(self, write: Write[T]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: list[_Request[T]] = []
        self._leading = 0

    def put(self, entries: Sequence[Entry], *, live: bool) -> Sequence[T]:
        """The answers for these entries, once they are durable. Raises what `write` raises.

        Must not be called within a transaction: another thread's may do the work.
        """
        if not 0 < len(entries) <= MOST_EVENTS:
            return self._alone(entries, live)
        mine = _Request[T](entries, live)
        if not self._is_leader(mine):
            self._wait(mine)
        if mine.answer is None and not mine.taken:
            try:
                self._lead(mine)
            finally:
                self._hand_over()
        return self._alone(entries, live) if mine.answer is None else mine.answer

    def _alone(self, entries: Sequence[Entry], live: bool) -> Sequence[T]:
        return self._write(entries, live=live, lock_timeout_ms=0)

    def _is_leader(self, mine: _Request[T]) -> bool:
        with self._lock:
            if self._leading < AT_ONCE:
                self._leading += 1
                return True
            self._waiting.append(mine)
            return False

    def _wait(self, mine: _Request[T]) -> None:
        if mine.woken.wait(PATIENCE_S):
            return
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                mine.taken = True
                return
        mine.woken.wait()

    def _hand_over(self) -> None:
        """Let the next one lead; it has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.pop(0).woken.set()
            else:
                self._leading -= 1

    def _lead(self, mine: _Request[T]) -> None:
        others = self._others(mine)
        if not others:
            mine.answer = self._alone(mine.entries, mine.live)
            return
        try:
            # In the order of their times: what comes late has to be judged with all after it.
            self._shared(sorted((mine, *others), key=lambda one: one.began))
        finally:
            for one in others:
                one.woken.set()

    def _others(self, mine: _Request[T]) -> list[_Request[T]]:
        """Those who wait, as far as they can share a transaction with this one."""
        room, names = MOST_EVENTS - len(mine.entries), set(mine.names)
        others, left = [], []
        with self._lock:
            for one in self._waiting:
                fits = one.live == mine.live and len(one.entries) <= room
                if fits and names.isdisjoint(own := set(one.names)):
                    room, names, one.taken = room - len(one.entries), names | own, True
                    others.append(one)
                else:
                    left.append(one)
            self._waiting = left
        return others

    def _shared(self, group: list[_Request[T]]) -> None:
        while len(group) > 1:
            entries = [entry for one in group for entry in one.entries]
            try:
                answers = self._write(entries, live=group[0].live, lock_timeout_ms=LOCK_PATIENCE_MS)
            except (GozintoError, DatabaseFault) as fault:
                # Each of those left out meets it again by itself, and answers for it.
                _log.debug("A shared transaction of %d requests failed: %s", len(group), fault)
                group = _without(group, _named(fault))
                continue
            at = 0
            for one in group:
                one.answer = answers[at : at + len(one.entries)]
                at += len(one.entries)
            return


def _named(fault: Exception) -> set[str]:
    """The ids of the events that a failure is about; none where it does not say."""
    if isinstance(fault, Refused | Malformed):
        told = [violation.data.get("event_id", "") for violation in fault.violations]
        return set(told) if all(told) else set()
    named = fault.data.get("event_id", "") if isinstance(fault, GozintoError) else ""
    return {named} - {""}


def _without(group: Sequence[_Request[T]], named: set[str]) -> list[_Request[T]]:
    """Those of the group whom a failure does not name; nobody, where it names none of them."""
    left = [one for one in group if named.isdisjoint(entry.event.event_id for entry in one.entries)]
    return left if named and len(left) < len(group) else []
