"""The company that runs this plant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared


class Enterprise(models.Model):
    """The company that runs this plant: one row. `domain` is where its private identifiers live."""

    declared_as: ClassVar[Declared] = "master"
    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, default="id.demo.example")
    zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_enterprise")
        ]
