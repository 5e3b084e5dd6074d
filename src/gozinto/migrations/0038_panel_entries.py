"""What panels sent and were answered, and what was done about what waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0037_stations"),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField(unique=True)),
                ("station", models.TextField()),
                ("seq", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("clock_ahead_s", models.FloatField(null=True)),
                ("person", models.TextField(blank=True)),
                ("is_proven", models.BooleanField(default=True)),
                ("live", models.BooleanField()),
                ("act", models.TextField(blank=True)),
                ("event_id", models.TextField(blank=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("ok", "Ok"),
                            ("refused", "Refused"),
                            ("choose", "Choose"),
                            ("kept", "Kept"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code", models.TextField(blank=True)),
                ("sentence", models.TextField(blank=True)),
                ("fingerprint", models.BinaryField()),
                ("told", models.TextField(help_text="the entry, as JSON")),
                ("answer", models.TextField(help_text="what it was answered, as JSON")),
            ],
        ),
        migrations.CreateModel(
            name="EntrySettling",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settling",
                        serialize=False,
                        to="gozinto.panelentry",
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "event_id",
                    models.TextField(
                        blank=True, help_text="what went on record for it, if anything"
                    ),
                ),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="panelentry",
            index=models.Index(fields=["station", "id"], name="panel_entry_by_station"),
        ),
        migrations.AddIndex(
            model_name="panelentry",
            index=models.Index(fields=["station", "seq"], name="panel_entry_by_seq"),
        ),
        migrations.AddIndex(
            model_name="panelentry",
            index=models.Index(
                condition=models.Q(("event_id", ""), _negated=True),
                fields=["event_id"],
                name="panel_entry_by_event",
            ),
        ),
        migrations.AddIndex(
            model_name="panelentry",
            index=models.Index(
                condition=models.Q(("verdict", "kept")), fields=["id"], name="panel_entry_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="panelentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["ok", "refused", "choose", "kept"])),
                name="panel_entry_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrysettling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="entry_settled_for_a_reason"
            ),
        ),
    ]
