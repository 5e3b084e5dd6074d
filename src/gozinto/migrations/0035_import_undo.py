"""An import is taken back by the worker too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0029_attachments"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importjob",
            name="import_state",
        ),
        migrations.AlterField(
            model_name="importjob",
            name="state",
            field=models.CharField(
                choices=[
                    ("mapping", "Mapping"),
                    ("checking", "Checking"),
                    ("checked", "Checked"),
                    ("writing", "Writing"),
                    ("done", "Done"),
                    ("undoing", "Undoing"),
                    ("failed", "Failed"),
                ],
                default="mapping",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["mapping", "checking", "checked", "writing", "done", "undoing", "failed"],
                    )
                ),
                name="import_state",
            ),
        ),
    ]
