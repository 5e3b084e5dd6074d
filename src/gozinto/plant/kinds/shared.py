"""The fields that many kinds have."""

from __future__ import annotations

from django.db.models import TextChoices

from gozinto.plant.kinds import row_checks
from gozinto.plant.kinds.declaring import Field, Type

CODE = Field(name="code", type=Type.CODE, required=True)
NAME = Field(name="name", required=True)
NOTE = Field(name="note")
EFFECTIVE = (
    Field(name="effective_from", type=Type.DATE),
    Field(name="effective_to", type=Type.DATE, help="The last day; empty for no end."),
)
EFFECTIVE_IN_ORDER = row_checks.in_order("effective_from", "effective_to")


def reference(
    name: str, *, to: str, required: bool = False, synonyms: tuple[str, ...] = ()
) -> Field:
    """A field that names a row of another kind."""
    return Field(name=name, type=Type.REFERENCE, refers_to=to, required=required, synonyms=synonyms)


def choice(
    name: str,
    choices: type[TextChoices],
    *,
    required: bool = False,
    default: str = "",
    synonyms: tuple[str, ...] = (),
) -> Field:
    """A field that takes one of a few words."""
    return Field(
        name=name,
        type=Type.CHOICE,
        choices=tuple(choices.values),
        required=required,
        default=str(default),
        synonyms=synonyms,
    )


def state(choices: type[TextChoices], *, default: str) -> Field:
    """The field of a kind's state machine."""
    return choice("state", choices, default=default)
