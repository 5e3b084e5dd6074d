"""When a lot expires is found without reading all that was told of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gozinto", "0026_labels"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False)),
                fields=["object", "at"],
                name="involvement_by_expiry",
            ),
        ),
    ]
