"""The identity of every traceable object: record, though it stands among what exists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared


class TraceableObject(models.Model):
    """A lot, a serial or a container: the node of the genealogy. Its identity never changes."""

    class Kind(models.TextChoices):
        LOT = "lot"
        SERIAL = "serial"
        CONTAINER = "container"

    declared_as: ClassVar[Declared] = "record"
    id = models.BigAutoField(primary_key=True)
    uri = models.TextField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.TextField(help_text="what is printed on the label", db_index=True)
    item = models.TextField(blank=True, default="", help_text="material code, GTIN or asset code")

    class Meta:
        # What lies on the shelf of a material, and what may be the unit that nobody can read; in
        # the order in which things became known, so that a list of them begins anywhere.
        indexes: ClassVar = [
            models.Index(fields=["item", "id"], name="object_by_item_in_order"),
            models.Index(fields=["kind", "id"], name="object_by_kind_in_order"),
        ]

    def __str__(self) -> str:
        return self.number


class Alias(models.Model):
    """Another text under which an object is found: a supplier's number, a GTIN form."""

    declared_as: ClassVar[Declared] = "record"
    id = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(TraceableObject, on_delete=models.PROTECT, related_name="aliases")
    text = models.TextField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "text"], name="one_alias_an_object")
        ]
