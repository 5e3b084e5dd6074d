"""What there is of a material is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0014_keyed_requests"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="traceableobject",
            index=models.Index(fields=["item"], name="object_by_item"),
        ),
    ]
