"""What was changed in the master data: by whom, when, why, from what to what; and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gozinto.access.describing import SOME_WRITERS
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import addresses, banners, faults, rights, wording
from gozinto.errors import InTheWay, Malformed
from gozinto.plant import changing
from gozinto.plant.changing import Entry
from gozinto.plant.kinds import KINDS

SHOWN = 50
"""Changes of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that is another: what it was, and what it became."""

    word: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One change of a row. `act`: "created", "updated" or "removed"."""

    entry: Entry
    kind: str
    words: str
    address: str
    act: str
    differences: tuple[Difference, ...]


def shown(entry: Entry) -> Shown:
    """A change as it is read; of a new row or one that is gone, its values."""
    kind = KINDS.get(entry.kind)
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in (kind.names if kind else ()) if before.get(name) != after.get(name)]
    if kind is None:
        return Shown(
            entry=entry, kind=entry.kind, words=entry.key, address="", act="", differences=()
        )
    return Shown(
        entry=entry,
        kind=wording.kind_one(kind),
        words=wording.key_words(entry.key),
        address=addresses.of_row(kind, entry.key) if entry.after else "",
        act="created" if entry.before is None else "updated" if entry.after else "removed",
        differences=tuple(
            Difference(
                word=wording.field_word(kind, name),
                before=wording.shown(kind.field(name), before.get(name, "")),
                after=wording.shown(kind.field(name), after.get(name, "")),
            )
            for name in names
            if name not in kind.key
        ),
    )


@page()
def index(request: HttpRequest) -> HttpResponse:
    """The newest batches of changes; with `before` those made earlier."""
    batches = changing.list_batches(limit=SHOWN + 1, before=_moment(request.GET.get("before", "")))
    context = {
        "batches": batches[:SHOWN],
        "older": batches[SHOWN - 1].at.isoformat() if len(batches) > SHOWN else "",
        "is_later": bool(request.GET.get("before")),
        "done": banners.done(request),
    }
    return render(request, "office/setup_changes.html", context)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{text!r} is no time.", code="bad_time") from error
    if moment.tzinfo is None:
        raise Malformed("The time has no zone.", code="time_without_zone")
    return moment


@page()
def batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """One batch: its rows before and after."""
    found = changing.get_batch(batch)
    before = request.GET.get("before", "")
    entries = changing.changes(
        batch=batch, before=int(before) if before.isdecimal() else 0, limit=SHOWN
    )
    context = {
        "batch": found,
        "entries": [shown(entry) for entry in entries],
        "older": entries[-1].id if len(entries) == SHOWN else "",
        "may_undo": banners.may_undo(request, found),
        "done": banners.done(request),
    }
    return render(request, "office/setup_batch.html", context)


@require_POST
@page(roles=SOME_WRITERS)
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take a batch back, and go where the form came from; what stands in the way is listed."""
    changing.get_batch(batch)
    by = rights.changer(request, *changing.kinds_of(batch))
    try:
        undone = changing.undo(batch, by=by, why=request.POST.get("why", "").strip())
    except InTheWay as error:
        context = {"batch": changing.get_batch(batch), "faults": faults.of(error)}
        return render(request, "office/setup_batch.html", context, status=409)
    back = addresses.back(request, to=reverse("office:setup-batch", args=[batch]))
    return redirect(addresses.with_done(back, undone.batch))
