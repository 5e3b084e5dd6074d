"""Which field a person means by what stands above a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from gozinto.plant.kinds.declaring import Kind
from gozinto.plant.kinds.synonyms import SYNONYMS

_SEPARATORS = str.maketrans("", "", " _-./:()*'\u00a0\t\n\r")
# A Turkish capital I has no dot and a small one may have none; without its dots every i is an i.
_TURKISH = str.maketrans({"ı": "i", "İ": "i", "I": "i"})


def folded(text: str) -> str:
    """A header without case, accents, spaces, underscores and hyphens: "Ölçü Birimi" → olcubirimi.

    Every i of Turkish is the same one.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_TURKISH).casefold().translate(_TURKISH))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.translate(_SEPARATORS)


@cache
def headers(kind: Kind) -> Mapping[str, str]:
    """Every folded header of a kind, and the field it stands for; a field's own name wins."""
    found: dict[str, str] = {}
    for field in kind.fields:
        for synonym in (*SYNONYMS.get(field.name, ()), *field.synonyms):
            found[folded(synonym)] = field.name
    return found | {folded(name): name for name in kind.names}


def find_field(kind: Kind, header: str) -> str:
    """The name of the field a header stands for; "" where it stands for none."""
    return headers(kind).get(folded(header), "")
