"""A JSON-LD document written event by event.

Each event declares the prefixes it uses: which those are is not known before the last event,
and a context of its own is what the standard gives an event for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from gozinto.standards import exact_json
from gozinto.standards.epcis import envelopes, jsonld, tree
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import Event, Json
from gozinto.standards.epcis.namespaces import CONTEXT_URL, Compactor


def write(events: Iterable[Event], to: BinaryIO, *, envelope: Envelope, created: datetime) -> int:
    """Writes the document and answers how many events it has."""
    begin, end = _around(envelope, created)
    to.write(begin)
    count = 0
    for event in events:
        to.write(b",\n" if count else b"\n")
        to.write(exact_json.render(_event(event)).encode())
        count += 1
    to.write(end)
    return count


def _event(event: Event) -> dict[str, Json]:
    found = jsonld.write(event)
    own = found.pop("@context")[1:]
    return {"type": found.pop("type"), **({"@context": own} if own else {}), **found}


def _around(envelope: Envelope, created: datetime) -> tuple[bytes, bytes]:
    members = envelopes.write(envelope, created)
    names: set[str] = set()
    schemes: set[str] = set()
    tree.names_in(members, names=names, schemes=schemes)
    shorten = Compactor(sorted(names), preferred=envelope.namespaces, avoided=schemes)
    context: Json = [CONTEXT_URL, shorten.declared] if shorten.declared else [CONTEXT_URL]
    whole = {"@context": context, **jsonld.shortened(members, shorten)}
    begin = exact_json.render(whole)[:-1] + ',"epcisBody":{'
    end = "]}}\n"
    if envelope.kind == "query":
        results = exact_json.render(envelopes.write_results(envelope))[1:-1]
        begin += f'"queryResults":{{{results + "," if results else ""}"resultsBody":{{'
        end = "]}}}}\n"
    return f'{begin}"eventList":['.encode(), end.encode()
