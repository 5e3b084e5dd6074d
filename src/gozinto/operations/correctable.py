"""The verbs by their names, as a correction names the one that says it right."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from types import ModuleType

from gozinto.errors import Unknown
from gozinto.operations import (
    badging,
    counting,
    holding,
    inspection,
    moving,
    packing,
    production,
    receiving,
    returning,
    scrapping,
    shipping,
)
from gozinto.record import Captured

Verb = Callable[..., Captured]

_ROOMS: tuple[ModuleType, ...] = (
    *(badging, counting, holding, inspection, moving, packing, production),
    *(receiving, returning, scrapping, shipping),
)


def find(name: str) -> Verb:
    """The verb of that name, such as "production.consume". Raises Unknown."""
    verbs = all_verbs()
    if name not in verbs:
        raise Unknown(
            f"There is no verb {name!r}.",
            code="unknown_verb",
            near=get_close_matches(name, verbs, n=3),
            next_step="Name the room and the verb, such as production.consume.",
        )
    return verbs[name]


@cache
def all_verbs() -> Mapping[str, Verb]:
    """Every verb that puts something on record, by its name."""
    return dict(_all())


def _all() -> Iterator[tuple[str, Verb]]:
    for room in _ROOMS:
        place = room.__name__.rpartition(".")[2]
        for name, found in vars(room).items():
            if name.startswith("_") or not inspect.isfunction(found):
                continue
            # What is only used here belongs to another room of the house.
            own = found.__module__.startswith(room.__name__)
            stamp = inspect.signature(found).parameters.get("stamp")
            if own and stamp and stamp.kind is inspect.Parameter.VAR_KEYWORD:
                yield f"{place}.{name}", found
