"""A hold is done by several at once: none of them goes on behind the last object of another."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("gozinto", "0045_interlocks")]
    operations: ClassVar = [migrations.RemoveField(model_name="recallhold", name="after")]
