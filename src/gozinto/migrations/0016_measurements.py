"""Measured numbers as values of series. What is on record from before: `gozinto rebuild`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0015_objects_by_item")]

    operations = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("series", models.CharField(max_length=32)),
                ("characteristic", models.TextField()),
                ("value", models.FloatField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.event",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["series", "at"], name="measurement_by_series")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "ordinal"), name="measurement_of_event"
                    )
                ],
            },
        ),
    ]
