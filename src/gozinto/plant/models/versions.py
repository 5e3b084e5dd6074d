"""Which state each table of master data is in, so that nobody works with an older one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared


class PlantVersion(models.Model):
    """The state of one table of master data: another one after every statement that wrote there.

    Triggers write it, in the writer's own transaction. A version is drawn at random and so stands
    for one state for ever: one that was rolled back is never met again, on no server.
    """

    declared_as: ClassVar[Declared] = "version"
    table_name = models.TextField(primary_key=True)
    version = models.UUIDField()
