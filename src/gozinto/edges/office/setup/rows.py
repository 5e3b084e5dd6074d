"""The page of one row: its form, its state, what became of it, and what refers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gozinto.access import describing, gate
from gozinto.access.roles import INSIDE
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import (
    addresses,
    banners,
    faults,
    fields,
    numbering,
    past,
    related,
    rights,
    wording,
)
from gozinto.edges.office.setup.faults import Fault
from gozinto.edges.office.things import files_card
from gozinto.errors import InTheWay, Malformed, Outdated, Refused
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.kinds import Kind, Row, Type, find_kind
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Described

SOURCE = "office"
"""What the history says of changes that were made on these pages."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as it is shown again: what was typed, what is wrong, what others made of it."""

    values: Mapping[str, str]
    faults: fields.Faults = field(default_factory=dict)
    above: tuple[Fault, ...] = ()
    now: Row | None = None
    why: str = ""
    status: int = 200


@page()
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """One row. Who may describe such rows changes it here, by one of the buttons."""
    asked = find_kind(kind)
    key = request.GET.get("key", "") if asked.key else ""
    row = changing.find(asked.name, key)
    if row is None and asked.key:
        row = changing.get(asked.name, key)  # says which keys are near
    if row is None:
        return _new_page(request, asked, Form(values={}))
    if request.method == "POST":
        return _changed(request, asked, key, row)
    return _page(request, asked, key, row, Form(values=row))


@page()
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form for a new row; `copy` names one whose values it begins with."""
    asked = find_kind(kind)
    rights.changer(request, asked.name)
    if request.method == "POST":
        if request.POST.get("do") == "try":
            return _new_page(request, asked, Form(values=fields.posted(asked, request.POST.dict())))
        return _created(request, asked)
    given = {name: request.GET[name] for name in asked.names if name in request.GET}
    if copied := request.GET.get("copy", ""):
        given = _copied(asked, changing.get(asked.name, copied)) | given
    return _new_page(request, asked, Form(values=given))


def _copied(kind: Kind, row: Row) -> dict[str, str]:
    """The values of a row that another may have too, and of its key all but what tells it apart."""
    own = {one.name for one in kind.fields if kind.column(one.name).unique} | {"state"}
    return {name: text for name, text in row.items() if name not in own}


def _created(request: HttpRequest, kind: Kind) -> HttpResponse:
    values = fields.posted(kind, request.POST.dict())
    why = _why(request)
    try:
        done = changing.apply(
            [Given(kind=kind.name, values=values)],
            by=rights.changer(request, kind.name),
            why=why,
            source=SOURCE,
            mode="create",
        )
    except Refused as refused:
        return _new_page(request, kind, _refused(kind, values, refused, why=why))
    return redirect(addresses.of_row(kind, done.changes[0].key, {"done": str(done.batch)}))


def _changed(request: HttpRequest, kind: Kind, key: str, row: Row) -> HttpResponse:
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Malformed("This can be done to no row.", code="unknown_act")
    by = rights.changer(request, kind.name)
    values = fields.posted(kind, request.POST.dict())
    for name in kind.key:
        values.pop(name, None)
    why = _why(request)
    try:
        return act(request, kind, key, values, by, why)
    except Outdated:
        form = Form(values={**row, **values}, now=row, why=why, status=412)
    except InTheWay as error:
        form = Form(values={**row, **values}, above=tuple(faults.of(error)), why=why, status=409)
    except Refused as refused:
        form = _refused(kind, {**row, **values}, refused, why=why)
    return _page(request, kind, key, row, form)


def _save(
    request: HttpRequest, kind: Kind, key: str, values: Mapping[str, str], by: str, why: str
) -> HttpResponse:
    done = changing.apply(
        [Given(kind=kind.name, values={**_named(kind, key), **values})],
        by=by,
        why=why,
        source=SOURCE,
        mode="update",
        expected={key: request.POST.get("etag", "")},
    )
    return redirect(addresses.of_row(kind, key, {"done": str(done.batch or "same")}))


def _step(
    request: HttpRequest, kind: Kind, key: str, values: Mapping[str, str], by: str, why: str
) -> HttpResponse:
    return _save(request, kind, key, {"state": request.POST.get("state", "")}, by, why)


def _remove(
    request: HttpRequest, kind: Kind, key: str, values: Mapping[str, str], by: str, why: str
) -> HttpResponse:
    done = changing.remove(
        kind.name, key, by=by, why=why, expected=request.POST.get("etag", "") or "none"
    )
    return redirect(addresses.of_list(kind, {"done": str(done.batch)}))


def _try(
    request: HttpRequest, kind: Kind, key: str, values: Mapping[str, str], by: str, why: str
) -> HttpResponse:
    row = changing.get(kind.name, key)
    return _page(request, kind, key, row, Form(values={**row, **values}, why=why))


def _forget(
    request: HttpRequest, kind: Kind, key: str, values: Mapping[str, str], by: str, why: str
) -> HttpResponse:
    """Forget a person's name, here and in the history; there is no way back."""
    gate.admit(request, roles=describing.FORGETTERS)
    if kind.name != "people":
        raise Malformed("Only people have names to be forgotten.", code="unknown_act")
    batch = changing.erase_name(person=key, by=by, why=why)
    return redirect(addresses.of_row(kind, key, {"done": str(batch)}))


