"""How much one account or token may ask: a bucket that fills at a rate, and holds a burst.

Each process of the web counts for itself: the numbers protect a process from one caller, and
with n processes a caller may have up to n times as much.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from gozinto.access.gate import Principal
from gozinto.access.roles import Role
from gozinto.errors import Malformed, TooManyRequests

PER_S: Mapping[Role, int] = {
    **dict.fromkeys(Role, 100),
    Role.INTEGRATOR: 2_000,
    Role.ADMIN: 2_000,
    Role.PARTNER: 20,
    Role.AGENT: 20,
}
"""Requests a second, by role; an account has those of the role that may most."""

BURST_S = 3
"""Seconds' worth of requests that may come at once."""

_MOST_BUCKETS = 10_000
_SETTING = re.compile(r"(?P<role>[a-z]+)=(?P<per_s>\d{1,9})")


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """The buckets of one process. `per_s` 0: without a limit."""

    def __init__(
        self, per_s: Mapping[Role, int], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s = per_s
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, who: Principal) -> None:
        """Count one request. Raises TooManyRequests, with the seconds to wait."""
        rates = [self._per_s[role] for role in who.roles]
        if 0 in rates or not rates:
            return
        wait_s = self._wait(who.key, max(rates))
        if wait_s > 0:
            raise TooManyRequests(
                f"{who.name} asks more than {max(rates):,} times a second.",
                retry_after_s=math.ceil(wait_s),
            )

    def _wait(self, key: str, per_s: int) -> float:
        """How long until there is room for one more; 0 where there was, and it is taken."""
        most = float(max(per_s * BURST_S, 1))
        with self._lock:
            now = self._clock()
            bucket = self._buckets.get(key)
            if bucket is None:
                self._forget(now)
                bucket = self._buckets[key] = _Bucket(most, now)
            bucket.left = min(most, bucket.left + (now - bucket.at) * per_s)
            bucket.at = now
            if bucket.left < 1:
                return (1 - bucket.left) / per_s
            bucket.left -= 1
        return 0.0

    def _forget(self, now: float) -> None:
        """Drop the buckets that are full again, when there are many."""
        if len(self._buckets) >= _MOST_BUCKETS:
            kept = {k: one for k, one in self._buckets.items() if now - one.at < BURST_S}
            self._buckets = kept


@cache
def of_process() -> Limits:
    """The buckets of this process, as its settings say."""
    return Limits(read(settings.GOZINTO_REQUESTS_PER_S))


def read(text: str) -> Mapping[Role, int]:
    """The requests a second by role out of the setting: "integrator=500 operator=0"; 0: no limit.

    Raises Malformed.
    """
    found = dict(PER_S)
    for part in text.split():
        match = _SETTING.fullmatch(part)
        if match is None or match["role"] not in Role.values:
            raise Malformed(
                f"GOZINTO_REQUESTS_PER_S says {part!r}.",
                code="bad_setting",
                next_step="Write role=number for each role, with spaces between: operator=50.",
            )
        found[Role(match["role"])] = int(match["per_s"])
    return found
