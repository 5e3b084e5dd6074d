"""Which numbers were issued, set aside for a panel, made void or replaced by others."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gozinto.plant.models.declared import Declared
from gozinto.plant.models.numbering import NumberingFormat


class SequenceBlock(models.Model):
    """A piece of a sequence: `next` is what it gives out next, and `last` the end of it.

    A sequence has many of them, so that one who holds a piece until his transaction ends keeps
    nobody from the others. `series` is the pattern: with another pattern the count begins anew.
    """

    declared_as: ClassVar[Declared] = "counter"
    id = models.BigAutoField(primary_key=True)
    format = models.ForeignKey(
        NumberingFormat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    series = models.TextField()
    scope = models.TextField(blank=True)
    first = models.BigIntegerField()
    next = models.BigIntegerField()
    last = models.BigIntegerField()
    is_returned = models.BooleanField(default=False, help_text="given back by a panel")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["format", "series", "scope", "first"],
                condition=Q(is_returned=False),
                name="one_block_a_place",
            ),
            models.CheckConstraint(
                condition=Q(first__gte=0, next__gte=F("first"), last__gte=F("next") - 1),
                name="block_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["format", "series", "scope", "next"],
                condition=Q(next__lte=F("last")),
                name="block_with_some_left",
            )
        ]


class NumberRange(models.Model):
    """Places of a sequence that a panel may print while it is offline, until the lease ends.

    A lease that ended frees nothing: what a panel may have printed is never issued to another
    until it gives its ranges back.
    """

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    reservation = models.UUIDField(db_index=True)
    format = models.ForeignKey(NumberingFormat, on_delete=models.PROTECT, related_name="+")
    series = models.TextField()
    scope = models.TextField(blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    day = models.DateField(help_text="a production day of this scope")
    holder = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    lease_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="range_in_order"),
            models.CheckConstraint(condition=~Q(holder=""), name="range_of_somebody"),
        ]


class ReturnedRange(models.Model):
    """A range that was given back: what of it was used stands among the issued numbers."""

    declared_as: ClassVar[Declared] = "register"
    range = models.OneToOneField(
        NumberRange, primary_key=True, on_delete=models.PROTECT, related_name="returned"
    )
    by = models.TextField()
    at = models.DateTimeField()


class IssuedNumber(models.Model):
    """A number that was given out, by the server or by a panel. It is never given out again."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    text = models.TextField(unique=True)
    format = models.ForeignKey(NumberingFormat, on_delete=models.PROTECT, related_name="+")
    series = models.TextField()
    scope = models.TextField(blank=True)
    sequence = models.BigIntegerField()
    range = models.ForeignKey(NumberRange, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["format", "series", "scope", "sequence"], name="one_number_a_place"
            )
        ]


class VoidNumber(models.Model):
    """An issued number that nothing may carry: why, and who said so."""

    declared_as: ClassVar[Declared] = "register"
    number = models.OneToOneField(
        IssuedNumber, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="void_for_a_reason")
        ]


class Relabelling(models.Model):
    """A number that another one took the place of on the label: both name the same thing."""

    declared_as: ClassVar[Declared] = "register"
    id = models.BigAutoField(primary_key=True)
    old = models.TextField(unique=True)
    new = models.TextField(unique=True)
    why = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="relabelled_for_a_reason"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="relabelled_to_another"),
        ]
