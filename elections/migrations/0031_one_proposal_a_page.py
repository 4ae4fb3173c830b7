"""What an officer proposes on one page replaces nothing that was proposed on another."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0030_two_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="actproposal",
            name="act_proposed_once",
        ),
        migrations.AddConstraint(
            model_name="actproposal",
            constraint=models.UniqueConstraint(
                fields=("election", "page"), name="act_proposed_once_on_a_page"
            ),
        ),
    ]
