"""Orders and their lines, and which documents an event belongs to."""

import django.db.models.deletion
from django.contrib.postgres.indexes import HashIndex
from django.db import migrations, models

# A document that a GS1 key names goes by its canonical URI after `gozinto rebuild`.
FILL = """
INSERT INTO gozinto_documentmention (event_id, ordinal, at, earliest, latest, kind, document)
SELECT e.position, listed.place - 1, e.event_time,
    coalesce((e.told->>'gozinto:earliest')::timestamptz, e.event_time),
    coalesce((e.told->>'gozinto:latest')::timestamptz, e.event_time),
    coalesce(listed.one->>'type', ''), listed.one->>'bizTransaction'
FROM (SELECT *, document::jsonb AS told FROM gozinto_event) e,
    jsonb_array_elements(e.told->'bizTransactionList') WITH ORDINALITY AS listed (one, place)
WHERE NOT e.is_declaration
"""


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0011_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("purchase", "Purchase"),
                            ("production", "Production"),
                            ("sales", "Sales"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("released", "Released"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.partner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.CharField(max_length=40)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=20)),
                ("uom", models.CharField(max_length=3)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gozinto.material",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="gozinto.order",
                    ),
                ),
                (
                    "revision",
                    models.CharField(blank=True, default="", help_text='"": of any', max_length=40),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentMention",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                (
                    "kind",
                    models.TextField(
                        help_text="the CBV business transaction type, or a company's own"
                    ),
                ),
                ("document", models.TextField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="gozinto.event",
                    ),
                ),
            ],
            options={
                "indexes": [HashIndex(fields=["document"], name="mention_by_document")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "ordinal"), name="mention_of_event")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["purchase", "production", "sales"])),
                name="order_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "released", "closed", "cancelled"])),
                name="order_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(
                fields=("order", "line"), name="one_line_of_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="order_line_quantity"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
