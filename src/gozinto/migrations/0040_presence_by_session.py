"""Sessions at panels say whether the record has been told of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0039_papers_of_a_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="panelsession",
            name="came_told",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="panelsession",
            name="left_told",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="panelsession",
            index=models.Index(
                condition=models.Q(("left_told", False)),
                fields=["station"],
                name="panel_session_untold",
            ),
        ),
    ]
