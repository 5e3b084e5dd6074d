"""Tables that somebody sent at a desk, until what they say is master data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from gozinto.plant.models.declared import Declared, one_of


class ImportState(models.TextChoices):
    """How far an import has come. What is said in the present is work that waits."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    FAILED = "failed"


class ImportJob(models.Model):
    """One import: which columns stand for what, what was put right, and what came of it.

    `sheets`: the tables as `importing.mapping` has them. `fixes`: by table and row the cells that
    were put right, None for a row that is left out. `report`: what the last look at all of it
    found.
    """

    State = ImportState

    declared_as: ClassVar[Declared] = "queue"
    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.CharField(max_length=200)
    state = models.CharField(
        max_length=16, choices=ImportState.choices, default=ImportState.MAPPING
    )
    sheets = models.JSONField(default=list)
    manner = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    batch = models.UUIDField(null=True)
    why = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [one_of("state", ImportState, name="import_state")]


class ImportFile(models.Model):
    """A file of an import, as it was sent."""

    declared_as: ClassVar[Declared] = "queue"
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
