"""What was attached to what, and what of that was withdrawn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models import Declared, TraceableObject
from gozinto.record.models import Event


class Attachment(models.Model):
    """A file on an object, an event, or a row that describes the plant.

    Its content lies in the store, under its hash. `kind`, `key`: of the row, by its name, so that
    the file outlives it; "" of all others.
    """

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    object = models.ForeignKey(TraceableObject, null=True, on_delete=models.PROTECT)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, db_constraint=False)
    kind = models.TextField(blank=True, default="")
    key = models.TextField(blank=True, default="")
    name = models.TextField(help_text="what people call the file")
    media_type = models.TextField(help_text="by its content, whatever it is called")
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64, db_index=True)
    note = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(object__isnull=False, event__isnull=True, kind="", key="")
                | models.Q(object__isnull=True, event__isnull=False, kind="", key="")
                | (
                    models.Q(object__isnull=True, event__isnull=True)
                    & ~models.Q(kind="")
                    & ~models.Q(key="")
                ),
                name="attached_to_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_has_a_hash"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0) & ~models.Q(name=""), name="attachment_is_something"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "key"], condition=~models.Q(kind=""), name="attachment_of_a_row"
            )
        ]


class AttachmentWithdrawal(models.Model):
    """That a file is no more to be gone by: why, and who said so. Its content stays."""

    declared_as: ClassVar[Declared] = "register"
    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(why=""), name="attachment_withdrawn_for_a_reason"
            )
        ]
