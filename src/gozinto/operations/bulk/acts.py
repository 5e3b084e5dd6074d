"""What may be done to many things at once: who may, what does it, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gozinto.access.roles import LABORATORY, QUALITY, Role
from gozinto.operations import holding
from gozinto.record import Captured
from gozinto.record.models import ObjectState


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Why nothing is to be done to a thing: a stable code, and the words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `do` does it to the thing of a URI; `back`: the act that takes it back.

    `spared`: why nothing is to be done to a thing, by how it stands and by the event of the job
    that is taken back ("" where none is); None where something is.
    """

    do: Callable[..., Captured]
    roles: frozenset[Role]
    back: str
    spared: Callable[[ObjectState | None, str], Left | None]


def _held_already(state: ObjectState | None, undone: str) -> Left | None:
    if state is not None and state.held:
        return Left(code="already_held", message="It was on hold already.")
    return None


def _not_held(state: ObjectState | None, undone: str) -> Left | None:
    if state is None or not state.held:
        return Left(code="not_held", message="It is not on hold.")
    if undone and state.held_event != undone:
        return Left(code="held_since", message="Somebody has held it again since.")
    return None


ACTS: Mapping[str, Act] = {
    "hold": Act(do=holding.hold, roles=LABORATORY, back="release", spared=_held_already),
    "release": Act(do=holding.release, roles=QUALITY, back="hold", spared=_not_held),
}
"""Each takes the thing and, by name, a `reason` and a stamp."""
