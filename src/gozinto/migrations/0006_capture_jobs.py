"""What became of each document that was sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0005_all_that_is_mounted_comes_off")]
    operations = [
        migrations.CreateModel(
            name="CaptureJob",
            fields=[
                ("job_id", models.UUIDField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("finished_at", models.DateTimeField()),
                ("told_by", models.TextField(blank=True)),
                (
                    "proceed",
                    models.BooleanField(help_text="keep what is sound, or all or nothing"),
                ),
                ("success", models.BooleanField()),
                ("read", models.IntegerField()),
                ("captured", models.IntegerField()),
                ("repeated", models.IntegerField()),
                ("faulty", models.IntegerField()),
                ("faults", models.JSONField(help_text="the first thousand faulty events")),
                ("unreadable", models.JSONField(help_text="what is wrong around the events")),
            ],
        ),
    ]
