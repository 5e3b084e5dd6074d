"""What rows refer to: that it is there, and that nothing refers to what is to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gozinto.errors import Violation
from gozinto.plant.changing import stored
from gozinto.plant.changing.rows import Draft, violation
from gozinto.plant.kinds import KINDS, Field, Finding, Kind
from gozinto.plant.models import TraceableObject

_NEAR_FOR = 20
"""Of how many unknown references the near ones are looked for: that takes its time."""
_LISTED = 20
"""How many rows that refer to one are named."""


class Targets:
    """The primary keys of all that the drafts of one change refer to."""

    def __init__(self, drafts: Mapping[tuple[str, str], Draft]) -> None:
        self._drafts = drafts
        self.keys: dict[str, dict[str, int]] = {name: {} for name in KINDS}
        self._suggested = 0

    def look_up(self, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Finding]]:
        """Everything these refer to that nothing goes by. A draft whose target is not sound is
        not sound either, and nothing more is said of it.
        """
        wanted: dict[str, set[str]] = defaultdict(set)
        for _draft, field, key in _references(drafts):
            if (field.refers_to, key) not in self._drafts:
                wanted[field.refers_to].add(key)
        for name, keys in wanted.items():
            self.keys[name].update(stored.pks_of(KINDS[name], keys))
        for draft in self._drafts.values():
            if draft.sound and draft.after is not None:
                self.keys[draft.kind][draft.key] = draft.pk
        for draft, field, key in _references(drafts):
            if key in self.keys[field.refers_to]:
                continue
            sent = self._drafts.get((field.refers_to, key))
            if sent is not None and not sent.sound:
                draft.sound = False
                continue
            yield draft, self._unknown(field, key)

    def _unknown(self, field: Field, key: str) -> Finding:
        kind = KINDS[field.refers_to]
        near: list[str] = []
        if self._suggested < _NEAR_FOR:
            self._suggested += 1
            near = stored.near(kind, key)
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        return Finding(
            field=field.name,
            code="unknown_reference",
            message=f"There is no {kind.one} {key!r}.{meant}",
            next_step=f"Correct it, or describe it among {kind.name} first.",
            meant=tuple(near),
        )


def _references(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, Field, str]]:
    for draft in drafts:
        if draft.after is None:
            continue
        for field in KINDS[draft.kind].references:
            key = stored.target(field, draft.after)
            if key and field.name not in draft.unread:
                yield draft, field, key


def in_use(removed: Sequence[Draft]) -> list[Violation]:
    """What still refers to rows that are to go, beside what goes with them."""
    going = {(draft.kind, draft.key) for draft in removed}
    found: list[Violation] = []
    for name in dict.fromkeys(draft.kind for draft in removed):
        keys = [draft.key for draft in removed if draft.kind == name]
        for kind in KINDS.values():
            for field in kind.references:
                if field.refers_to == name:
                    found += _referrers(kind, field, keys, going=going)
        found += _on_record(KINDS[name], [draft for draft in removed if draft.kind == name])
    return found


def _referrers(
    kind: Kind, field: Field, keys: Sequence[str], *, going: set[tuple[str, str]]
) -> list[Violation]:
    found: list[Violation] = []
    for key, row in stored.referring(kind, field, keys=keys):
        own = kind.key_of(row)
        if (kind.name, own) in going or len(found) >= _LISTED:
            continue
        finding = Finding(
            field=field.name,
            code="in_use",
            message=f"{kind.one.capitalize()} {own} has it as its {field.name}: {key}.",
            next_step="Change or remove that first; or retire this one instead of removing it.",
        )
        found.append(violation(finding, kind=kind.name, key=own, value=key))
    return found


def _on_record(kind: Kind, drafts: Sequence[Draft]) -> list[Violation]:
    """What the record has of a material or an asset; such a one can be retired, not removed."""
    named = {
        name: draft
        for draft in drafts
        if draft.before is not None
        for name in (draft.before.get("code", ""), draft.before.get("gtin", ""))
        if name
    }
    if kind.name not in ("materials", "assets"):
        return []
    column = "item" if kind.name == "materials" else "number"
    objects = TraceableObject.objects.filter(**{f"{column}__in": list(named)})
    if kind.name == "assets":
        uris = kind.model._default_manager.filter(code__in=list(named)).values_list("uri")
        objects = objects.filter(uri__in=uris)
    used = objects.values_list(column, flat=True).distinct()
    return [
        named[name].violation(
            Finding(
                field="code",
                code="in_use",
                message=f"The record knows objects of {kind.one} {named[name].key}.",
                next_step="Retire it instead of removing it.",
            )
        )
        for name in used
    ]
