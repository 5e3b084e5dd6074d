"""What an event on record says of the business around it: companies, papers, a control's results.

An answer needs that of thousands of events, and nothing of their lists of things. A stored text
was checked when it was captured; here it is read without the checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gozinto.standards.epcis.events import Json, TypedReference
from gozinto.standards.epcis.gozinto import NAMESPACE
from gozinto.standards.epcis.namespaces import OWN_PREFIX, expand, prefixes_of
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

_read = json.JSONDecoder(parse_float=Decimal).decode


class Glance(NamedTuple):
    """Parts of an `Event` and of its `Context`, under the same names.

    `replaced`: what an event ties together as given one for the other; two things, so no long list.
    """

    event_id: str
    biz_step: str
    disposition: str
    biz_transaction_list: tuple[TypedReference, ...]
    source_list: tuple[TypedReference, ...]
    destination_list: tuple[TypedReference, ...]
    person: str
    supplier_lot: str
    inspection: str
    result: str
    gauge: str
    values: tuple[Mapping[str, Json], ...]
    replaced: tuple[str, ...]


_REMEMBERED = 1 << 14
"""Texts: questions about one plant meet the same receipts and controls again and again."""


@lru_cache(maxsize=_REMEMBERED)
def glance(text: str) -> Glance:
    """Reads a text that `jsonld.stored` wrote: its values are full URIs and bare words already."""
    found: Mapping[str, Json] = _read(text)
    get = found.get
    context = found["@context"]
    ours = f"{OWN_PREFIX}:" if any(OWN_PREFIX in part for part in context[1:]) else NAMESPACE
    values = get(ours + "values", ())
    if any(":" in name for row in values for name in row):
        prefixes = prefixes_of(context, inherited=DEFAULT_PREFIXES)
        values = [{expand(name, prefixes) or name: row[name] for name in row} for row in values]
    return Glance(
        get("eventID", ""),
        get("bizStep", ""),
        get("disposition", ""),
        _references(get("bizTransactionList", ()), "bizTransaction"),
        _references(get("sourceList", ()), "source"),
        _references(get("destinationList", ()), "destination"),
        get(ours + "person", ""),
        get(ours + "supplier_lot", ""),
        get(ours + "inspection", ""),
        get(ours + "result", ""),
        get(ours + "gauge", ""),
        tuple(values),
        tuple(get("epcList", ())) if get("bizStep") == "replacing" else (),
    )


def _references(listed: Sequence[Json], member: str) -> tuple[TypedReference, ...]:
    return tuple(TypedReference(type=one.get("type", ""), value=one[member]) for one in listed)
