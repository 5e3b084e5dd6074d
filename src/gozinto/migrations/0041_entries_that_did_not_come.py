"""Entries of panels say in which count they stand and what is wrong with them; what did not come."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0040_presence_by_session"),
    ]

    operations = [
        migrations.AddField(
            model_name="panelentry",
            name="log",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="panelentry",
            name="fault",
            field=models.TextField(blank=True, default="", help_text="what is wrong, as JSON"),
        ),
        migrations.RemoveIndex(model_name="panelentry", name="panel_entry_by_seq"),
        migrations.AddIndex(
            model_name="panelentry",
            index=models.Index(
                fields=["log", "seq"], condition=~Q(log=""), name="panel_entry_by_log"
            ),
        ),
        migrations.CreateModel(
            name="EntryGap",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("station", models.TextField()),
                ("log", models.TextField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["log", "first"], name="one_gap_behind_an_entry"
                    ),
                    models.CheckConstraint(
                        condition=Q(last__gte=F("first")), name="entry_gap_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryGapSettling",
            fields=[
                (
                    "gap",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settling",
                        serialize=False,
                        to="gozinto.entrygap",
                    ),
                ),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(reason=""), name="entry_gap_settled_for_a_reason"
                    )
                ],
            },
        ),
    ]
