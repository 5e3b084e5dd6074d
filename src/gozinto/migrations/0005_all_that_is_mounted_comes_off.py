"""A removal may name no object: then all that is mounted there comes off.

`gozinto rebuild` also finds the removals of this kind that are on record already.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gozinto", "0004_what_is_still_here")]
    operations = [
        migrations.AlterField(
            model_name="mount",
            name="object",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="gozinto.traceableobject",
            ),
        ),
    ]
