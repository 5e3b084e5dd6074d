"""Where every link of the trace page leads: the same address with something changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from gozinto.cases.recalls.origins import Origins
from gozinto.edges.office import words
from gozinto.edges.office.tracing import graph, rows, sankey
from gozinto.edges.office.tracing.asking import Asked

_PLAIN = dict.fromkeys(("node", "open", "show", "q", "rows", "why", "ask", "view"))
"""What no longer fits once another question is asked."""
_LOOKS = dict.fromkeys(
    ("node", "rows", "why", "open", "q", "show", "sort", "order", "view", "compare")
)
"""How the page is looked at, which is no part of the answer."""


def changed(query: QueryDict, **changes: str | None) -> str:
    """This address with these parameters; None leaves one out."""
    new = query.copy()
    for name, value in changes.items():
        if value is None:
            new.pop(name, None)
        else:
            new[name] = value
    return f"?{new.urlencode()}"


def file(query: QueryDict, kind: str) -> str:
    """Where the answer is as a file of this kind; a picture and a report keep what is open."""
    kept = ("open", "view") if kind in ("svg", "pdf") else ("q", "show", "sort", "order")
    looks = {name: None for name in _LOOKS if name not in kept}
    return f"{reverse('office:trace')}export.{kind}{changed(query, **looks)}"


def of_shape(query: QueryDict, shape: graph.Shape) -> str:
    """Where a box leads: a cluster opens, anything else is shown beside the graph."""
    if shape.can_open:
        new = query.copy()
        new.appendlist("open", shape.key)
        return f"?{new.urlencode()}"
    return changed(query, node=shape.key, why=None) if shape.kind != "customer" else "#customers"


def of_band(query: QueryDict, band: sankey.Band) -> str:
    """Where a band leads: to the graph, in which it is open."""
    if band.kinds > 1:
        return changed(query, view="graph")
    new = query.copy()
    new["view"] = "graph"
    new.setlist("open", [band.key])
    return f"?{new.urlencode()}"


def views(query: QueryDict, *, view: str) -> list[dict[str, Any]]:
    """Both pictures."""
    return [
        {"title": title, "on": name == view, "href": changed(query, view=name, open=None)}
        for name, title in (("graph", _("Graph")), ("sankey", _("By level")))
    ]


def columns(query: QueryDict, asked: Asked) -> list[dict[str, Any]]:
    """The headers of the table, each sorting by itself."""
    titles = {
        "what": _("Step"),
        "object": _("Object"),
        "time": _("Time"),
        "where": _("Where"),
        "value": _("Value"),
        "share": _("Share"),
        "known": _("Known by"),
    }
    return [
        {
            "name": name,
            "title": title,
            "href": changed(
                query,
                sort=name,
                order="down" if asked.sort == name and not asked.is_descending else None,
            ),
            "sorted": ("descending" if asked.is_descending else "ascending")
            if asked.sort == name
            else "",
        }
        for name, title in titles.items()
    ]


def groups(query: QueryDict, asked: Asked, *, every: Sequence[rows.Row]) -> list[dict[str, Any]]:
    """The kinds of rows, with how many there are of each."""
    titles = {
        "": _("All"),
        "material": _("Material"),
        "mounts": _("Mounted"),
        "inspections": _("Inspections"),
        "shipments": _("Shipments"),
    }
    counts = {name: sum(row.group == name for row in every) for name in titles}
    counts[""] = len(every)
    return [
        {
            "title": title,
            "count": counts[name],
            "on": asked.group == name,
            "href": changed(query, show=name or None, rows=None),
        }
        for name, title in titles.items()
        if counts[name] or not name
    ]


def widths(query: QueryDict, *, width: str) -> list[dict[str, Any]]:
    """The three widths, in their order."""
    return [
        {
            "title": words.name(words.WIDTHS, name),
            "meaning": meaning,
            "on": name == width,
            "href": changed(query, width=None if name == "recorded" else name),
        }
        for name, meaning in (
            ("proven", _("Whatever really happened within the doubts of the record")),
            ("recorded", _("As written down")),
            ("possible", _("All that the doubts of the record leave open")),
        )
    ]


def directions(query: QueryDict, *, direction: str) -> list[dict[str, Any]]:
    """The other ways to look."""
    return [
        {
            "title": words.name(words.DIRECTIONS, name),
            "href": changed(query, **_PLAIN | {"direction": name}),
        }
        for name in words.DIRECTIONS
        if name != direction
    ]


def addresses(query: QueryDict, asked: Asked) -> dict[str, str]:
    """The links that stand alone."""
    return {
        "now": changed(query, as_of=None, known_at=None),
        "closed": changed(query, open=None),
        "more": changed(query, rows=str(asked.rows * 5)),
        "csv": file(query, "csv"),
        "files": f"{reverse('office:trace-files')}{changed(query, node=None, rows=None)}",
        "stock": f"{reverse('office:trace-stock')}{changed(query, **_LOOKS)}",
        "recall": _recall(asked),
        "question": changed(query, **_PLAIN | {"ask": "1"}),
    }


def _recall(asked: Asked) -> str:
    """Where a recall is opened of what was asked about."""
    begun = Origins(sought=(asked.sought,) if asked.sought else ())
    given = {
        "about-origin": "\n".join(asked.ids),
        "sought": "\n".join(urlencode(one) for one in begun.as_json()),
    }
    return f"{reverse('office:case-new', args=['recall'])}?{urlencode(given)}"
