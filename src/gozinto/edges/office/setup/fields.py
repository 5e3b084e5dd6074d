"""The form of a row, made of its kind's fields; and what was typed, as its texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from gozinto.edges.office.setup import wording
from gozinto.plant.kinds import Field, Kind, Type

PREFIX = "f-"
"""Before the name of every field in a form, so that none is taken for what the form itself says."""

_INPUTS: Mapping[Type, str] = {
    Type.DATE: "date",
    Type.MOMENT: "datetime-local",
    Type.TIME: "time",
    Type.FLAG: "flag",
    Type.CHOICE: "select",
    Type.REFERENCE: "search",
    Type.UNIT: "search",
    Type.ZONE: "search",
    Type.INTEGER: "number",
    Type.DECIMAL: "number",
}
_LOCAL = "%Y-%m-%dT%H:%M:%S"
_LONG = 120
"""Characters from which on a text is given the whole width."""
_LINES = 1000
"""Characters from which on it is written in lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One field of a form. `fault`: what is wrong with it; `now`: what somebody else made of it."""

    name: str
    id: str
    word: str
    help: str
    input: str
    value: str
    is_required: bool
    is_wide: bool
    is_mono: bool
    is_fixed: bool
    longest: int
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    now: str | None = None


Faults = Mapping[str, tuple[tuple[str, str], ...]]


def boxes(
    kind: Kind,
    values: Mapping[str, str],
    *,
    is_new: bool,
    faults: Faults | None = None,
    now: Mapping[str, str] | None = None,
) -> list[Box]:
    """The fields of a form with these texts. The key of a row that is there stays as it is, and
    its state has buttons of its own.
    """
    return [
        box(
            kind,
            field,
            values.get(field.name, field.default if is_new else ""),
            is_fixed=not is_new and field.name in kind.key,
            faults=(faults or {}).get(field.name, ()),
            now=None if now is None else now.get(field.name),
        )
        for field in kind.fields
        if is_new or not has_steps(kind, field)
    ]


def has_steps(kind: Kind, field: Field) -> bool:
    """Whether a field is the state of its kind, which goes from one to the next."""
    return bool(kind.states) and field.name == "state"


def box(
    kind: Kind,
    field: Field,
    value: str,
    *,
    is_fixed: bool = False,
    faults: tuple[tuple[str, str], ...] = (),
    now: str | None = None,
) -> Box:
    """One field of a form."""
    longest = kind.longest(field.name)
    is_in_lines = field.type is Type.TEXT and longest > _LINES
    return Box(
        name=field.name,
        id=PREFIX + field.name,
        word=wording.field_word(kind, field.name),
        help=wording.told(field.help),
        input="lines" if is_in_lines else _INPUTS.get(field.type, "text"),
        value=_local(value) if field.type is Type.MOMENT else value,
        is_required=field.required and not field.default and not is_fixed,
        is_wide=field.type in (Type.TEXT, Type.PATTERN) and longest > _LONG,
        is_mono=wording.is_mono(field),
        is_fixed=is_fixed,
        longest=0 if field.refers_to else longest,
        choices=tuple((one, wording.choice_word(field.name, one)) for one in field.choices),
        kind=field.refers_to,
        faults=faults,
        now=None if now is None or now == value else wording.shown(field, now) or "–",
    )


def posted(kind: Kind, form: Mapping[str, str]) -> dict[str, str]:
    """The texts of the fields that a form has sent. A flag that is not ticked is not sent, so the
    form says by `flags` which it has.
    """
    found: dict[str, str] = {}
    for field in kind.fields:
        name = PREFIX + field.name
        if name in form:
            found[field.name] = _read(field, form[name])
        elif field.type is Type.FLAG and field.name in form.get("flags", "").split():
            found[field.name] = "false"
    return found


def _read(field: Field, text: str) -> str:
    """What was typed as a table would have it; what cannot be read is left to be told."""
    wanted = text.strip() if field.type is not Type.TEXT else text.replace("\r\n", "\n")
    if field.type is Type.DECIMAL and (get_language() or "")[:2] in ("tr", "de"):
        return wanted.replace(",", ".") if wanted.count(",") == 1 and "." not in wanted else wanted
    if field.type is Type.MOMENT and wanted:
        try:
            moment = datetime.fromisoformat(wanted)
        except ValueError:
            return wanted
        return (moment if moment.tzinfo else timezone.make_aware(moment)).isoformat()
    return wanted


def _local(text: str) -> str:
    """A moment as the browser's own box has it, in the plant's time; else the text as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return timezone.localtime(moment).strftime(_LOCAL) if moment.tzinfo else text
