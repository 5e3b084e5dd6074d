"""The pages of labels: the list of layouts, and the designer with its preview."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from gozinto.access import gate
from gozinto.access.roles import DESCRIBERS
from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.labelling import drafts, previews
from gozinto.edges.office.labelling.drafts import Draft
from gozinto.errors import Malformed, Refused
from gozinto.labels import content, library
from gozinto.labels.layouts import FITS, PURPOSES
from gozinto.plant import changing, known
from gozinto.plant.label_texts import FIELDS
from gozinto.plant.models import LabelElement

_LOOKED_BACK = 200
"""Batches among which the last change of a layout is looked for."""


@page()
def index(request: HttpRequest) -> HttpResponse:
    """The layouts there are, or those that a search finds."""
    asked = search.read(request.GET.get("q", ""))
    names = _names()
    found: list[dict[str, Any]] = [
        {
            "layout": layout,
            "name": names.get(code, ""),
            "purpose": words.name(words.LABELLED, layout.purpose),
            "is_own": library.is_own(code),
        }
        for code, layout in library.every().items()
    ]
    wanted = asked.casefold()
    shown = [
        row
        for row in found
        if wanted in f"{row['layout'].code} {row['name']} {row['purpose']}".casefold()
    ]
    context = {
        "rows": shown,
        "asked_layout": asked,
        "may_write": _may_write(request),
        "purposes": _purposes(),
    }
    return render(request, "office/labels.html", context)


@require_POST
@page(roles=DESCRIBERS)
def create(request: HttpRequest) -> HttpResponse:
    """A new layout: the one that comes along for its purpose, under a code of its own."""
    code, purpose = request.POST.get("code", "").strip(), request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        raise Malformed(f"There is no purpose {purpose!r}.", code="unknown_choice")
    usual = drafts.stored(purpose)
    layout = usual.layout | {"code": code, "name": code}
    elements = tuple(row | {"layout": code} for row in usual.elements)
    changing.apply(
        drafts.given(Draft(layout=layout, elements=elements)),
        by=_by(request),
        mode="create",
        source=drafts.source(code),
    )
    return redirect("office:label", code=code)


@page()
def design(request: HttpRequest, code: str) -> HttpResponse:
    """One layout: its elements beside its preview. Who may describe the plant changes it here."""
    if request.method == "POST":
        return _changed(request, code)
    return _page(request, drafts.stored(code), saved=request.GET.get("saved", ""))


def _changed(request: HttpRequest, code: str) -> HttpResponse:
    library.get(code)
    gate.admit(request, roles=DESCRIBERS)
    if request.POST.get("do") == "undo":
        changing.undo(_batch(request.POST.get("batch", "")), by=_by(request), why="undone")
        if code not in library.every():
            return redirect("office:labels")
        return redirect("office:label", code=code)
    draft = drafts.posted(code, request.POST.dict())
    if kind := request.POST.get("add", ""):
        return _page(request, drafts.with_new(draft, kind=kind), is_changed=True)
    if nr := request.POST.get("remove", ""):
        return _page(request, drafts.without(draft, nr=nr), is_changed=True)
    try:
        drafts.keep(draft, by=_by(request))
    except Refused as refused:
        faults = previews.faults(refused.violations)
        return _page(request, draft, faults=faults, is_changed=True, status=422)
    return redirect(f"{reverse('office:label', args=[code])}?{urlencode({'saved': '1'})}")


@require_POST
@page(roles=DESCRIBERS)
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The preview of what the form says, before anything of it is kept."""
    draft = drafts.posted(code, request.POST.dict())
    of = search.read(request.POST.get("of", ""))
    context = {"preview": _preview(request, draft, of=of), "draft": draft}
    return render(request, "office/label.html#preview", context)


def _preview(request: HttpRequest, draft: Draft, *, of: str) -> previews.Preview:
    layout, violations = drafts.layout_of(draft, by=_by(request))
    if layout is None:
        faults = previews.faults(violations)
        return previews.Preview(image="", of=of, number="", faults=faults)
    return previews.preview(layout, of=of)


def _page(
    request: HttpRequest,
    draft: Draft,
    *,
    faults: tuple[previews.Fault, ...] = (),
    is_changed: bool = False,
    saved: str = "",
    status: int = 200,
) -> HttpResponse:
    purpose = draft.layout["purpose"]
    of = _of(request, purpose)
    shown = (
        _preview(request, draft, of=of)
        if is_changed
        else previews.preview(library.get(draft.code), of=of)
    )
    context: dict[str, Any] = {
        "draft": draft,
        "layout": draft.layout,
        "elements": [_element(row) for row in draft.elements],
        "numbers": ",".join(row["nr"] for row in draft.elements),
        "preview": shown,
        "of": of,
        "faults": faults,
        "fields": FIELDS.get(purpose, ()),
        "purposes": _purposes(),
        "is_own": library.is_own(draft.code),
        "is_changed": is_changed,
        "is_saved": bool(saved),
        "may_write": _may_write(request),
        "undoable": _last_change(draft.code),
    }
    return render(request, "office/label.html", context, status=status)


def _of(request: HttpRequest, purpose: str) -> str:
    """What the label is tried with: what was asked for, else something that there is."""
    sent = request.POST if request.method == "POST" else request.GET
    if "of" in sent:
        return search.read(sent["of"])
    return next((content.sample(one) for one in PURPOSES if one == purpose), "")


def _element(row: dict[str, str]) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "id": f"{name}-{row['nr']}",
            "word": words.name(words.LABEL_FIELDS, name),
            "value": row[name],
            "kind": _INPUTS.get(name, "number"),
            "choices": [
                {"value": value, "word": words.name(words.LABEL_CHOICES, value)}
                for value in _CHOICES.get(name, ())
            ],
        }
        for name in drafts.FIELDS_OF[row["kind"]]
    ]
    kind = words.name(words.LABEL_CHOICES, row["kind"])
    return {"nr": row["nr"], "kind": row["kind"], "word": kind, "text": row["text"],
            "fields": fields}  # fmt: skip


_INPUTS = {
    "text": "text",
    "bold": "flag",
    "human_readable": "flag",
    "align": "choice",
    "fit": "choice",
    "symbology": "choice",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "align": tuple(LabelElement.Align.values),
    "fit": FITS,
    "symbology": tuple(LabelElement.Symbology.values),
}


def _purposes() -> list[dict[str, str]]:
    return [{"value": one, "word": words.name(words.LABELLED, one)} for one in PURPOSES]


def _names() -> dict[str, str]:
    own = {code: one.name for code, one in known.now().label_layouts.items()}
    return {row["code"]: gettext(row["name"]) for row in library.rows("label-layouts")} | own


def _last_change(code: str) -> UUID | None:
    """The newest change of the designer to this layout that still stands."""
    source = drafts.source(code)
    batches = changing.list_batches(limit=_LOOKED_BACK)
    return next((b.id for b in batches if b.source == source and b.undone_by is None), None)


def _batch(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Malformed(f"{text!r} is no batch.", code="bad_id") from error


def _may_write(request: HttpRequest) -> bool:
    asks = gate.find_principal(request)
    return asks is not None and bool(asks.roles & DESCRIBERS)


def _by(request: HttpRequest) -> str:
    return gate.admit(request, roles=DESCRIBERS).person
