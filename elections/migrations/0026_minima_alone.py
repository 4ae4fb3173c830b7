"""A minimum has no maximum beside it: none could be set."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0025_more_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="minimum",
            name="minimum_at_most_its_maximum",
        ),
        migrations.RemoveField(
            model_name="minimum",
            name="most",
        ),
    ]
