"""What went into a run and came out is summed as it happens, and for what is on record now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0024_print_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunSum",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.TextField(blank=True)),
                ("is_input", models.BooleanField()),
                ("item", models.TextField()),
                ("uom", models.CharField(blank=True, max_length=3)),
                ("is_told", models.BooleanField()),
                ("quantity", models.DecimalField(decimal_places=9, max_digits=30)),
                ("first_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.run",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "step", "is_input", "item", "uom", "is_told"),
                        name="sum_of_a_run",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO gozinto_runsum"
            " (run_id, step, is_input, item, uom, is_told, quantity, first_at)"
            " SELECT l.run_id, x.step, l.is_input, o.item, l.uom, l.quantity IS NOT NULL,"
            " coalesce(sum(l.quantity), 0), min(l.at)"
            " FROM gozinto_link l JOIN gozinto_traceableobject o ON o.id = l.object_id"
            " JOIN gozinto_runevent x ON x.event_id = l.event_id AND x.run_id = l.run_id"
            " JOIN gozinto_run r ON r.id = l.run_id JOIN gozinto_event e ON e.position = l.event_id"
            " WHERE (l.is_input OR l.replaces IS NULL) AND r.uri <> e.event_id AND NOT EXISTS"
            " (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)"
            " GROUP BY 1, 2, 3, 4, 5, 6",
            migrations.RunSQL.noop,
        ),
    ]
