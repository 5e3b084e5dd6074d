"""Who started, paused and ended a run, and who was at which machine."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT}


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0009_issued_numbers")]
    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("activity", models.CharField(max_length=9)),
                ("equipment", models.TextField(blank=True)),
                ("person", models.TextField(blank=True)),
                ("person_role", models.TextField(blank=True)),
                ("step", models.TextField(blank=True)),
                ("name", models.TextField(blank=True)),
                ("flow", models.CharField(blank=True, max_length=10)),
                ("product", models.TextField(blank=True)),
                ("planned", models.DecimalField(decimal_places=9, max_digits=30, null=True)),
                ("planned_uom", models.TextField(blank=True)),
                ("event", models.ForeignKey(to="gozinto.event", db_index=False, **KEPT)),
                ("run", models.ForeignKey(to="gozinto.run", null=True, db_index=False, **KEPT)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "at"], name="activity_by_run"),
                    models.Index(fields=["equipment", "at"], name="activity_by_equipment"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["event", "ordinal"], name="activity_of_event")
                ],
            },
        ),
    ]
