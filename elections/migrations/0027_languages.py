"""Welsh beside the English of elections and contests, and the language of each statement."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0026_minima_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="ballot_name_cy",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="candidate",
            name="language",
            field=models.CharField(
                choices=[("en-gb", "English"), ("cy", "Cymraeg")], default="en-gb", max_length=5
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="description_cy",
            field=models.TextField(
                blank=True, verbose_name="what voters are told about it, in Welsh"
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="title_cy",
            field=models.CharField(blank=True, max_length=200, verbose_name="title in Welsh"),
        ),
        migrations.AddField(
            model_name="election",
            name="summary_cy",
            field=models.TextField(blank=True, verbose_name="summary in Welsh"),
        ),
        migrations.AddField(
            model_name="election",
            name="title_cy",
            field=models.CharField(blank=True, max_length=160, verbose_name="title in Welsh"),
        ),
        migrations.AddField(
            model_name="election",
            name="welsh_approved_by",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="election",
            name="welsh_on_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="nomination",
            name="language",
            field=models.CharField(
                choices=[("en-gb", "English"), ("cy", "Cymraeg")],
                default="en-gb",
                max_length=5,
                verbose_name="language of the statement",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("welsh_on_at__isnull", True),
                    models.Q(("welsh_approved_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="election_in_welsh_once_a_reader_approved",
            ),
        ),
    ]
