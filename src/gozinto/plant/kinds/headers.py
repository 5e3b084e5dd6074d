"""Which field a person means by what stands above a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from gozinto.plant.kinds import called as calling
from gozinto.plant.kinds.declaring import Kind
from gozinto.plant.kinds.synonyms import NOUNS, SYNONYMS

_SEPARATORS = str.maketrans("", "", " _-./:,()*'\u00a0\t\n\r")
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
    """Every folded header of a kind, and the field it stands for.

    A field's own name wins, then what pages call it, then what else people call it, then that
    behind the kind's noun.
    """
    called: dict[str, str] = {}
    for field in kind.fields:
        for synonym in (*SYNONYMS.get(field.name, ()), *field.synonyms):
            called[folded(synonym)] = field.name
    called |= {folded(word): name for name in kind.names for word in calling.of_field(kind, name)}
    called |= {folded(name): name for name in kind.names}
    nouns = {folded(noun) for noun in NOUNS.get(kind.name, ())}
    return {noun + header: name for noun in nouns for header, name in called.items()} | called


def find_field(kind: Kind, header: str) -> str:
    """The name of the field a header stands for; "" where it stands for none."""
    return headers(kind).get(folded(header), "")
