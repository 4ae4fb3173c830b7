"""Calling off, declaring and amending wait for a second officer where the election says so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0029_turnout_in_cells"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="election",
            name="needs_second_officer",
            field=models.BooleanField(default=False, verbose_name="two officers act together"),
        ),
        migrations.CreateModel(
            name="ActProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("withdraw", "Withdraw the election"),
                            ("abandon", "Abandon the poll"),
                            ("declare", "Declare the result"),
                            ("amend", "Amend the result"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.JSONField()),
                ("entered", models.TextField()),
                ("page", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="act_proposals",
                        to="elections.election",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "act"), name="act_proposed_once")
                ],
            },
        ),
    ]
