"""Imports that take their time: the tables that were sent, until they are master data."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0028_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("by", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Mapping"),
                            ("checking", "Checking"),
                            ("checked", "Checked"),
                            ("writing", "Writing"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="mapping",
                        max_length=16,
                    ),
                ),
                ("sheets", models.JSONField(default=list)),
                ("manner", models.JSONField(default=dict)),
                ("fixes", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("attempts", models.IntegerField(default=0)),
                ("batch", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, default="", max_length=1000)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["mapping", "checking", "checked", "writing", "done", "failed"],
                            )
                        ),
                        name="import_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="gozinto.importjob",
                    ),
                ),
            ],
        ),
    ]
