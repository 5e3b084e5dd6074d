"""Published GS1 identifiers: URNs and links to their canonical form."""

from __future__ import annotations

from typing import Any

from gozinto.standards.gs1 import digital_links, epc_urns

from .published import rows


def _canonical(text: Any) -> str | None:
    if not isinstance(text, str):
        return None
    if text.startswith("urn:"):
        return epc_urns.canonical(text) or None
    link = digital_links.parse(text)
    return link.canonical if link else None


def test_every_published_pair_of_identifiers_holds() -> None:
    pairs = rows("epcis-event-hash-generator/dl_normaliser_vectors.json")
    assert len(pairs) == 71
    wrong = [p for p in pairs if _canonical(p["input"]) != p["expected"]]
    assert wrong == []