_ACTS: Mapping[str, Callable[..., HttpResponse]] = {
    "forget": _forget,
    "try": _try,
    "save": _save,
    "state": _step,
    "remove": _remove,
}


def _named(kind: Kind, key: str) -> dict[str, str]:
    """The fields of a key."""
    row = changing.get(kind.name, key)
    return {name: row[name] for name in kind.key}


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").strip()


def _refused(kind: Kind, values: Mapping[str, str], refused: Refused, *, why: str) -> Form:
    return Form(
        values=values,
        faults=faults.by_field(refused, kind=kind.name),
        above=tuple(faults.above(refused.violations, but=kind.name)),
        why=why,
        status=422,
    )


def refused_file(
    request: HttpRequest, of: Described, more: Mapping[str, Any], *, status: int
) -> HttpResponse:
    """The page of a row, and what is wrong with a file that was to be put on it."""
    kind = find_kind(of.kind)
    row = changing.get(kind.name, of.key)
    return _page(request, kind, of.key, row, Form(values=row, status=status), more)


def _new_page(request: HttpRequest, kind: Kind, form: Form) -> HttpResponse:
    context = _form_context(request, kind, form, is_new=True) | {
        "title": wording.kind_one(kind),
        "action": addresses.of_new(kind),
        "may_change": True,
    }
    return render(request, "office/setup_row.html", context, status=form.status)


def _form_context(request: HttpRequest, kind: Kind, form: Form, *, is_new: bool) -> dict[str, Any]:
    return {
        "kind": kind,
        "kind_title": wording.kind_title(kind),
        "list": addresses.of_list(kind) if kind.key else "",
        "help": wording.told(kind.help),
        "form": form,
        "is_new": is_new,
        "trial": numbering.of(kind, form.values, request.POST.dict()),
        "examples": numbering.EXAMPLES,
        "boxes": fields.boxes(kind, form.values, is_new=is_new, faults=form.faults, now=form.now),
        "flags": " ".join(one.name for one in kind.fields if one.type is Type.FLAG),
    }


def _page(
    request: HttpRequest,
    kind: Kind,
    key: str,
    row: Row,
    form: Form,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    may_change = rights.may_change(request, kind)
    state = row.get("state", "") if kind.states else ""
    entries = changing.history(kind.name, key, limit=past.SHOWN)
    context = _form_context(request, kind, form, is_new=False) | {
        "title": wording.row_words(kind, row) or wording.kind_one(kind),
        "one": wording.kind_one(kind),
        "name": row.get("name", ""),
        "key": key,
        "etag": changing.etag(kind.name, row),
        "action": addresses.of_row(kind, key),
        "may_change": may_change,
        "state": {
            "word": wording.choice_word("state", state),
            "tone": "warn" if state in wording.STOPPED else "",
            "steps": [(one, wording.choice_word("state", one)) for one in kind.states[state]],
        }
        if state
        else None,
        "copy": addresses.of_new(kind, {"copy": key}) if kind.key and may_change else "",
        "entries": [past.shown(entry) for entry in entries],
        "is_old": len(entries) == past.SHOWN,
        **related.find(request, kind, row),
        "may_forget": bool(row.get("name")) and rights.may_forget(request, kind),
        "pages": related.pages(kind, row),
        "done": banners.done(request),
        "is_same": request.GET.get("done") == "same",
        **(_files(request, Described(kind=kind.name, key=key)) if key else {}),
        **(more or {}),
    }
    return render(request, "office/setup_row.html", context, status=form.status)


def _files(request: HttpRequest, of: Described) -> dict[str, Any]:
    return files_card.context(
        attaching.of_rows([of]),
        roles=gate.admit(request, roles=INSIDE).roles,
        target={"kind": of.kind, "key": of.key},
    )
