"""What the lists of the office begin at, wherever they begin."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0031_finding_remarks"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="traceableobject",
            name="object_by_item",
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("activity", "start")), fields=["at"], name="start_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("activity", "start")),
                fields=["name", "id"],
                name="start_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("activity", "start")),
                fields=["equipment", "id"],
                name="start_by_equipment",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("activity", "start")),
                fields=["name"],
                name="start_by_name_begun",
                opclasses=["text_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("biz_step", "receiving")),
                fields=["event_time", "position"],
                name="event_coming",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("biz_step", "shipping")),
                fields=["event_time", "position"],
                name="event_going",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("biz_step", "receiving"), ("disposition", "returned")),
                fields=["event_time", "position"],
                name="event_coming_back",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.Func(
                    models.F("document"),
                    models.Value('"source":"([^"]*)","type":"owning_party"'),
                    function="substring",
                    output_field=models.TextField(),
                ),
                models.F("event_time"),
                models.F("position"),
                condition=models.Q(("biz_step", "receiving")),
                name="event_coming_from",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.Func(
                    models.F("document"),
                    models.Value('"destination":"([^"]*)","type":"owning_party"'),
                    function="substring",
                    output_field=models.TextField(),
                ),
                models.F("event_time"),
                models.F("position"),
                condition=models.Q(("biz_step", "shipping")),
                name="event_going_to",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                django.db.models.functions.comparison.Collate(
                    models.Func(
                        models.F("document"),
                        models.Value('"bizTransaction":"([^"]*)","type":"desadv"'),
                        function="substring",
                        output_field=models.TextField(),
                    ),
                    "C",
                ),
                condition=models.Q(("biz_step__in", ("receiving", "shipping"))),
                name="event_by_delivery_note",
            ),
        ),
        migrations.AddIndex(
            model_name="objectstate",
            index=models.Index(fields=["status", "object"], name="state_by_status"),
        ),
        migrations.AddIndex(
            model_name="objectstate",
            index=models.Index(fields=["first_at", "object"], name="state_by_first"),
        ),
        migrations.AddIndex(
            model_name="traceableobject",
            index=models.Index(fields=["item", "id"], name="object_by_item_in_order"),
        ),
        migrations.AddIndex(
            model_name="traceableobject",
            index=models.Index(fields=["kind", "id"], name="object_by_kind_in_order"),
        ),
    ]
