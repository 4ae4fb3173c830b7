"""Meek's method, ERS97 and approval are on offer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0024_declared_once_complaints_are_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contest",
            name="rule",
            field=models.CharField(
                choices=[
                    ("scottish", "Single transferable vote (Scottish rules)"),
                    ("meek", "Single transferable vote (Meek's method)"),
                    ("ers97", "Single transferable vote (ERS97 rules)"),
                    ("plurality", "Most votes win"),
                    ("approval", "Approval: mark as many as you like"),
                    ("yes-no", "Yes or no"),
                ],
                default="scottish",
                max_length=12,
                verbose_name="counting rule",
            ),
        ),
    ]
