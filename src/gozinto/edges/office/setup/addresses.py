"""Where the setup pages of kinds and rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from gozinto.plant.kinds import Kind

Asked = Mapping[str, str | Sequence[str]]


def of_list(kind: Kind, asked: Asked | None = None) -> str:
    """The list of a kind, asked in some way; the only row of one without a key."""
    if not kind.key:
        return of_row(kind, "", asked)
    return _with(reverse("office:setup-list", args=[kind.name]), asked or {})


def of_row(kind: Kind, key: str, asked: Asked | None = None) -> str:
    """The page of one row."""
    named = {"key": key} if kind.key else {}
    return _with(reverse("office:setup-row", args=[kind.name]), {**named, **(asked or {})})


def of_new(kind: Kind, asked: Asked | None = None) -> str:
    """The form for a new row, some fields of which are filled already."""
    return _with(reverse("office:setup-new", args=[kind.name]), asked or {})


def back(request: HttpRequest, *, to: str) -> str:
    """Where the form says that it came from, if that is a page of ours; else `to`."""
    named = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(named, allowed_hosts=None) and named.startswith("/")
    return named if ours else to


def with_done(address: str, batch: object) -> str:
    """An address that tells what was done, and offers to take it back."""
    return address + ("&" if "?" in address else "?") + urlencode({"done": str(batch)})


def _with(address: str, asked: Asked) -> str:
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{address}?{query}" if query else address
