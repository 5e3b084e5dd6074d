"""What people say of findings is kept; what is held, expires or is unknown is found by an index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0030_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingRemark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("settled", "Settled"),
                            ("reopened", "Reopened"),
                            ("assigned", "Assigned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("scope", models.TextField()),
                ("subject", models.TextField()),
                ("rule", models.TextField()),
                ("value", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "person",
                    models.TextField(blank=True, help_text="the code of whose it is from now on"),
                ),
                ("text", models.TextField(blank=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("batch", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(("certainty", "unknown")), fields=["at"], name="link_unknown"
            ),
        ),
        migrations.AddIndex(
            model_name="objectstate",
            index=models.Index(
                condition=models.Q(("held", True)), fields=["held_at"], name="state_held"
            ),
        ),
        migrations.AddIndex(
            model_name="objectstate",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False)),
                fields=["expires_at"],
                name="state_expiring",
            ),
        ),
        migrations.AddField(
            model_name="findingremark",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.event",
            ),
        ),
        migrations.AddField(
            model_name="findingremark",
            name="reopens",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopened",
                to="gozinto.findingremark",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingremark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reopened"), ("reopens__isnull", False)),
                    models.Q(
                        models.Q(("kind", "reopened"), _negated=True), ("reopens__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="remark_reopens_a_settling",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingremark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "settled"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="settled_for_a_reason",
            ),
        ),
    ]
