"""Whether anything was at a step since some time is asked with almost every event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0019_visits")]

    operations = [
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["at"], name="visit_by_time"),
        ),
    ]
