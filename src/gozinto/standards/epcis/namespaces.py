"""Prefixes of a JSON-LD context to full names and back.

Source: JSON-LD 1.1 section 4.1.5 (compact IRIs). Inside, an extension has its full IRI as name;
prefixes exist in documents alone, and contexts are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gozinto.errors import Malformed
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.gozinto import NAMESPACE
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

CONTEXT_URL = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
"""What our own documents name as their context."""

_EPCIS_CONTEXT = re.compile(
    r"https://(ref\.gs1\.org/standards/epcis/|gs1\.github\.io/EPCIS/)([\w.]+/)?epcis-context\.jsonld"
)
_OWN_PREFIX = "gozinto"
_SPLIT_URL = re.compile(r"(?s)(.*[/#])([^/#]+)")
_SPLIT_ANY = re.compile(r"(?s)(.*[/#:])([^/#:]+)")
_PREFIX_OF = {namespace: prefix for prefix, namespace in DEFAULT_PREFIXES.items()}


def is_epcis_context(context: Json) -> bool:
    """Whether a context names the standard's own; without it no bare word has a meaning."""
    parts = context if isinstance(context, list) else [context]
    return any(isinstance(part, str) and _EPCIS_CONTEXT.fullmatch(part) for part in parts)


def prefixes_of(context: Json, *, inherited: Mapping[str, str]) -> Mapping[str, str]:
    """The prefixes in force under `context`, later definitions over earlier ones.

    Raises ValueError naming what is not a context (a number, a prefix that is not text).
    """
    found = dict(inherited)
    for part in context if isinstance(context, list) else [context]:
        if part is None or isinstance(part, str):
            continue
        if not isinstance(part, dict):
            raise ValueError(f"{part!r} is not a context")
        for prefix, namespace in part.items():
            iri = namespace.get("@id") if isinstance(namespace, dict) else namespace
            if prefix.startswith("@"):
                continue
            if not isinstance(iri, str) or ":" not in iri:
                raise ValueError(f"the prefix {prefix!r} does not stand for a full name")
            found[prefix] = iri
    return found


def expand(name: str, prefixes: Mapping[str, str]) -> str | None:
    """The full name of a compact one; an absolute name is itself; None for an unknown prefix."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return None
    if local.startswith("//") or prefix == "urn":
        return name
    namespace = prefixes.get(prefix)
    return None if namespace is None else namespace + local


class Compactor:
    """Gives every full name a compact one, and says which prefixes must be declared for that."""

    def __init__(self, names: Iterable[str]) -> None:
        self._short: dict[str, str] = {}
        self.declared: dict[str, str] = {}
        foreign: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            if name.startswith(NAMESPACE):
                self._add(name, _OWN_PREFIX, name.removeprefix(NAMESPACE), declare=NAMESPACE)
                continue
            namespace, local = _split(name)
            if namespace in _PREFIX_OF:
                self._add(name, _PREFIX_OF[namespace], local)
            elif namespace:
                foreign.setdefault(namespace, []).append((name, local))
        for number, namespace in enumerate(sorted(foreign), start=1):
            for name, local in foreign[namespace]:
                self._add(name, f"ext{number}", local, declare=namespace)

    def __call__(self, name: str) -> str:
        return self._short.get(name, name)

    def _add(self, name: str, prefix: str, local: str, *, declare: str = "") -> None:
        if not local or local.startswith("//"):
            return  # such a local part would be read as something else: the full name is written
        self._short[name] = f"{prefix}:{local}"
        if declare:
            self.declared[prefix] = declare


def _split(name: str) -> tuple[str, str]:
    is_url = name.startswith(("http://", "https://"))
    match = (_SPLIT_URL if is_url else _SPLIT_ANY).fullmatch(name)
    if match:
        return match[1], match[2]
    if is_url or name.startswith("urn:"):
        return "", ""  # written in full
    raise Malformed(
        f"The extension {name!r} has no namespace.",
        code="unknown_prefix",
        next_step="Name extensions by a full IRI.",
        value=name,
    )
