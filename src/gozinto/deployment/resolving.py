"""Which view answers a path, without looking through hundreds of addresses each time."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

MOST_KEPT = 4096
"""Paths remembered; those that name an object are many, and the oldest makes room."""


class Remembering(URLResolver):
    """Finds as Django's own does, and remembers what it found: that depends on the path alone."""

    def __init__(self, *options: Any, **named: Any) -> None:
        super().__init__(*options, **named)
        self._found: OrderedDict[str, ResolverMatch] = OrderedDict()

    def resolve(self, path: str) -> ResolverMatch:
        """What Django's resolver answers. Raises Resolver404, as it does, each time anew."""
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = super().resolve(path)
            found.tried = None  # what it was not: only for the page of an address nobody answers
            if len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
        return found


def remembering(*patterns: URLPattern | URLResolver) -> Remembering:
    """These addresses, of which it is remembered who answers them."""
    return Remembering(RoutePattern(""), list(patterns))
