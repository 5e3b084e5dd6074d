"""What is to be bought, made and sold: orders and their lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gozinto.plant.models.declared import Declared, above_zero, one_of
from gozinto.plant.models.materials import Material
from gozinto.plant.models.partners import Partner


class OrderKind(models.TextChoices):
    """What an order asks for."""

    PURCHASE = "purchase"
    PRODUCTION = "production"
    SALES = "sales"


class OrderState(models.TextChoices):
    """Whether something is to be done for an order."""

    PLANNED = "planned"
    RELEASED = "released"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Order(models.Model):
    """Something bought from a supplier, made here, or sold to a customer. ISA-95 part 3."""

    Kind = OrderKind
    State = OrderState

    declared_as: ClassVar[Declared] = "master"
    number = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=OrderKind.choices)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.PLANNED)
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            one_of("kind", OrderKind, name="order_kind"),
            one_of("state", OrderState, name="order_state"),
        ]


class OrderLine(models.Model):
    """So much of one material, in an order."""

    declared_as: ClassVar[Declared] = "master"
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    line = models.CharField(max_length=40)
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    revision = models.CharField(max_length=40, blank=True, default="", help_text='"": of any')
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    uom = models.CharField(max_length=3)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "line"], name="one_line_of_an_order"),
            above_zero("quantity", name="order_line_quantity"),
        ]
