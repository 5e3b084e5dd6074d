"""An account says whose it is: it need not be called by that person's code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0021_events_by_record_time")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="person",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person", ""), _negated=True),
                fields=("person",),
                name="one_account_a_person",
            ),
        ),
    ]
