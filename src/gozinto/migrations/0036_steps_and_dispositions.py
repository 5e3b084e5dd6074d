"""What came back is a step and a disposition that go together: taken for independent, the planner
expects a hundredth of it, and reads half of all for a page in the middle."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Statistics over both columns, which the next ANALYZE fills."""

    dependencies: ClassVar = [("gozinto", "0035_import_undo")]

    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE STATISTICS event_step_and_disposition (dependencies, mcv)"
            " ON biz_step, disposition FROM gozinto_event",
            "DROP STATISTICS event_step_and_disposition",
        )
    ]
