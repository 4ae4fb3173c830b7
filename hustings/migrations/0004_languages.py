"""Questions and answers say which language they are in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hustings", "0003_candidates_with_other_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="language",
            field=models.CharField(
                choices=[("en-gb", "English"), ("cy", "Cymraeg")], default="en-gb", max_length=5
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="language",
            field=models.CharField(
                choices=[("en-gb", "English"), ("cy", "Cymraeg")], default="en-gb", max_length=5
            ),
        ),
    ]
