"""Stations of the shop floor, the devices that stand there, PINs, and who is signed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gozinto.access.models import Declared


class Proof(models.TextChoices):
    """What somebody showed to sign in at a station."""

    PIN = "pin"
    BADGE = "badge"


class Ended(models.TextChoices):
    """What ended a session. `PROVEN`: the PIN was given, and another session goes on."""

    LEFT = "left"
    IDLE = "idle"
    REVOKED = "revoked"
    PROVEN = "proven"


class Station(models.Model):
    """A place where a panel stands. Its device is another row: it may be replaced.

    `equipment`, `location`, `printer`: codes of the plant; "": none. `px_per_mm`: how many CSS
    pixels a millimetre of this screen has. `scanner`: what its scanner types, learned by the
    scanner check, from key code to character. `waiting`: entries not sent yet, as last told.
    """

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    equipment = models.CharField(max_length=80, blank=True, default="")
    location = models.CharField(max_length=80, blank=True, default="")
    printer = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=2, default="en")
    px_per_mm = models.DecimalField(max_digits=6, decimal_places=3, default="3.780")
    idle_minutes = models.PositiveSmallIntegerField(default=15)
    undo_minutes = models.PositiveSmallIntegerField(default=10)
    warn_offline_minutes = models.PositiveSmallIntegerField(default=10)
    scanner = models.JSONField(null=True, blank=True, default=None)
    waiting = models.PositiveIntegerField(null=True, blank=True, default=None)
    seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(language__in=["en", "tr", "de"]), name="station_language"
            ),
            models.CheckConstraint(
                condition=Q(px_per_mm__gte=1, px_per_mm__lte=40), name="station_px_per_mm"
            ),
        ]


class StationDevice(models.Model):
    """A device that was enrolled for a station. Only a hash of its secret is kept.

    `agent`: what its browser called itself. `cookie_at`: when the secret was last handed out,
    since browsers forget a cookie after some months.
    """

    declared_as: ClassVar[Declared] = "master"
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="devices")
    hash = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.CharField(max_length=150)
    cookie_at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=300, blank=True, default="")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station"], condition=Q(revoked_at=None), name="one_device_a_station"
            )
        ]


class StationInvitation(models.Model):
    """A code that enrols one device for a station once, until it expires. Only its hash is kept."""

    declared_as: ClassVar[Declared] = "master"
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="invitations")
    hash = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class PersonPin(models.Model):
    """A person's PIN, as an argon2 hash."""

    declared_as: ClassVar[Declared] = "master"
    person = models.CharField(max_length=40, unique=True)
    hash = models.CharField(max_length=200)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.CharField(max_length=150)


class PinTries(models.Model):
    """How often a PIN of a person was tried at a station since it was last right.

    A try counts before it is looked at: many at once cannot get past the number.
    """

    declared_as: ClassVar[Declared] = "master"
    person = models.CharField(max_length=40)
    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="pin_tries")
    count = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "station"], name="one_count_of_pin_tries")
        ]


class PanelSession(models.Model):
    """That a person was signed in at a station, from when to when, and what that person showed.

    `acted_at`: when this badge came last; of several people at one station, whose came last acts.
    `came_told`, `left_told`: that it stands on record by whom the machine is worked at.
    """

    declared_as: ClassVar[Declared] = "master"
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="sessions")
    person = models.CharField(max_length=40)
    proof = models.CharField(max_length=8, choices=Proof.choices)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    acted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=8, blank=True, default="", choices=Ended.choices)
    came_told = models.BooleanField(default=False)
    left_told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "person"],
                condition=Q(ended_at=None),
                name="one_session_a_person_and_station",
            ),
            models.CheckConstraint(condition=Q(proof__in=Proof.values), name="panel_session_proof"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="panel_session_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["station"], condition=Q(left_told=False), name="panel_session_untold"
            )
        ]


class IdentityProof(models.Model):
    """That a person proved by PIN to be who had used the badge alone in a session: a statement
    beside the record, which is never changed."""

    declared_as: ClassVar[Declared] = "register"
    session = models.OneToOneField(PanelSession, on_delete=models.PROTECT, related_name="proven")
    at = models.DateTimeField(default=timezone.now)
