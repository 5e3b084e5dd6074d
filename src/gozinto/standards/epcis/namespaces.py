"""Prefixes of a JSON-LD context to full names and back.

Source: JSON-LD 1.1 section 4.1.5 (compact IRIs). Inside, an extension has its full IRI as name;
prefixes exist in documents alone, and contexts are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gozinto.errors import Malformed
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.gozinto import NAMESPACE
from gozinto.standards.epcis.vocabulary import DEFAULT_PREFIXES

CONTEXT_URL = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
"""What our own documents name as their context."""

OWN_PREFIX = "gozinto"
"""The prefix of our own names in every text that we write; it stands for nothing else there."""

_EPCIS_CONTEXT = re.compile(
    r"https://(ref\.gs1\.org/standards/epcis/|gs1\.github\.io/EPCIS/)([\w.]+/)?epcis-context\.jsonld"
)
_SPLIT_URL = re.compile(r"(?s)(.*[/#])([^/#]+)")
_SPLIT_ANY = re.compile(r"(?s)(.*[/#:])([^/#:]+)")
_LOCAL = re.compile(r"[^/#:]+")
_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WRITTEN_IN_FULL = ("http://", "https://", "urn:")
_PREFIX_OF = {namespace: prefix for prefix, namespace in DEFAULT_PREFIXES.items()}
# Bound by XML, or the beginning of a full name in either syntax.
_UNUSABLE = frozenset((*DEFAULT_PREFIXES, OWN_PREFIX, "xml", "xmlns", "xsi", "urn"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What names mean in one place: all prefixes, those of its own, and whose words these are."""

    prefixes: Mapping[str, str]
    declared: Mapping[str, str]
    is_epcis: bool

    def inside(self, context: Json) -> Scope:
        """The scope of something in here that has a context of its own. Raises ValueError."""
        if context is None:
            return self
        declared = prefixes_of(context, inherited=self.declared)
        return Scope(
            prefixes={**self.prefixes, **declared},
            declared=declared,
            is_epcis=self.is_epcis or is_epcis_context(context),
        )


OUTSIDE = Scope(prefixes=DEFAULT_PREFIXES, declared={}, is_epcis=False)
"""Before any context."""


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
    """Gives every full name a compact one, and says which prefixes must be declared for that.

    `preferred`: the prefixes its sender gave. `avoided`: prefixes that a value begins with,
    which would be read as something else if they were declared.
    """

    def __init__(
        self,
        names: Iterable[str],
        *,
        preferred: Mapping[str, str] | None = None,
        avoided: Collection[str] = (),
    ) -> None:
        self._short: dict[str, str] = {}
        self.declared: dict[str, str] = {}
        self._avoided = avoided
        usable = _usable(preferred or {}, avoided)
        foreign: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            if name.startswith(NAMESPACE):
                self._add(name, OWN_PREFIX, name.removeprefix(NAMESPACE), declare=NAMESPACE)
                continue
            for namespace, prefix in usable:
                if name.startswith(namespace) and _LOCAL.fullmatch(name, len(namespace)):
                    self._add(name, prefix, name.removeprefix(namespace), declare=namespace)
                    break
            else:
                namespace, local = split(name)
                if namespace in _PREFIX_OF:
                    self._add(name, _PREFIX_OF[namespace], local)
                elif namespace:
                    foreign.setdefault(namespace, []).append((name, local))
        taken = {*avoided, *(prefix for _, prefix in usable)}
        free = (f"ext{number}" for number in range(1, 10**9) if f"ext{number}" not in taken)
        for namespace, prefix in zip(sorted(foreign), free, strict=False):
            for name, local in foreign[namespace]:
                self._add(name, prefix, local, declare=namespace)

    def __call__(self, name: str) -> str:
        return self._short.get(name, name)

    def _add(self, name: str, prefix: str, local: str, *, declare: str = "") -> None:
        if not local or local.startswith("//") or prefix in self._avoided:
            return  # such a local part would be read as something else: the full name is written
        self._short[name] = f"{prefix}:{local}"
        if declare:
            self.declared[prefix] = declare


def _usable(preferred: Mapping[str, str], avoided: Collection[str]) -> list[tuple[str, str]]:
    """Namespaces and the senders' prefixes for them, the longest namespace first."""
    return sorted(
        (
            (namespace, prefix)
            for prefix, namespace in preferred.items()
            if prefix not in _UNUSABLE and prefix not in avoided and _PREFIX.fullmatch(prefix)
        ),
        key=lambda pair: (-len(pair[0]), pair),
    )


def is_divisible(name: str) -> bool:
    """Whether a full name can be written: it has a local part, or is one that needs no prefix."""
    return name[-1:] not in "/#:" or name.startswith(_WRITTEN_IN_FULL)


def split(name: str) -> tuple[str, str]:
    """Namespace and local part of a full name; no namespace where it must be written in full.

    Raises Malformed(code="unknown_prefix") for a name that is no full one.
    """
    is_url = name.startswith(("http://", "https://"))
    match = (_SPLIT_URL if is_url else _SPLIT_ANY).fullmatch(name)
    if match:
        return match[1], match[2]
    if name.startswith(_WRITTEN_IN_FULL):
        return "", ""
    raise Malformed(
        f"The extension {name!r} has no namespace.",
        code="unknown_prefix",
        next_step="Name extensions by a full IRI.",
        value=name,
    )
