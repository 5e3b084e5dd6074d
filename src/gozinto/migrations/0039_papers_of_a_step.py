"""A step says what its operator reads; files lie on rows that describe the plant, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0038_panel_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="routingstep",
            name="instructions",
            field=models.CharField(
                blank=True, default="", help_text="what the operator reads", max_length=4000
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="kind",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="attachment",
            name="key",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RemoveConstraint(model_name="attachment", name="attached_to_one_thing"),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(object__isnull=False, event__isnull=True, kind="", key="")
                | models.Q(object__isnull=True, event__isnull=False, kind="", key="")
                | (
                    models.Q(object__isnull=True, event__isnull=True)
                    & ~models.Q(kind="")
                    & ~models.Q(key="")
                ),
                name="attached_to_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("kind", ""), _negated=True),
                fields=["kind", "key"],
                name="attachment_of_a_row",
            ),
        ),
    ]
