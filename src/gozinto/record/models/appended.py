"""The record itself: what was captured, which nobody changes, and the work that follows from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.plant.models import Declared
from gozinto.record.models.mentioned import RECEIPT, SHIPMENT, paper, receiver, sender

_COMES, _GOES = Q(biz_step=RECEIPT), Q(biz_step=SHIPMENT)
_COMES_BACK = _COMES & Q(disposition="returned")
_IN_TIME = ("event_time", "position")


class Event(models.Model):
    """One captured EPCIS event. `position` is its place in the record."""

    declared_as: ClassVar[Declared] = "record"
    position = models.BigAutoField(primary_key=True)
    event_id = models.TextField()
    is_declaration = models.BooleanField(default=False)
    is_live = models.BooleanField(
        default=False, help_text="a request about now, which rules might have refused"
    )
    type = models.CharField(max_length=24)
    action = models.CharField(max_length=8, blank=True)
    biz_step = models.TextField(blank=True)
    disposition = models.TextField(blank=True)
    event_time = models.DateTimeField(db_index=True)
    record_time = models.DateTimeField()
    source = models.TextField(blank=True)
    source_seq = models.BigIntegerField(null=True)
    fingerprint = models.BinaryField()
    document = models.TextField(help_text="the event as canonical EPCIS 2.0 JSON")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record_time", "position"], name="event_by_record_time"),
            # What comes and goes is a small part of what happens, and is looked at as lists.
            models.Index(fields=_IN_TIME, condition=_COMES, name="event_coming"),
            models.Index(fields=_IN_TIME, condition=_GOES, name="event_going"),
            models.Index(fields=_IN_TIME, condition=_COMES_BACK, name="event_coming_back"),
            models.Index(sender(), *_IN_TIME, condition=_COMES_BACK, name="event_back_from"),
            models.Index(sender(), *_IN_TIME, condition=_COMES, name="event_coming_from"),
            models.Index(receiver(), *_IN_TIME, condition=_GOES, name="event_going_to"),
            models.Index(
                paper("desadv"),
                condition=Q(biz_step__in=(RECEIPT, SHIPMENT)),
                name="event_by_delivery_note",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_id", "is_declaration"], name="one_event_and_one_declaration_an_id"
            ),
            models.UniqueConstraint(
                fields=["source", "source_seq"],
                condition=models.Q(source_seq__isnull=False),
                name="one_event_a_source_and_sequence",
            ),
        ]


class CaptureJob(models.Model):
    """What became of one document that was sent: written when it is known, never changed."""

    declared_as: ClassVar[Declared] = "record"
    job_id = models.UUIDField(primary_key=True)
    created_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField()
    told_by = models.TextField(blank=True)
    proceed = models.BooleanField(help_text="keep what is sound, or all or nothing")
    success = models.BooleanField()
    read = models.IntegerField()
    captured = models.IntegerField()
    repeated = models.IntegerField()
    faulty = models.IntegerField()
    faults = models.JSONField(help_text="the first thousand faulty events")
    unreadable = models.JSONField(help_text="what is wrong around the events")


class Run(models.Model):
    """The identity of something that transformed material: a transformation id, or an event's."""

    declared_as: ClassVar[Declared] = "record"
    id = models.BigAutoField(primary_key=True)
    uri = models.TextField(unique=True)


class OutboxRow(models.Model):
    """Work that follows from an event, written with it: taken by lease, done at least once."""

    declared_as: ClassVar[Declared] = "queue"
    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_constraint=False)
    topic = models.TextField(default="captured")
    created_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=models.Q(done_at__isnull=True), name="outbox_waiting"
            )
        ]
