"""Stations, the devices that stand there, PINs, and who is signed in at a station."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0036_steps_and_dispositions"),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=40)),
                (
                    "proof",
                    models.CharField(choices=[("pin", "Pin"), ("badge", "Badge")], max_length=8),
                ),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("acted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Left"),
                            ("idle", "Idle"),
                            ("revoked", "Revoked"),
                            ("proven", "Proven"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonPin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=40, unique=True)),
                ("hash", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("set_by", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="IdentityProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proven",
                        to="gozinto.panelsession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("equipment", models.CharField(blank=True, default="", max_length=80)),
                ("location", models.CharField(blank=True, default="", max_length=80)),
                ("printer", models.CharField(blank=True, default="", max_length=80)),
                ("language", models.CharField(default="en", max_length=2)),
                ("px_per_mm", models.DecimalField(decimal_places=3, default="3.780", max_digits=6)),
                ("idle_minutes", models.PositiveSmallIntegerField(default=15)),
                ("undo_minutes", models.PositiveSmallIntegerField(default=10)),
                ("warn_offline_minutes", models.PositiveSmallIntegerField(default=10)),
                ("scanner", models.JSONField(blank=True, default=None, null=True)),
                ("waiting", models.PositiveIntegerField(blank=True, default=None, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "tr", "de"])),
                        name="station_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("px_per_mm__gte", 1), ("px_per_mm__lte", 40)),
                        name="station_px_per_mm",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="panelsession",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="gozinto.station",
            ),
        ),
        migrations.CreateModel(
            name="StationDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("enrolled_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("enrolled_by", models.CharField(max_length=150)),
                ("cookie_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agent", models.CharField(blank=True, default="", max_length=300)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="gozinto.station",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StationInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("created_by", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="gozinto.station",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PinTries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=40)),
                ("count", models.PositiveIntegerField(default=0)),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pin_tries",
                        to="gozinto.station",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "station"), name="one_count_of_pin_tries"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="panelsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("station", "person"),
                name="one_session_a_person_and_station",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof__in", ["pin", "badge"])), name="panel_session_proof"
            ),
        ),
        migrations.AddConstraint(
            model_name="panelsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("ended_at__gte", models.F("began_at")), _connector="OR"
                ),
                name="panel_session_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationdevice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("station",),
                name="one_device_a_station",
            ),
        ),
    ]
