"""Rows as they were sent become drafts: every cell read, every fault of a row by itself told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from gozinto.errors import Unknown, Violation
from gozinto.plant.changing import stored
from gozinto.plant.changing.rows import Draft, Given, Mode, violation
from gozinto.plant.kinds import KINDS, Finding, Kind, NotAValue, find_kind, read

_TOLD_EVERY = 1_000
Memo = dict[tuple[str, str, str], str | Finding]


class Reader:
    """Reads the rows of one change. `violations` gathers all that is wrong with them."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.drafts: list[Draft] = []
        self.index: dict[tuple[str, str], Draft] = {}
        self._memo: Memo = {}

    def read(self, rows: Iterable[Given], *, told: Callable[[int], None]) -> None:
        """Every row as a draft, also one that is not sound, if its key can be read."""
        for number, row in enumerate(rows, 1):
            try:
                kind = find_kind(row.kind)
            except Unknown as error:
                finding = Finding(
                    field="", code=error.code, message=error.message, next_step=error.next_step
                )
                self._wrong(finding, kind=row.kind, row=row)
                continue
            self._row(kind, row)
            if number % _TOLD_EVERY == 0:
                told(_TOLD_EVERY)

    def merge(self, *, mode: Mode) -> None:
        """What each sound row would be: the stored one and on it what was given."""
        for name, kind in KINDS.items():
            drafts = [draft for draft in self.drafts if draft.kind == name]
            if not drafts:
                continue
            found = stored.of_keys(kind, [draft.key for draft in drafts])
            for draft in drafts:
                draft.pk, draft.before = found.get(draft.key, (0, None))
                for finding in _merge(kind, draft, mode=mode):
                    self.refuse(draft, finding)

    def refuse(self, draft: Draft, finding: Finding) -> None:
        """Tell what is wrong with a draft, which then is not written."""
        draft.sound = False
        self.violations.append(draft.violation(finding))

    def _row(self, kind: Kind, row: Given) -> None:
        given: dict[str, str] = {}
        wrong: list[Finding] = []
        for name, text in row.values.items():
            if not kind.has(name):
                wrong.append(_no_such_field(kind, name))
                continue
            value = self._cell(kind, name, text)
            if isinstance(value, Finding):
                wrong.append(value)
            else:
                given[name] = value
        bad = {finding.field for finding in wrong}
        for name in kind.key:
            if name not in given and name not in bad:
                value = self._cell(kind, name, "")
                if isinstance(value, Finding):
                    wrong.append(value)
                    bad.add(name)
                else:
                    given[name] = value
        key = "" if bad & set(kind.key) else kind.key_of(given)
        for finding in wrong:
            self._wrong(finding, kind=kind.name, row=row, key=key)
        if bad & set(kind.key):
            return
        draft = Draft(
            kind=kind.name,
            key=key,
            place=row.place,
            given=given,
            unread=frozenset(bad),
            sound=not wrong,
        )
        first = self.index.setdefault((kind.name, key), draft)
        if first is not draft:
            self.refuse(draft, _twice(kind, key, first))
            return
        self.drafts.append(draft)

    def _cell(self, kind: Kind, name: str, text: str) -> str | Finding:
        asked = (kind.name, name, text)
        if asked not in self._memo:
            try:
                self._memo[asked] = read(text, kind=kind, field=kind.field(name))
            except NotAValue as error:
                self._memo[asked] = error.finding
        return self._memo[asked]

    def _wrong(self, finding: Finding, *, kind: str, row: Given, key: str = "") -> None:
        self.violations.append(
            violation(
                finding,
                kind=kind,
                key=key,
                place=row.place,
                value=row.values.get(finding.field, ""),
            )
        )


def _merge(kind: Kind, draft: Draft, *, mode: Mode) -> list[Finding]:
    """Gives the draft the row it would be; answers what is wrong with it."""
    key_field = kind.key[-1] if kind.key else ""
    if mode == "create" and draft.before is not None:
        return [
            Finding(
                field=key_field,
                code="already_exists",
                message=f"There is a {kind.one} {draft.key!r} already.",
                next_step="Choose another key, or change the one there is.",
            )
        ]
    if mode == "update" and draft.before is None:
        near = stored.near(kind, draft.key)
        return [
            Finding(
                field=key_field,
                code="unknown_row",
                message=f"There is no {kind.one} {draft.key!r} to change.",
                next_step=f"Did you mean {' or '.join(near)}?" if near else "Create it first.",
            )
        ]
    wrong: list[Finding] = []
    if draft.before is None:
        after = {}
        for field in kind.fields:
            after[field.name] = draft.given.get(field.name, field.default)
            is_told = field.name in draft.unread or field.name in kind.key
            if field.required and not after[field.name] and not is_told:
                wrong.append(_missing(field.name))
    else:
        after = draft.before | draft.given
    draft.after = after
    if draft.sound and not wrong and draft.changes:
        wrong += [finding for check in kind.checks for finding in check(after)]
        wrong += _transition(kind, draft)
    return wrong


def _transition(kind: Kind, draft: Draft) -> list[Finding]:
    if not kind.states or draft.before is None or draft.after is None:
        return []
    was, wanted = draft.before["state"], draft.after["state"]
    if wanted == was or wanted in kind.states[was]:
        return []
    following = ", ".join(kind.states[was])
    return [
        Finding(
            field="state",
            code="state_not_allowed",
            message=f"{kind.one.capitalize()} {draft.key} is {was}: it cannot become {wanted}.",
            next_step=f"It may become {following}."
            if following
            else "Nothing follows that state; undo the change that led to it, or use another.",
        )
    ]


def _missing(name: str) -> Finding:
    return Finding(
        field=name,
        code="missing_value",
        message=f"{name} is missing.",
        next_step=f"Give the column {name} a value.",
    )


def _no_such_field(kind: Kind, name: str) -> Finding:
    near = get_close_matches(name, kind.names, n=1)
    return Finding(
        field=name,
        code="unknown_column",
        message=f"{kind.title} have no {name}." + (f" Did you mean {near[0]}?" if near else ""),
        next_step="They have " + ", ".join(kind.names) + ".",
    )


def _twice(kind: Kind, key: str, first: Draft) -> Finding:
    where = first.place.said() or "above"
    return Finding(
        field=kind.key[-1] if kind.key else "",
        code="duplicate_row",
        message=f"{kind.one.capitalize()} {key!r} stands here twice; the first time at {where}.",
        next_step="Keep one of the two rows.",
    )
