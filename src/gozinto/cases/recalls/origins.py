"""What a recall begins with: things, or what somebody seeks by a machine's hour or a bad value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from gozinto import trace
from gozinto.errors import Malformed, Unknown
from gozinto.operations import things
from gozinto.operations.things import Thing
from gozinto.plant.models import TraceableObject
from gozinto.trace import Sought
from gozinto.trace.origins.sought import checked
from gozinto.trace.questions import WIDTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """URIs of lots, supplier lots, units, containers and tools; and what is sought."""

    things: tuple[str, ...] = ()
    sought: tuple[Sought, ...] = ()

    def as_json(self) -> list[dict[str, str]]:
        """What is sought, as a step keeps it; the things are its subjects."""
        return [
            {
                one.name: value.isoformat() if isinstance(value, datetime) else str(value)
                for one in fields(Sought)
                if (value := getattr(sought, one.name)) not in (None, "")
            }
            for sought in self.sought
        ]


def named(these: Sequence[Thing] = (), *, sought: Sequence[Sought] = ()) -> Origins:
    """The origins of a recall, each found on record.

    A factor of suspects is either a thing or sought. Raises Malformed (nothing_recalled), Unknown
    or Ambiguous for a printed number.
    """
    if not these and not sought:
        raise Malformed(
            "Nothing is to be recalled.",
            code="nothing_recalled",
            next_step="Name a lot, a unit, a container, a machine's hours or a gauge.",
        )
    uris = tuple(dict.fromkeys(things.uris_of(list(these)))) if these else ()
    _objects(uris)
    return Origins(things=uris, sought=tuple(sought))


def kept(subjects: Mapping[str, Sequence[str]], made: Mapping[str, Any]) -> Origins:
    """The origins that a case was opened with."""
    listed: list[dict[str, str]] = made.get("sought", [])
    return Origins(
        things=tuple(subjects.get("origin", ())), sought=tuple(sought_of(one) for one in listed)
    )


def objects(origins: Origins) -> Mapping[str, list[TraceableObject]]:
    """The things of each width: what is sought may be more in the wider. Raises as `named`."""
    named = _objects(origins.things)
    return {
        width: list(
            dict.fromkeys(
                [
                    *named,
                    *(found for one in origins.sought for found in trace.origins(one, width=width)),
                ]
            )
        )
        for width in WIDTHS
    }


def _objects(uris: Sequence[str]) -> list[TraceableObject]:
    found = TraceableObject.objects.in_bulk(uris, field_name="uri")
    for uri in uris:
        if uri not in found:
            raise Unknown(f"Nothing on record goes by {uri}.", value=uri)
    return [found[uri] for uri in uris]


_TIMES, _NUMBERS = frozenset({"since", "until"}), frozenset({"above", "below"})


def sought_of(told: Mapping[str, str]) -> Sought:
    """What is sought, of texts by its names, checked. Raises ValueError, TypeError,
    ArithmeticError for texts that are none, and Malformed as `trace.origins` does."""
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name in _TIMES:
            values[name] = datetime.fromisoformat(value)
        elif name in _NUMBERS:
            values[name] = Decimal(value)
        else:
            values[name] = value
    found = Sought(**values)
    checked(found)
    return found
