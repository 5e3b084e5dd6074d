"""Companies beside ours, the places where objects are, and the reasons people give."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, UriField, in_order, one_of
from gozinto.plant.models.materials import Material


class PartnerKind(models.TextChoices):
    """What a company is to ours."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    DEALER = "dealer"
    CARRIER = "carrier"


class PartnerState(models.TextChoices):
    """Whether there is business with a company."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    RETIRED = "retired"


class ApprovalState(models.TextChoices):
    """Whether a material may be had from a company."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Language(models.TextChoices):
    """The languages in which we write to a company."""

    ENGLISH = "en"
    TURKISH = "tr"
    GERMAN = "de"


class LocationKind(models.TextChoices):
    """What a place is for."""

    WAREHOUSE = "warehouse"
    RACK = "rack"
    QUARANTINE = "quarantine"
    SHIPPING = "shipping"
    SITE = "site"
    OTHER = "other"


class ReasonCategory(models.TextChoices):
    """What a reason is given for."""

    SCRAP = "scrap"
    HOLD = "hold"
    CORRECTION = "correction"
    OVERRIDE = "override"
    RETURN = "return"
    REWORK = "rework"
    COUNT = "count"


class Partner(models.Model):
    """A company beside ours: supplier, customer, dealer or carrier."""

    Kind = PartnerKind
    State = PartnerState
    Language = Language

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=PartnerKind.choices)
    gln = models.CharField(max_length=13, null=True, blank=True, unique=True)
    language = models.CharField(
        max_length=2, choices=Language.choices, blank=True, default="", help_text='"": English'
    )
    email = models.CharField(
        max_length=254, blank=True, default="", help_text="where its recalls and alerts go"
    )
    state = models.CharField(
        max_length=16, choices=PartnerState.choices, default=PartnerState.ACTIVE
    )

    class Meta:
        constraints: ClassVar = [
            one_of("kind", PartnerKind, name="partner_kind"),
            one_of("state", PartnerState, name="partner_state"),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *Language.values]), name="partner_language"
            ),
        ]


class Approval(models.Model):
    """Whether a material may be had from a partner."""

    State = ApprovalState

    declared_as: ClassVar[Declared] = "master"
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="approvals")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="approvals")
    state = models.CharField(
        max_length=16, choices=ApprovalState.choices, default=ApprovalState.PROPOSED
    )
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "material"], name="one_approval"),
            one_of("state", ApprovalState, name="approval_state"),
            in_order("effective_from", "effective_to", name="approval_effective"),
        ]


class Location(models.Model):
    """A place where objects are: warehouse, rack, hall, a partner's site."""

    Kind = LocationKind

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    uri = UriField(max_length=400, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=LocationKind.choices, default=LocationKind.OTHER)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)
    gln = models.CharField(max_length=13, null=True, blank=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            one_of("kind", LocationKind, name="location_kind"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="location_in_itself"
            ),
        ]


class Reason(models.Model):
    """Why something was scrapped, held or put right: what people choose from."""

    Category = ReasonCategory

    declared_as: ClassVar[Declared] = "master"
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=16, choices=ReasonCategory.choices)

    class Meta:
        constraints: ClassVar = [one_of("category", ReasonCategory, name="reason_category")]
