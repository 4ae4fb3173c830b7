"""A programme says which language it is in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("slates", "0004_erasing_by_schedule"),
    ]

    operations = [
        migrations.AddField(
            model_name="slate",
            name="language",
            field=models.CharField(
                choices=[("en-gb", "English"), ("cy", "Cymraeg")],
                default="en-gb",
                max_length=5,
                verbose_name="language of the programme",
            ),
        ),
    ]
