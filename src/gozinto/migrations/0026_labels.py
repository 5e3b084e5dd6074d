"""Layouts of labels and what stands on them, printers, and rules that print by themselves."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("labellayout", "labelelement", "printer", "printrule")


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0025_run_sums"),
    ]

    operations = [
        migrations.CreateModel(
            name="LabelLayout",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("lot", "Lot"),
                            ("serial", "Serial"),
                            ("container", "Container"),
                            ("location", "Location"),
                            ("badge", "Badge"),
                            ("job", "Job"),
                            ("asset", "Asset"),
                            ("station", "Station"),
                        ],
                        max_length=16,
                    ),
                ),
                ("width_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("height_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("margin_mm", models.DecimalField(decimal_places=2, default=0, max_digits=6)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "lot",
                                    "serial",
                                    "container",
                                    "location",
                                    "badge",
                                    "job",
                                    "asset",
                                    "station",
                                ],
                            )
                        ),
                        name="label_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("width_mm__gt", 0)), name="label_width"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("height_mm__gt", 0)), name="label_height"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Printer",
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
                    "connection",
                    models.CharField(
                        choices=[
                            ("raw", "Raw"),
                            ("ipp", "Ipp"),
                            ("agent", "Agent"),
                            ("file", "File"),
                        ],
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(blank=True, default="", max_length=400)),
                (
                    "language",
                    models.CharField(choices=[("zpl", "Zpl"), ("pdf", "Pdf")], max_length=16),
                ),
                ("dpmm", models.PositiveSmallIntegerField(default=8)),
                (
                    "media_width_mm",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True),
                ),
                (
                    "media_height_mm",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("out_of_service", "Out Of Service"),
                            ("retired", "Retired"),
                        ],
                        default="active",
                        max_length=16,
                    ),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printers",
                        to="gozinto.equipment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PrintRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("produced", "Produced"),
                            ("packed", "Packed"),
                            ("moved", "Moved"),
                            ("shipped", "Shipped"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("lot", "Lot"),
                            ("serial", "Serial"),
                            ("container", "Container"),
                            ("location", "Location"),
                            ("badge", "Badge"),
                            ("job", "Job"),
                            ("asset", "Asset"),
                            ("station", "Station"),
                        ],
                        max_length=16,
                    ),
                ),
                ("copies", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("retired", "Retired")],
                        default="active",
                        max_length=16,
                    ),
                ),
                (
                    "layout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.labellayout",
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
                    "printer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.printer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LabelElement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nr", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Text"), ("symbol", "Symbol"), ("line", "Line")],
                        max_length=16,
                    ),
                ),
                ("x_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("y_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("width_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("height_mm", models.DecimalField(decimal_places=2, max_digits=6)),
                ("text", models.CharField(blank=True, default="", max_length=400)),
                (
                    "symbology",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("code128", "Code128"),
                            ("gs1_128", "Gs1 128"),
                            ("datamatrix", "Datamatrix"),
                            ("gs1_datamatrix", "Gs1 Datamatrix"),
                            ("qr", "Qr"),
                            ("gs1_link_qr", "Gs1 Link Qr"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "size_pt",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True),
                ),
                ("bold", models.BooleanField(default=False)),
                (
                    "align",
                    models.CharField(
                        choices=[("left", "Left"), ("center", "Center"), ("right", "Right")],
                        default="left",
                        max_length=16,
                    ),
                ),
                (
                    "fit",
                    models.CharField(
                        choices=[("shrink", "Shrink"), ("wrap", "Wrap"), ("cut", "Cut")],
                        default="shrink",
                        max_length=16,
                    ),
                ),
                (
                    "module_mm",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=5, null=True),
                ),
                ("human_readable", models.BooleanField(default=False)),
                (
                    "thickness_mm",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "layout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elements",
                        to="gozinto.labellayout",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("layout", "nr"), name="one_label_element"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["text", "symbol", "line"])),
                        name="label_element_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("align__in", ["left", "center", "right"])),
                        name="label_element_align",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fit__in", ["shrink", "wrap", "cut"])),
                        name="label_element_fit",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="printer",
            constraint=models.CheckConstraint(
                condition=models.Q(("connection__in", ["raw", "ipp", "agent", "file"])),
                name="printer_connection",
            ),
        ),
        migrations.AddConstraint(
            model_name="printer",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["zpl", "pdf"])), name="printer_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="printer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "out_of_service", "retired"])),
                name="printer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="printer",
            constraint=models.CheckConstraint(
                condition=models.Q(("dpmm__gt", 0)), name="printer_dpmm"
            ),
        ),
        migrations.AddConstraint(
            model_name="printrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("when__in", ["received", "produced", "packed", "moved", "shipped"])
                ),
                name="print_rule_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="printrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            "lot",
                            "serial",
                            "container",
                            "location",
                            "badge",
                            "job",
                            "asset",
                            "station",
                        ],
                    )
                ),
                name="print_rule_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="printrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "retired"])), name="print_rule_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="printrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("copies__gt", 0)), name="print_rule_copies"
            ),
        ),
        *(
            migrations.RunSQL(
                [f"SELECT gozinto_watch('gozinto_{table}')"],
                [f"DROP TRIGGER plant_changed ON gozinto_{table}"],
            )
            for table in TABLES
        ),
    ]
