"""A long history of a lot is gone through from a point of its past on, and not from its beginning."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0022_whose_account_it_is"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatePoint",
            fields=[
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.TextField(blank=True, default="", help_text="of what is still here"),
                ),
                ("status_at", models.DateTimeField(null=True)),
                (
                    "whole_status",
                    models.TextField(blank=True, default="", help_text="said of all of it"),
                ),
                ("whole_at", models.DateTimeField(null=True)),
                ("whole_event", models.TextField(blank=True, default="")),
                (
                    "left_status",
                    models.TextField(blank=True, default="", help_text="said of a part as it left"),
                ),
                ("left_at", models.DateTimeField(null=True)),
                ("left_event", models.TextField(blank=True, default="")),
                ("held", models.BooleanField(default=False)),
                ("held_at", models.DateTimeField(null=True)),
                ("held_event", models.TextField(blank=True, default="")),
                ("location", models.TextField(blank=True, default="")),
                ("location_at", models.DateTimeField(null=True)),
                ("location_event", models.TextField(blank=True, default="")),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "expiry_at",
                    models.DateTimeField(help_text="the time of the event that said so", null=True),
                ),
                ("expiry_event", models.TextField(blank=True, default="")),
                ("on_hand", models.DecimalField(decimal_places=9, default=0, max_digits=30)),
                ("uom", models.CharField(blank=True, default="", max_length=3)),
                ("unit_at", models.DateTimeField(help_text="when it was first counted", null=True)),
                ("unit_event", models.TextField(blank=True, default="")),
                (
                    "amounts",
                    models.JSONField(
                        default=dict,
                        help_text="of a lot: by unit, what was made, commissioned, moved; as text",
                    ),
                ),
                (
                    "is_here",
                    models.BooleanField(
                        help_text="of a unit: it came last, and did not go", null=True
                    ),
                ),
                ("here_at", models.DateTimeField(null=True)),
                ("here_event", models.TextField(blank=True, default="")),
                (
                    "standing",
                    models.JSONField(
                        default=dict,
                        help_text="what its history comes to for the rules: record/projections",
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "object",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.traceableobject",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("object", "at"), name="point_of_an_object")
                ],
            },
        ),
    ]
