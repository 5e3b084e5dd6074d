"""What became of the master data: who changed what, when and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared


class MasterBatch(models.Model):
    """Changes that were made together, and can be undone together."""

    declared_as: ClassVar[Declared] = "master"
    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=200)
    why = models.CharField(max_length=1000, blank=True, default="")
    source = models.CharField(max_length=400, blank=True, default="")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(by=""), name="somebody_changed_it")
        ]


class MasterChange(models.Model):
    """One row of master data before and after a batch; absent where there was none.

    No record, though nobody changes it: a person's name must be erasable from here too.
    """

    declared_as: ClassVar[Declared] = "master"
    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(MasterBatch, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=40)
    key = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "key", "id"], name="change_of_a_row")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
                name="change_of_something",
            )
        ]
