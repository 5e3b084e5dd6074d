"""People, what they are qualified for, and the crews they work in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, in_order, one_of


class PersonState(models.TextChoices):
    """Whether somebody works here."""

    ACTIVE = "active"
    LEFT = "left"


class Skill(models.Model):
    """Something a person has to be qualified for."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)


class Person(models.Model):
    """Somebody who works here. Events carry `code`, which is opaque; the name can be erased."""

    State = PersonState

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=16, choices=PersonState.choices, default=PersonState.ACTIVE)

    class Meta:
        constraints: ClassVar = [one_of("state", PersonState, name="person_state")]


class Qualification(models.Model):
    """That a person learned a skill, and until when that holds."""

    declared_as: ClassVar[Declared] = "master"
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="qualifications")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="holders")
    obtained_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    certificate = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "skill", "obtained_on"], name="one_qualification"
            ),
            in_order("obtained_on", "expires_on", name="qualification_expires"),
        ]


class Crew(models.Model):
    """People who work the same shifts."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)


class CrewMember(models.Model):
    """That a person belongs to a crew, from one day to another (both included)."""

    declared_as: ClassVar[Declared] = "master"
    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crews")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crew", "person", "from_on"], name="one_crew_member"),
            in_order("from_on", "to_on", name="crew_member_until"),
        ]
