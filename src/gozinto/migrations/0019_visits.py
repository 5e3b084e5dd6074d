"""At which steps objects were. What is on record from before: `gozinto rebuild`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0018_what_a_run_did_not_use")]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("step", models.TextField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.event",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.traceableobject",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["object"], name="visit_by_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "ordinal"), name="visit_of_event")
                ],
            },
        ),
    ]
