"""Master data: what exists in a plant, as people describe it, and the history of that."""

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0007_which_transaction"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("suspended", "Suspended"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=16,
                    ),
                ),
                ("effective_from", models.DateField(blank=True, null=True)),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "zone",
                    models.CharField(help_text="IANA time zone of its local times", max_length=64),
                ),
                ("cycle_days", models.PositiveIntegerField()),
                ("cycle_starts_on", models.DateField(help_text="a day 1 of the cycle")),
            ],
        ),
        migrations.CreateModel(
            name="CalendarShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.PositiveIntegerField(help_text="of the cycle, from 1")),
                ("code", models.CharField(max_length=40)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("calibrated_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("passed", "Passed"),
                            ("adjusted", "Adjusted"),
                            ("failed", "Failed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("certificate", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Characteristic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("pass_fail", "Pass Fail"),
                            ("choice", "Choice"),
                        ],
                        max_length=16,
                    ),
                ),
                ("uom", models.CharField(blank=True, default="", max_length=3)),
                (
                    "lower",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
                ),
                (
                    "upper",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True),
                ),
                (
                    "choices",
                    models.CharField(
                        blank=True, default="", help_text="with semicolons between", max_length=1000
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Crew",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="CrewMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("name", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="InspectionPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("input", "Input"),
                            ("in_process", "In Process"),
                            ("final", "Final"),
                        ],
                        max_length=16,
                    ),
                ),
                ("step", models.CharField(blank=True, default="", max_length=80)),
                ("required", models.BooleanField(default=True)),
                (
                    "sampling",
                    models.CharField(
                        choices=[
                            ("all", "All"),
                            ("count", "Count"),
                            ("percent", "Percent"),
                            ("single_plan", "Single Plan"),
                        ],
                        default="all",
                        max_length=16,
                    ),
                ),
                ("sample_size", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "sample_percent",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True),
                ),
                ("acceptance_number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
                        default="active",
                        max_length=16,
                    ),
                ),
                ("effective_from", models.DateField(blank=True, null=True)),
                ("effective_to", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MasterBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=200)),
                ("why", models.CharField(blank=True, default="", max_length=1000)),
                ("source", models.CharField(blank=True, default="", max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="MasterChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.TextField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MaterialRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("released", "Released"),
                            ("obsolete", "Obsolete"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("effective_from", models.DateField(blank=True, null=True)),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="NumberingFormat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("pattern", models.CharField(max_length=400)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("lot", "Lot"),
                            ("serial", "Serial"),
                            ("container", "Container"),
                            ("job", "Job"),
                        ],
                        max_length=16,
                    ),
                ),
                ("gapless", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
                        default="active",
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("obtained_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("certificate", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("scrap", "Scrap"),
                            ("hold", "Hold"),
                            ("correction", "Correction"),
                            ("override", "Override"),
                            ("return", "Return"),
                            ("rework", "Rework"),
                            ("count", "Count"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoutingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "revision",
                    models.CharField(blank=True, default="", help_text='"": of all', max_length=40),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=80)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                (
                    "flow",
                    models.CharField(
                        choices=[("batch", "Batch"), ("continuous", "Continuous")],
                        default="batch",
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="SupplierPattern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pattern", models.CharField(max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="UnitConversion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_uom", models.CharField(max_length=3)),
                ("to_uom", models.CharField(max_length=3)),
                ("factor", models.DecimalField(decimal_places=12, max_digits=30)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="billline",
            name="one_line_per_slot_and_component",
        ),
        migrations.RemoveConstraint(
            model_name="shift",
            name="one_shift_a_day_and_code",
        ),
        migrations.AddField(
            model_name="billline",
            name="effective_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="billline",
            name="effective_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="billline",
            name="priority",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="billline",
            name="revision",
            field=models.CharField(blank=True, default="", help_text='"": of all', max_length=40),
        ),
        migrations.AddField(
            model_name="equipment",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("out_of_service", "Out Of Service"),
                    ("retired", "Retired"),
                ],
                default="active",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="gln",
            field=models.CharField(blank=True, max_length=13, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="location",
            name="kind",
            field=models.CharField(
                choices=[
                    ("warehouse", "Warehouse"),
                    ("rack", "Rack"),
                    ("quarantine", "Quarantine"),
                    ("shipping", "Shipping"),
                    ("site", "Site"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="gozinto.location",
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="effective_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="material",
            name="effective_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="material",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("active", "Active"),
                    ("blocked", "Blocked"),
                    ("retired", "Retired"),
                ],
                default="active",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="tolerance_percent",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="of the mass balance",
                max_digits=7,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="tracking",
            field=models.CharField(
                choices=[
                    ("lot", "Lot"),
                    ("serial", "Serial"),
                    ("lot_and_serial", "Lot And Serial"),
                    ("none", "None"),
                ],
                default="lot",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="state",
            field=models.CharField(
                choices=[("active", "Active"), ("blocked", "Blocked"), ("retired", "Retired")],
                default="active",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="state",
            field=models.CharField(
                choices=[("active", "Active"), ("left", "Left")], default="active", max_length=16
            ),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="calibration_interval_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="condition",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("good", "Good"),
                    ("worn", "Worn"),
                    ("damaged", "Damaged"),
                ],
                default="good",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="in_service_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="life_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="measures_uom",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
        migrations.AddField(
            model_name="physicalasset",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_service", "In Service"),
                    ("in_repair", "In Repair"),
                    ("retired", "Retired"),
                ],
                default="in_service",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="equipment",
            name="level",
            field=models.CharField(
                choices=[
                    ("enterprise", "Enterprise"),
                    ("site", "Site"),
                    ("area", "Area"),
                    ("work_center", "Work Center"),
                    ("work_unit", "Work Unit"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="billline",
            constraint=models.UniqueConstraint(
                fields=("material", "revision", "step", "slot", "position", "component"),
                name="one_line_per_slot_and_component",
            ),
        ),
        migrations.AddConstraint(
            model_name="billline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="bill_line_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="billline",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                name="bill_line_effective",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["warehouse", "rack", "quarantine", "shipping", "site", "other"])
                ),
                name="location_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="location_in_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["supplier", "customer", "dealer", "carrier"])),
                name="partner_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "blocked", "retired"])),
                name="partner_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "left"])), name="person_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="physicalasset",
            constraint=models.CheckConstraint(
                condition=models.Q(("condition__in", ["new", "good", "worn", "damaged"])),
                name="asset_condition",
            ),
        ),
        migrations.AddConstraint(
            model_name="physicalasset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["in_service", "in_repair", "retired"])),
                name="asset_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="physicalasset",
            constraint=models.CheckConstraint(
                condition=models.Q(("calibration_interval_days__gt", 0)),
                name="asset_calibration_interval",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="gozinto.partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("cycle_days__gt", 0)), name="calendar_cycle"
            ),
        ),
        migrations.AddField(
            model_name="equipment",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.calendar",
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="calendar",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shifts",
                to="gozinto.calendar",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["enterprise", "site", "area", "work_center", "work_unit"])
                ),
                name="equipment_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "out_of_service", "retired"])),
                name="equipment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="equipment_in_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                fields=("calendar", "date", "code"),
                name="one_shift_a_day_and_code",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="calendarshift",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="gozinto.calendar",
            ),
        ),
        migrations.AddField(
            model_name="calibration",
            name="gauge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calibrations",
                to="gozinto.physicalasset",
            ),
        ),
        migrations.AddField(
            model_name="characteristic",
            name="gauge",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.physicalasset",
            ),
        ),
        migrations.AddField(
            model_name="calendarshift",
            name="crew",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.crew",
            ),
        ),
        migrations.AddField(
            model_name="crewmember",
            name="crew",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="gozinto.crew",
            ),
        ),
        migrations.AddField(
            model_name="crewmember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="crews",
                to="gozinto.person",
            ),
        ),
        migrations.AddField(
            model_name="holiday",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holidays",
                to="gozinto.calendar",
            ),
        ),
        migrations.AddField(
            model_name="inspectionplan",
            name="material",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="characteristic",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="characteristics",
                to="gozinto.inspectionplan",
            ),
        ),
        migrations.AddField(
            model_name="masterbatch",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="gozinto.masterbatch",
            ),
        ),
        migrations.AddField(
            model_name="masterchange",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="gozinto.masterbatch",
            ),
        ),
        migrations.AddField(
            model_name="materialrevision",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="numberingformat",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.equipment",
            ),
        ),
        migrations.AddField(
            model_name="numberingformat",
            name="material",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="formats",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="lot_format",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.numberingformat",
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="serial_format",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.numberingformat",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["raw", "auxiliary", "intermediate", "finished", "packaging"])
                ),
                name="material_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("tracking__in", ["lot", "serial", "lot_and_serial", "none"])),
                name="material_tracking",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "blocked", "retired"])),
                name="material_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("tolerance_percent__gte", 0), ("tolerance_percent__lte", 100)),
                name="material_tolerance",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                name="material_effective",
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="qualifications",
                to="gozinto.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["scrap", "hold", "correction", "override", "return", "rework", "count"],
                    )
                ),
                name="reason_category",
            ),
        ),
        migrations.AddField(
            model_name="routingstep",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="routing",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="routingstep",
            name="work_center",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.equipment",
            ),
        ),
        migrations.AddField(
            model_name="routingstep",
            name="skill",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.skill",
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holders",
                to="gozinto.skill",
            ),
        ),
        migrations.AddField(
            model_name="supplierpattern",
            name="material",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gozinto.material",
            ),
        ),
        migrations.AddField(
            model_name="supplierpattern",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="patterns",
                to="gozinto.partner",
            ),
        ),
        migrations.AddField(
            model_name="unitconversion",
            name="material",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversions",
                to="gozinto.material",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("partner", "material"), name="one_approval"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "approved", "suspended", "withdrawn"])
                ),
                name="approval_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                name="approval_effective",
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.UniqueConstraint(
                fields=("gauge", "calibrated_on"), name="one_calibration"
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["passed", "adjusted", "failed"])),
                name="calibration_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="calibration",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("calibrated_on"))),
                name="calibration_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarshift",
            constraint=models.UniqueConstraint(
                fields=("calendar", "day", "code"), name="one_calendar_shift"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarshift",
            constraint=models.CheckConstraint(
                condition=models.Q(("day__gt", 0)), name="calendar_shift_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="crewmember",
            constraint=models.UniqueConstraint(
                fields=("crew", "person", "from_on"), name="one_crew_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="crewmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="crew_member_until"
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("calendar", "date"), name="one_holiday"),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["input", "in_process", "final"])), name="plan_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("sampling__in", ["all", "count", "percent", "single_plan"])),
                name="plan_sampling",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "retired"])), name="plan_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_percent__gte", 0), ("sample_percent__lte", 100)),
                name="plan_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                name="plan_effective",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sample_size", None), ("sampling__in", ["all", "percent"])),
                    models.Q(("sample_size__gt", 0), ("sampling__in", ["count", "single_plan"])),
                    _connector="OR",
                ),
                name="plan_sample_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sample_percent__gt", 0), ("sampling", "percent")),
                    models.Q(
                        models.Q(("sampling", "percent"), _negated=True), ("sample_percent", None)
                    ),
                    _connector="OR",
                ),
                name="plan_sample_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("acceptance_number__isnull", False),
                        ("acceptance_number__lt", models.F("sample_size")),
                        ("sampling", "single_plan"),
                    ),
                    models.Q(
                        models.Q(("sampling", "single_plan"), _negated=True),
                        ("acceptance_number", None),
                    ),
                    _connector="OR",
                ),
                name="plan_acceptance_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"), name="one_characteristic_of_a_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["number", "pass_fail", "choice"])),
                name="characteristic_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(("upper__gte", models.F("lower"))), name="characteristic_limits"
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__gte", models.F("lower"))),
                name="characteristic_target_above",
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(("upper__gte", models.F("target"))),
                name="characteristic_target_below",
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "number"),
                    models.Q(("lower", None), ("target", None), ("uom", ""), ("upper", None)),
                    _connector="OR",
                ),
                name="limits_are_of_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="characteristic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "choice"), models.Q(("choices", ""), _negated=True)),
                    models.Q(models.Q(("kind", "choice"), _negated=True), ("choices", "")),
                    _connector="OR",
                ),
                name="choices_are_of_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="masterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", ""), _negated=True), name="somebody_changed_it"
            ),
        ),
        migrations.AddIndex(
            model_name="masterchange",
            index=models.Index(fields=["kind", "key", "id"], name="change_of_a_row"),
        ),
        migrations.AddConstraint(
            model_name="masterchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("before__isnull", False), ("after__isnull", False), _connector="OR"
                ),
                name="change_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="materialrevision",
            constraint=models.UniqueConstraint(
                fields=("material", "revision"), name="one_revision"
            ),
        ),
        migrations.AddConstraint(
            model_name="materialrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "released", "obsolete"])),
                name="revision_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="materialrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                name="revision_effective",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberingformat",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["lot", "serial", "container", "job"])),
                name="numbering_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberingformat",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "retired"])),
                name="numbering_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberingformat",
            constraint=models.CheckConstraint(
                condition=models.Q(("pattern", ""), _negated=True), name="numbering_pattern"
            ),
        ),
        migrations.AddConstraint(
            model_name="routingstep",
            constraint=models.UniqueConstraint(
                fields=("material", "revision", "step"), name="one_step_of_a_routing"
            ),
        ),
        migrations.AddConstraint(
            model_name="routingstep",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("material", "revision", "sequence"),
                name="one_sequence_of_a_routing",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("flow__in", ["batch", "continuous"])), name="routing_flow"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.UniqueConstraint(
                fields=("person", "skill", "obtained_on"), name="one_qualification"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("obtained_on"))),
                name="qualification_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierpattern",
            constraint=models.UniqueConstraint(
                fields=("partner", "material"), name="one_supplier_pattern", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierpattern",
            constraint=models.CheckConstraint(
                condition=models.Q(("pattern", ""), _negated=True), name="supplier_pattern_pattern"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitconversion",
            constraint=models.UniqueConstraint(
                fields=("material", "from_uom", "to_uom"), name="one_conversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitconversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("factor__gt", 0)), name="conversion_factor"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitconversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_uom", models.F("to_uom")), _negated=True),
                name="conversion_between_two",
            ),
        ),
    ]
