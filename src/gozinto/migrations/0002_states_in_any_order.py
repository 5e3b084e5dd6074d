"""What decides a state is the event's id and time, and no longer its place in the record."""

from django.db import migrations, models

# Enough for what goes on being folded; `gozinto rebuild` also finds the expiry dates and the
# amounts of a second dimension that the old fold had dropped.
FILL = """
UPDATE gozinto_objectstate AS s SET
    status_event = coalesce((SELECT event_id FROM gozinto_event WHERE position = status_position), ''),
    held_event = coalesce((SELECT event_id FROM gozinto_event WHERE position = held_position), ''),
    location_event = coalesce(
        (SELECT event_id FROM gozinto_event WHERE position = location_position), ''),
    expiry_at = CASE WHEN expires_at IS NULL THEN NULL ELSE first_at END,
    unit_at = CASE WHEN uom = '' THEN NULL ELSE first_at END,
    amounts = CASE WHEN uom = '' THEN '{}'::jsonb
              ELSE jsonb_build_object(uom, on_hand::text) END
"""
FACTS = ("status", "held", "location")


def _text(name: str) -> migrations.AddField:
    field = models.TextField(blank=True, default="")
    return migrations.AddField(model_name="objectstate", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0001_initial")]
    operations = [
        *(_text(f"{fact}_event") for fact in (*FACTS, "expiry", "unit")),
        migrations.AddField(
            model_name="objectstate",
            name="expiry_at",
            field=models.DateTimeField(null=True, help_text="the time of the event that said so"),
        ),
        migrations.AddField(
            model_name="objectstate",
            name="unit_at",
            field=models.DateTimeField(null=True, help_text="when it was first counted"),
        ),
        migrations.AddField(
            model_name="objectstate",
            name="amounts",
            field=models.JSONField(default=dict, help_text="the stock of every dimension, as text"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.RemoveField(model_name="objectstate", name=f"{fact}_position")
            for fact in FACTS
        ),
    ]
