"""What a run took and did not use, and which parts of a unit were replaced."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

KEPT = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT, "db_index": False}


def _of_event() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("ordinal", models.IntegerField()),
        ("at", models.DateTimeField()),
        ("earliest", models.DateTimeField()),
        ("latest", models.DateTimeField()),
        ("event", models.ForeignKey(to="gozinto.event", **KEPT)),
    ]


def _thing(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(to="gozinto.traceableobject", null=null, related_name="+", **KEPT)


def _slot(*, null: bool = False) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        models.TextField(), null=null, help_text="step, name, position"
    )


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0017_standing")]
    operations = [
        migrations.CreateModel(
            name="Unused",
            fields=[
                *_of_event(),
                ("run", models.ForeignKey(to="gozinto.run", **KEPT)),
                ("object", _thing()),
                ("quantity", models.DecimalField(decimal_places=9, max_digits=30, null=True)),
                ("uom", models.CharField(blank=True, max_length=3)),
                ("slot", _slot(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["run"], name="unused_by_run")],
                "constraints": [
                    models.UniqueConstraint(fields=["event", "ordinal"], name="unused_of_event")
                ],
            },
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                *_of_event(),
                ("unit", _thing()),
                ("part", _thing(null=True)),
                ("slot", _slot()),
                ("certainty", models.CharField(max_length=8)),
            ],
            options={
                "indexes": [models.Index(fields=["unit"], name="replacement_by_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["event", "ordinal"], name="replacement_of_event"
                    )
                ],
            },
        ),
    ]
