"""Clerks who send requests to a server that keeps falling, and will not be discouraged.

Each receives kilogram after kilogram of a lot of its own. Now and then it hangs up before it has
the answer, and often the answer never comes; then it sends the same again, until it is answered.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from tests.workshop import CLERK

PATH = "/api/v1/receiving/receive"


@dataclass(frozen=True)
class Request:
    """One request and, when it is acknowledged, its answer."""

    key: str
    body: Mapping[str, str]
    answer: bytes = b""


@dataclass
class Clerk:
    """One of them. `keeps_keys` False: a careless one, who makes a new key for each try."""

    port: int
    token: str
    keeps_keys: bool = True
    told: list[Request] = field(default_factory=list)
    lot: str = field(default_factory=lambda: f"K-{uuid.uuid4().hex[:8]}")

    def work(self, end: threading.Event) -> None:
        """Until the end; what was begun is brought to its end."""
        chance = random.Random(self.lot)
        for number in itertools.count():
            if end.is_set():
                return
            body = {
                "material": "HB", "supplier": "ELASTO", "supplier_lot": self.lot, "quantity": "1",
                "note": f"{self.lot}-{number}", "by": CLERK,
            }  # fmt: skip
            self.told.append(self._acknowledged(body, chance))

    def _acknowledged(self, body: Mapping[str, str], chance: random.Random) -> Request:
        key = str(uuid.uuid4())
        hangs_up = chance.random() < 0.1
        while True:
            request = Request(key if self.keeps_keys else str(uuid.uuid4()), body)
            try:
                status, answer, _ = self.send(request, reads=not hangs_up)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # it is just falling, or coming up again
                hangs_up = False
                continue
            if status in (200, 201):
                return Request(request.key, body, answer)
            assert status >= 500, answer
            time.sleep(0.05)  # the database is just coming up again

    def send(self, request: Request, *, reads: bool = True) -> tuple[int, bytes, bool]:
        """The status, the answer and whether it is one given before. Raises where none comes."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            headers = {
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": request.key,
            }
            line.request("POST", PATH, json.dumps(request.body), headers)
            if not reads:
                raise ConnectionAbortedError
            found = line.getresponse()
            replayed = found.getheader("Idempotent-Replayed") == "true"
            return found.status, found.read(), replayed
