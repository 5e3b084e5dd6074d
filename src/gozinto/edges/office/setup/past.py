"""What was changed in the master data: by whom, when, why, from what to what; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from gozinto.plant.changing import Entry, Touched
from gozinto.plant.importing import jobs
from gozinto.plant.kinds import KINDS, Row

SHOWN = 50
"""Changes of a page."""
AT_ONCE = 500
"""More rows than these are taken back by the worker, while whoever asked sees how far it is."""
MOST_KINDS = 4
"""Kinds that are named of what was changed together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that is another: what it was, and what it became."""

    word: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One change of a row. `act`: "created", "updated" or "removed"."""

    kind: str
    words: str
    address: str
    act: str
    differences: tuple[Difference, ...]
    entry: Entry | None = None


def shown(entry: Entry) -> Shown:
    """A change of the history as it is read."""
    change = row_change(entry.kind, entry.key, before=entry.before, after=entry.after)
    return replace(change, entry=entry)


def row_change(name: str, key: str, *, before: Row | None, after: Row | None) -> Shown:
    """A row before and after as it is read; of a new row or one that is gone, its values."""
    kind = KINDS.get(name)
    act = "created" if before is None else "updated" if after else "removed"
    if kind is None:
        return Shown(kind=name, words=key, address="", act=act, differences=())
    was, now = before or {}, after or {}
    names = [one for one in kind.names if was.get(one, "") != now.get(one, "")]
    return Shown(
        kind=wording.kind_one(kind),
        words=wording.key_words(key),
        address=addresses.of_row(kind, key) if before else "",
        act=act,
        differences=tuple(
            Difference(
                word=wording.field_word(kind, one),
                before=wording.shown(kind.field(one), was.get(one, "")),
                after=wording.shown(kind.field(one), now.get(one, "")),
            )
            for one in names
            if one not in kind.key
        ),
    )


@page()
def index(request: HttpRequest) -> HttpResponse:
    """The newest batches of changes; with `before` those made earlier."""
    batches = changing.list_batches(limit=SHOWN + 1, before=_moment(request.GET.get("before", "")))
    found = changing.touched([one.id for one in batches[:SHOWN]])
    context = {
        "batches": [(one, _what(found[one.id])) for one in batches[:SHOWN]],
        "older": batches[SHOWN - 1].at.isoformat() if len(batches) > SHOWN else "",
        "is_later": bool(request.GET.get("before")),
        "done": banners.done(request),
    }
    return render(request, "office/setup_changes.html", context)


def _what(found: Sequence[Touched]) -> str:
    """What a batch changed: the row, or how many of which kinds."""
    if len(found) == 1 and found[0].rows == 1:
        kind = KINDS.get(found[0].kind)
        name = wording.kind_one(kind) if kind else found[0].kind
        return f"{name} {wording.key_words(found[0].key)}".rstrip()
    named = [(KINDS.get(one.kind), one) for one in found[:MOST_KINDS]]
    words = [f"{wording.kind_title(kind) if kind else one.kind} {one.rows}" for kind, one in named]
    return ", ".join(words) + (" …" if len(found) > MOST_KINDS else "")


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


def _linked(entry: Entry) -> Shown:
    """A change with the page of its row, where there is one still."""
    change = shown(entry)
    kind = KINDS.get(entry.kind)
    address = addresses.of_row(kind, entry.key) if kind and entry.after else ""
    return replace(change, address=address)


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
        "entries": [_linked(entry) for entry in entries],
        "older": entries[-1].id if len(entries) == SHOWN else "",
        "may_undo": banners.may_undo(request, found),
        "done": banners.done(request),
    }
    return render(request, "office/setup_batch.html", context)


@require_POST
@page(roles=SOME_WRITERS)
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take a batch back, and go where the form came from; what stands in the way is listed."""
    found = changing.get_batch(batch)
    by = rights.changer(request, *changing.kinds_of(batch))
    why = request.POST.get("why", "").strip()
    if found.changes > AT_ONCE and found.undone_by is None:
        return redirect("office:import", job=jobs.take_back(batch, by=by, why=why).pk)
    try:
        undone = changing.undo(batch, by=by, why=why)
    except InTheWay as error:
        context = {"batch": changing.get_batch(batch), "faults": faults.of(error)}
        return render(request, "office/setup_batch.html", context, status=409)
    back = addresses.back(request, to=reverse("office:setup-batch", args=[batch]))
    return redirect(addresses.with_done(back, undone.batch))
