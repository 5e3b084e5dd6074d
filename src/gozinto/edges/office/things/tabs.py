"""The tabs of an object's page, and the page with one of them open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render as rendered
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.things import (
    audit_tab,
    balance_tab,
    documents_tab,
    genealogy_tab,
    measurements_tab,
    opening,
    story_tab,
)
from gozinto.edges.office.things.opening import Opened
from gozinto.errors import Malformed


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in the address, its word, and what its template is given."""

    name: str
    word: str | Promise
    context: Callable[[Opened], dict[str, Any]]

    @property
    def template(self) -> str:
        """The page with this tab open."""
        return f"office/thing_{self.name}.html"


TABS: tuple[Tab, ...] = (
    Tab("story", _("Story"), story_tab.context),
    Tab("genealogy", _("Genealogy"), genealogy_tab.context),
    Tab("measurements", _("Measurements"), measurements_tab.context),
    Tab("balance", _("Balance"), balance_tab.context),
    Tab("documents", _("Documents"), documents_tab.context),
    Tab("audit", _("Audit"), audit_tab.context),
)
"""In their order; the first is the one that a link without a tab opens."""


def render(
    opened: Opened, name: str, *, more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The page with the tab of that name, "" the first. Raises Malformed (unknown_tab)."""
    tab = next((one for one in TABS if one.name == (name or TABS[0].name)), None)
    if tab is None:
        raise Malformed("The page of an object has no such tab.", code="unknown_tab", value=name)
    uri = opened.object.uri
    context = {
        **opening.context(opened),
        "tabs": [
            {
                "word": one.word,
                "address": opening.address(uri, "" if one is TABS[0] else one.name),
                "is_here": one is tab,
            }
            for one in TABS
        ],
        "tab": name,
        **tab.context(opened),
        **more,
    }
    return rendered(opened.request, tab.template, context, status=status)
