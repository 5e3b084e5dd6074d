"""A lot's status is that of what is still here, a unit is one piece; no index stands twice.

The indexes that go are the first column of another one of their table.
"""

import django.db.models.deletion
from django.db import migrations, models

# Enough for what goes on being folded; `gozinto rebuild` finds what the old fold did not keep
# apart: what left a lot, what was commissioned, and units that were told of twice.
FILL = """
UPDATE gozinto_objectstate AS s SET
    whole_status = status,
    whole_at = status_at,
    amounts = CASE WHEN o.kind <> 'lot' OR s.uom = '' THEN '{}'::jsonb ELSE (
        SELECT jsonb_object_agg(key, jsonb_build_object('moved', value))
        FROM jsonb_each(s.amounts)) END,
    is_here = CASE WHEN o.kind = 'lot' OR s.uom = '' THEN NULL ELSE s.on_hand > 0 END,
    here_at = CASE WHEN o.kind = 'lot' OR s.uom = '' THEN NULL ELSE s.last_at END
FROM gozinto_traceableobject AS o WHERE o.id = s.object_id;
UPDATE gozinto_involvement AS i SET is_class = true
FROM gozinto_traceableobject AS o WHERE o.id = i.object_id AND o.kind = 'lot'
"""
INDEXED_TWICE = (
    *(
        (name, "event", "event", {})
        for name in ("involvement", "link", "runevent", "mount", "containment", "membership")
    ),
    ("involvement", "object", "traceableobject", {}),
    ("link", "run", "run", {}),
    ("link", "object", "traceableobject", {}),
    ("link", "lot", "traceableobject", {"null": True, "related_name": "+"}),
    ("runevent", "run", "run", {}),
    ("containment", "parent", "traceableobject", {"related_name": "+"}),
    ("containment", "child", "traceableobject", {"null": True, "related_name": "+"}),
    ("membership", "unit", "traceableobject", {"related_name": "+"}),
    ("membership", "lot", "traceableobject", {"related_name": "+"}),
)


def _add(name: str, field: models.Field, model: str = "objectstate") -> migrations.AddField:
    return migrations.AddField(model_name=model, name=name, field=field)


def _reference(to: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        to=f"gozinto.{to}",
        on_delete=django.db.models.deletion.PROTECT,
        db_constraint=False,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0003_memberships")]
    operations = [
        migrations.RenameField("objectstate", "status_event", "whole_event"),
        migrations.AlterField(
            model_name="objectstate",
            name="status",
            field=models.TextField(blank=True, default="", help_text="of what is still here"),
        ),
        _add(
            "whole_status",
            models.TextField(blank=True, default="", help_text="said of all of it"),
        ),
        _add("whole_at", models.DateTimeField(null=True)),
        _add(
            "left_status",
            models.TextField(blank=True, default="", help_text="said of a part as it left"),
        ),
        _add("left_at", models.DateTimeField(null=True)),
        _add("left_event", models.TextField(blank=True, default="")),
        migrations.AlterField(
            model_name="objectstate",
            name="amounts",
            field=models.JSONField(
                default=dict,
                help_text="of a lot: by unit, what was made, commissioned, moved; as text",
            ),
        ),
        _add(
            "is_here",
            models.BooleanField(null=True, help_text="of a unit: it came last, and did not go"),
        ),
        _add("here_at", models.DateTimeField(null=True)),
        _add("here_event", models.TextField(blank=True, default="")),
        _add(
            "is_class",
            models.BooleanField(
                default=False,
                help_text="named by class and quantity: a lot, and no unit of its own",
            ),
            model="involvement",
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.AlterField(model, name, _reference(to, db_index=False, **options))
            for model, name, to, options in INDEXED_TWICE
        ),
        migrations.AlterField("outboxrow", "event", _reference("event")),
    ]
