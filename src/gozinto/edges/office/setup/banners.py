"""What stands above a page after something was done: what became of it, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from gozinto.access import describing, gate
from gozinto.errors import Unknown
from gozinto.plant import changing
from gozinto.plant.changing import BatchEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A batch that was just made; `may_undo`: whether whoever looks may take it back,
    `undo`: where that is done if not on the page of the batch.
    """

    batch: BatchEntry
    may_undo: bool
    undo: str = ""


def done(request: HttpRequest) -> Done | None:
    """What the address says was done; None where it says nothing that there is."""
    try:
        batch = changing.get_batch(UUID(request.GET.get("done", "")))
    except (ValueError, Unknown):
        return None
    return Done(batch=batch, may_undo=may_undo(request, batch))


def may_undo(request: HttpRequest, batch: BatchEntry) -> bool:
    """Whether whoever asks may take a batch back that still stands."""
    principal = gate.find_principal(request)
    if principal is None or batch.undone_by is not None:
        return False
    return all(describing.may(principal.roles, kind) for kind in changing.kinds_of(batch.id))
