"""The sections of an electoral college, stored with its count: papers, valid ones, factor, rankings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("elections", "0006_postponed_polls_move")]

    operations = [
        migrations.AddField(
            model_name="countrecord",
            name="sections",
            field=models.JSONField(default=list),
        ),
    ]
