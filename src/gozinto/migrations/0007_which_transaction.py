"""By which transaction an event came: what a snapshot did not see is then found exactly.

No field of the model: the number means something to this one server only, so neither a backup
nor a restore may carry it over. The server fills it in.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0006_capture_jobs")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE gozinto_event ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();"
            "CREATE INDEX event_by_xact ON gozinto_event (xact)",
            "ALTER TABLE gozinto_event DROP COLUMN xact",
        )
    ]
