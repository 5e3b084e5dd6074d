"""Files are attached to objects and events, and withdrawn."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0034_bulk_jobs_and_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField(help_text="what people call the file")),
                ("media_type", models.TextField(help_text="by its content, whatever it is called")),
                ("size", models.BigIntegerField(help_text="bytes")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("note", models.TextField(blank=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.event",
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.traceableobject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentWithdrawal",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="gozinto.attachment",
                    ),
                ),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="attachment_withdrawn_for_a_reason",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("object__isnull", False)),
                    models.Q(("event__isnull", False), ("object__isnull", True)),
                    _connector="OR",
                ),
                name="attached_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="attachment_has_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), models.Q(("name", ""), _negated=True)),
                name="attachment_is_something",
            ),
        ),
    ]
