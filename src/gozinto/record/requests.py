"""What was asked under a key is done once: the answer is kept in the transaction of what it did.

Somebody who does not know whether a request arrived sends it again with its key. Then it is
answered as it was the first time, and nothing is done; also where the first is still being done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection, models

from gozinto.errors import Conflict
from gozinto.plant.models import Declared
from gozinto.record import clock
from gozinto.record.transactions import run_tx

LONGEST_KEY = 255


class KeyedRequest(models.Model):
    """A request that was done under a caller's key, and the answer it got."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    caller = models.TextField()
    key = models.CharField(max_length=LONGEST_KEY)
    fingerprint = models.BinaryField(help_text="of what was asked: method, address and content")
    at = models.DateTimeField()
    status = models.IntegerField()
    headers = models.JSONField()
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "key"], name="one_request_a_caller_and_key")
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request was answered. `is_kept`: it did what was asked, so a repeat gets the same."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_kept: bool = True


def once(
    *, caller: str, key: str, fingerprint: bytes, body: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """The answer of `body`, or the one that is kept for this key; whether it was kept before.

    `body` runs in the transaction that keeps its answer, so that both are there or neither; it
    may run again when the database asks for it. Of two at once the second waits for the first.
    Raises Conflict (idempotency_key_reused) where something else was asked under this key, and
    what `body` raises; then nothing is kept, and the key is free.
    """

    def answered() -> tuple[Answer, bool]:
        # Two statements: one alone would look at the table as it was before it had to wait.
        wait_for_others(caller, key)
        before = KeyedRequest.objects.filter(caller=caller, key=key).first()
        if before is not None:
            return _same(before, fingerprint), True
        found = body()
        if found.is_kept:
            KeyedRequest.objects.create(
                caller=caller,
                key=key,
                fingerprint=fingerprint,
                at=clock.now(),
                status=found.status,
                headers=dict(found.headers),
                body=found.body,
            )
        return found, False

    return run_tx(answered)


def wait_for_others(caller: str, key: str) -> None:
    """Until the transaction ends nobody else goes past this with the same caller and key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{caller}\n{key}"]
        )


def _same(before: KeyedRequest, fingerprint: bytes) -> Answer:
    if bytes(before.fingerprint) != fingerprint:
        raise Conflict(
            "Something else was asked under this Idempotency-Key.",
            code="idempotency_key_reused",
            next_step="Use a new key for a new request, and the same for the same one alone.",
            key=before.key,
        )
    return Answer(status=before.status, headers=before.headers, body=bytes(before.body))
