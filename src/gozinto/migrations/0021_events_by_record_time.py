"""Who reads on by record time asks for what comes after the last it saw."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0020_visits_by_time")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["record_time", "position"], name="event_by_record_time"),
        ),
    ]
