"""How a print job stands, and what may become of it: one table, and nothing else decides.

Paper cannot be rolled back. So each job says, before its first byte leaves, that it is being
sent: whoever finds it before that may begin anew, and whoever finds it after asks a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from gozinto.errors import Refused, Violation


class State(StrEnum):
    """How a job stands."""

    QUEUED = "queued"
    RENDERING = "rendering"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    PRINTED = "printed"
    FAILED = "failed"
    VOID = "void"


class Happening(StrEnum):
    """What happens to a job."""

    TAKEN = "taken"
    """Somebody who prints has it in hand; nothing was sent."""
    UNFIT = "unfit"
    """It cannot be drawn, or what was drawn cannot be read: no further try makes that better."""
    BEGUN = "begun"
    """Its first byte may leave from now on."""
    PUT_BACK = "put_back"
    """Nothing was sent: the printer was not there, or whoever had it in hand is gone."""
    DELIVERED = "delivered"
    """The printer has all of it."""
    LOST = "lost"
    """Some of it was sent, and nobody can say what became of it."""
    RETRIED = "retried"
    """A person has it tried again."""
    CONFIRMED = "confirmed"
    """A person has the label in hand."""
    GIVEN_UP = "given_up"
    """A person has it printed no more; or as another job, with a reason."""


MOVES: Mapping[tuple[State, Happening], State] = {
    (State.QUEUED, Happening.TAKEN): State.RENDERING,
    (State.QUEUED, Happening.GIVEN_UP): State.VOID,
    (State.RENDERING, Happening.UNFIT): State.FAILED,
    (State.RENDERING, Happening.BEGUN): State.SENDING,
    (State.RENDERING, Happening.PUT_BACK): State.QUEUED,
    (State.SENDING, Happening.UNFIT): State.FAILED,
    (State.SENDING, Happening.PUT_BACK): State.QUEUED,
    (State.SENDING, Happening.DELIVERED): State.PRINTED,
    (State.SENDING, Happening.LOST): State.IN_DOUBT,
    # Whoever had it in hand comes back after its lease, and knows.
    (State.IN_DOUBT, Happening.DELIVERED): State.PRINTED,
    (State.IN_DOUBT, Happening.PUT_BACK): State.QUEUED,
    (State.IN_DOUBT, Happening.CONFIRMED): State.PRINTED,
    (State.IN_DOUBT, Happening.GIVEN_UP): State.VOID,
    (State.FAILED, Happening.RETRIED): State.QUEUED,
    (State.FAILED, Happening.GIVEN_UP): State.VOID,
}

IN_HAND = frozenset({State.RENDERING, State.SENDING})
"""Somebody who prints holds a lease of it."""

SETTLED = frozenset({State.PRINTED, State.VOID})
"""Nothing is left to do."""

WHEN_A_LEASE_ENDS: Mapping[State, Happening] = {
    State.RENDERING: Happening.PUT_BACK,
    State.SENDING: Happening.LOST,
}


def after(state: State, happening: Happening, *, job: int) -> State:
    """The state that follows. Raises Refused (print_job_state) where none does."""
    try:
        return MOVES[state, happening]
    except KeyError:
        raise Refused(
            [
                Violation(
                    code="print_job_state",
                    message=f"Print job {job} is {state.value}, so this cannot be done to it.",
                    next_step="Look at the queue: `gozinto labels queue`.",
                    value=state.value,
                )
            ]
        ) from None
