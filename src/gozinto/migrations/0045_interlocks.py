"""Interlocks: what proven corrective actions have forbidden since."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0044_recalls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("case", models.CharField(max_length=20)),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("most_cycles", "Most Cycles"),
                            ("inspected_first", "Inspected First"),
                            ("used_within", "Used Within"),
                            ("used_after", "Used After"),
                            ("within_limits", "Within Limits"),
                            ("not_into", "Not Into"),
                            ("skill_needed", "Skill Needed"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("block", "Block"),
                            ("override", "Override"),
                            ("finding", "Finding"),
                        ],
                        default="override",
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("retired", "Retired"),
                        ],
                        default="active",
                        max_length=16,
                    ),
                ),
                ("asset_kind", models.CharField(blank=True, default="", max_length=80)),
                ("supplier_lot", models.CharField(blank=True, default="", max_length=200)),
                ("step", models.CharField(blank=True, default="", max_length=80)),
                ("parameter", models.CharField(blank=True, default="", max_length=200)),
                (
                    "lower",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
                ),
                (
                    "upper",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
                ),
                ("uom", models.CharField(blank=True, default="", max_length=3)),
                ("cycles", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "hours",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.physicalasset",
                    ),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.equipment",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.material",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.inspectionplan",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.material",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.skill",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.partner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "condition__in",
                                [
                                    "most_cycles",
                                    "inspected_first",
                                    "used_within",
                                    "used_after",
                                    "within_limits",
                                    "not_into",
                                    "skill_needed",
                                ],
                            )
                        ),
                        name="interlock_condition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["block", "override", "finding"])),
                        name="interlock_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "suspended", "retired"])),
                        name="interlock_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", ""), _negated=True), name="interlock_of_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycles__gt", 0)), name="interlock_cycles"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0)), name="interlock_hours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("upper__gte", models.F("lower"))),
                        name="interlock_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="interlock_times",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            ["SELECT gozinto_watch('gozinto_interlock')"],
            ["DROP TRIGGER plant_changed ON gozinto_interlock"],
        ),
    ]
