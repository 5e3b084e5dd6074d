"""When the plant works: calendars as they repeat, and the shifts that come of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, above_zero
from gozinto.plant.models.people import Crew


class Calendar(models.Model):
    """A cycle of days that repeats: 7 for a week, 8 for four crews of two days each."""

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, help_text="IANA time zone of its local times")
    cycle_days = models.PositiveIntegerField()
    cycle_starts_on = models.DateField(help_text="a day 1 of the cycle")

    class Meta:
        constraints: ClassVar = [above_zero("cycle_days", name="calendar_cycle")]


class CalendarShift(models.Model):
    """A shift on one day of the cycle, in local time; one that ends at or before its start ends
    on the next day.
    """

    declared_as: ClassVar[Declared] = "master"
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="days")
    day = models.PositiveIntegerField(help_text="of the cycle, from 1")
    code = models.CharField(max_length=40)
    starts = models.TimeField()
    ends = models.TimeField()
    crew = models.ForeignKey(
        Crew, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "day", "code"], name="one_calendar_shift"),
            above_zero("day", name="calendar_shift_day"),
        ]


class Holiday(models.Model):
    """A date on which a calendar has no shifts."""

    declared_as: ClassVar[Declared] = "master"
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "date"], name="one_holiday"),
        ]


class Shift(models.Model):
    """One shift that took or takes place: absolute bounds, so midnight and holidays are plain."""

    declared_as: ClassVar[Declared] = "master"
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="shifts"
    )
    code = models.CharField(max_length=40)
    crew = models.CharField(max_length=40, blank=True, default="")
    date = models.DateField(help_text="the production day this shift counts to")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "date", "code"],
                nulls_distinct=False,
                name="one_shift_a_day_and_code",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"])]
