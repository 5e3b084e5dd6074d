"""What every model says of itself, and the constraints that many of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.db import models
from django.db.models import CheckConstraint, F, Q

from gozinto.plant.identifiers import canonical

Declared = Literal["master", "record", "projection", "queue", "register", "counter", "version"]


if TYPE_CHECKING:
    _Text = models.CharField[str, str]  # generic in the stubs alone
else:
    _Text = models.CharField


class UriField(_Text):
    """A URI that is saved in the form the record has it: the canonical one of what it names."""

    def get_prep_value(self, value: Any) -> Any:
        """The canonical URI, to be saved or looked for."""
        prepared = super().get_prep_value(value)
        return canonical(prepared) if isinstance(prepared, str) else prepared

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The canonical URI, which the instance has from then on too."""
        uri = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, uri)
        return uri

    def deconstruct(self) -> Any:
        """A plain column: what it holds is no matter of the schema."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def in_order(first: str, last: str, *, name: str) -> CheckConstraint:
    """`last` is not before (or below) `first`, where both are known."""
    return CheckConstraint(condition=Q(**{f"{last}__gte": F(first)}), name=name)


def above_zero(field: str, *, name: str) -> CheckConstraint:
    """`field` is more than nothing, where it is known."""
    return CheckConstraint(condition=Q(**{f"{field}__gt": 0}), name=name)


def between(field: str, *, least: int, most: int, name: str) -> CheckConstraint:
    """`field` lies within both bounds, where it is known."""
    return CheckConstraint(
        condition=Q(**{f"{field}__gte": least, f"{field}__lte": most}), name=name
    )


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> CheckConstraint:
    """`field` is one of its choices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)
