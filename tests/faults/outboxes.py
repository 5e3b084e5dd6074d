"""Panels that hand over what they kept to a server that keeps falling."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import uuid6

from gozinto.record import clock
from tests.operations.panels.floor import JOB
from tests.workshop import OPERATOR

LOST_EVERY = 5
"""Of so many answers the third is lost on its way: one at least before the first kill."""
FEW = 5
"""Entries that wait before the operator waits too: so that kills fall among many requests."""
LOST = (OSError, http.client.HTTPException)


@dataclass
class Outbox:
    """One panel, whose operator puts kilogram after kilogram of one lot into the job.

    Every few requests the answer is lost on its way to it; what was not answered is sent again,
    with what was done since. `forgets`: a broken one, that sends it under another id.
    """

    port: int
    secret: str
    lot: str
    forgets: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    _made: int = 0

    def work(self, end: threading.Event) -> None:
        """Until the end; what was begun is brought to its end."""
        chance, waiting, requests = random.Random(self.lot), list[dict[str, Any]](), 0
        while not end.is_set() or waiting:
            if not end.is_set() and len(waiting) < FEW:
                waiting += [self._made_now() for _ in range(chance.randint(1, 4))]
            requests += 1
            if self._handed_over(waiting, is_lost=requests % LOST_EVERY == 3):
                waiting = []

    def _made_now(self) -> dict[str, Any]:
        self._made += 1
        return {
            "id": str(uuid6.uuid7()),
            "seq": self._made,
            "at": clock.now().isoformat(),
            "person": OPERATOR,
            "proof": "badge",
            "live": False,
            "act": "scan",
            "told": {"text": self.lot, "quantity": "1"},
            "context": {"screen": "job", "job": JOB},
        }

    def _handed_over(self, entries: list[dict[str, Any]], *, is_lost: bool) -> bool:
        if self.forgets:
            entries = [{**one, "id": str(uuid6.uuid7())} for one in entries]
        try:
            answers = self.send(entries, reads=not is_lost)
        except LOST:
            time.sleep(0.05)  # it is just falling, or coming up again
            return False
        if answers is None:
            time.sleep(0.05)  # the database is just coming up again
            return False
        for answer in answers:
            assert self.answers.setdefault(answer["id"], answer) == answer
        self.told += entries
        return True

    def send(self, entries: list[dict[str, Any]], *, reads: bool = True) -> list[Any] | None:
        """The answers; None where the server cannot now. Raises one of LOST where none comes."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            headers = {
                "Cookie": f"gozinto_station={self.secret}",
                "Content-Type": "application/json",
                "X-Gozinto-Panel": "1",
            }
            body = {"device_now": clock.now().isoformat(), "entries": entries}
            line.request("POST", "/panel/entries", json.dumps(body), headers)
            found = line.getresponse()
            text = found.read()
            if not reads:
                raise ConnectionAbortedError  # it was done, and the answer is lost on its way
            if found.status != 200:
                assert found.status >= 500 or found.status == 429, text
                return None
            answers: list[Any] = json.loads(text)["answers"]
            return answers
