"""Which unit is of which lot: said once, instead of being read off each link."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What the links tell. A unit told without a job gets its filled slots by `gozinto rebuild`.
FILL = """
INSERT INTO gozinto_membership
    (event_id, ordinal, at, earliest, latest, unit_id, lot_id, certainty, fills)
SELECT l.event_id, row_number() OVER (PARTITION BY l.event_id ORDER BY min(l.ordinal)) - 1,
    l.at, l.earliest, l.latest, l.object_id, l.lot_id, min(l.certainty),
    coalesce((SELECT j.replaces FROM gozinto_link j
              WHERE j.event_id = l.event_id AND j.object_id = l.object_id
              AND j.replaces IS NOT NULL LIMIT 1), '{}')
FROM gozinto_link l WHERE l.lot_id IS NOT NULL AND NOT l.is_input
GROUP BY l.event_id, l.at, l.earliest, l.latest, l.object_id, l.lot_id
"""


def _reference(to: str, related_name: str | None = None) -> models.ForeignKey:
    extra = {"related_name": related_name} if related_name else {}
    return models.ForeignKey(
        to, db_constraint=False, on_delete=django.db.models.deletion.PROTECT, **extra
    )


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0002_states_in_any_order")]
    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("event", _reference("gozinto.event")),
                ("unit", _reference("gozinto.traceableobject", "+")),
                ("lot", _reference("gozinto.traceableobject", "+")),
                ("certainty", models.CharField(max_length=8)),
                (
                    "fills",
                    django.contrib.postgres.fields.ArrayField(
                        django.contrib.postgres.fields.ArrayField(models.TextField(), size=3),
                        help_text="slots that the unit's own inputs fill, and the lot's do not",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit"], name="membership_by_unit"),
                    models.Index(fields=["lot"], name="membership_by_lot"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["event", "ordinal"], name="membership_of_event")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
