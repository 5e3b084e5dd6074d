"""What is to be printed and what was; a history from before there were labels prints none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0023_state_points"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE gozinto_outboxrow SET done_at = now() WHERE done_at IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=16)),
                (
                    "subject",
                    models.TextField(help_text="the URI of what it is the label of, or its code"),
                ),
                ("number", models.TextField(blank=True, help_text="what people call the subject")),
                ("layout", models.TextField(blank=True)),
                ("printer", models.TextField()),
                ("copies", models.IntegerField(default=1)),
                (
                    "why",
                    models.CharField(help_text="by rule, by hand, or as a reprint", max_length=8),
                ),
                ("rule", models.TextField(blank=True)),
                (
                    "event",
                    models.BigIntegerField(
                        help_text="the position of what asked for it", null=True
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="why it is printed again")),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("state", models.CharField(default="queued", max_length=12)),
                ("tries", models.IntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                (
                    "lease",
                    models.UUIDField(help_text="of whoever has it, or had it, in hand", null=True),
                ),
                ("holder", models.TextField(blank=True)),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "digest",
                    models.CharField(
                        blank=True, help_text="SHA-256 of what was sent", max_length=64
                    ),
                ),
                ("code", models.TextField(blank=True, help_text="of what went wrong last")),
                ("problem", models.TextField(blank=True)),
                ("next_step", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.TextField(blank=True)),
                ("settled_because", models.TextField(blank=True)),
                (
                    "again",
                    models.ForeignKey(
                        help_text="what it repeats",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.printjob",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="role",
            field=models.CharField(
                choices=[
                    ("operator", "Operator"),
                    ("warehouse", "Warehouse"),
                    ("inspector", "Inspector"),
                    ("quality", "Quality manager"),
                    ("planner", "Planner"),
                    ("integrator", "Integrator"),
                    ("auditor", "Auditor"),
                    ("admin", "Administrator"),
                    ("partner", "Partner"),
                    ("agent", "Print agent"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("operator", "Operator"),
                    ("warehouse", "Warehouse"),
                    ("inspector", "Inspector"),
                    ("quality", "Quality manager"),
                    ("planner", "Planner"),
                    ("integrator", "Integrator"),
                    ("auditor", "Auditor"),
                    ("admin", "Administrator"),
                    ("partner", "Partner"),
                    ("agent", "Print agent"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="PrintedLabel",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="printed_label",
                        serialize=False,
                        to="gozinto.printjob",
                    ),
                ),
                ("purpose", models.CharField(max_length=16)),
                ("subject", models.TextField()),
                ("serial", models.IntegerField(help_text="1 is the first label of this subject")),
                ("copies", models.IntegerField()),
                ("printer", models.TextField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="VoidLabel",
            fields=[
                (
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="voided",
                        serialize=False,
                        to="gozinto.printedlabel",
                    ),
                ),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="printedlabel",
            constraint=models.UniqueConstraint(
                fields=("purpose", "subject", "serial"), name="one_label_a_subject_and_serial"
            ),
        ),
        migrations.AddConstraint(
            model_name="printedlabel",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial__gte", 1)), name="label_serials_from_one"
            ),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["printer", "id"],
                name="print_job_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(
                condition=models.Q(("state__in", ["rendering", "sending"])),
                fields=["lease_until"],
                name="print_job_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(fields=["state", "-id"], name="print_job_by_state"),
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(fields=["subject", "id"], name="print_job_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event__isnull", False)),
                fields=("event", "rule", "subject"),
                name="one_job_an_event_rule_and_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["queued", "rendering", "sending", "in_doubt", "printed", "failed", "void"],
                    )
                ),
                name="print_job_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("copies__gte", 1)), name="print_job_some_copies"
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("why", "reprint"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="reprinted_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="voidlabel",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="label_void_for_a_reason"
            ),
        ),
    ]
