"""Cases, their steps, what they are about and what they lead to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0041_entries_that_did_not_come"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("recall", "Recall"),
                            ("action", "Action"),
                            ("drill", "Drill"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-id"], name="cases_of_a_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="case_has_a_title"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("told", models.JSONField(default=dict)),
                ("made", models.JSONField(default=dict)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("position", models.BigIntegerField()),
                ("request", models.UUIDField(unique=True)),
                ("signed", models.CharField(blank=True, default="", max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="gozinto.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uri", models.TextField()),
                ("role", models.CharField(max_length=20)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="gozinto.case",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="gozinto.casestep",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseTie",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="gozinto.case",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="gozinto.casestep",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tied_from",
                        to="gozinto.case",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.UniqueConstraint(
                fields=("case", "sequence"), name="one_step_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed__in", ["", "password", "pin"])),
                name="case_step_signed_by",
            ),
        ),
        migrations.AddIndex(
            model_name="casesubject",
            index=models.Index(fields=["uri"], name="cases_about_a_thing"),
        ),
        migrations.AddConstraint(
            model_name="casesubject",
            constraint=models.UniqueConstraint(
                fields=("case", "uri", "role"), name="subject_of_a_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetie",
            constraint=models.UniqueConstraint(fields=("case", "to"), name="cases_tied_once"),
        ),
        migrations.AddConstraint(
            model_name="casetie",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("to")), _negated=True),
                name="case_not_to_itself",
            ),
        ),
    ]
