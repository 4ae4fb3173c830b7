"""Members register slates and act for them, officers decide, candidates are invited and consent."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0005_refusals_of_later_acts"),
        ("members", "0008_same_person_and_notes"),
        ("slates", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="slate", options={"ordering": ("election", "registered_at", "id")}
        ),
        migrations.AlterField(
            model_name="slate",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Not decided yet"),
                    ("approved", "Approved"),
                    ("refused", "Refused"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="slate",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="slate", name="decided_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="slate",
            name="decided_words",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="slate",
            name="reason",
            field=models.TextField(blank=True, default="", verbose_name="reason"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="slate", name="slate_colour_once"),
        migrations.RemoveConstraint(model_name="slate", name="slate_name_once"),
        migrations.AddConstraint(
            model_name="slate",
            constraint=models.UniqueConstraint(
                fields=("election", "colour"),
                condition=~Q(state="refused"),
                name="slate_colour_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="slate",
            constraint=models.UniqueConstraint(
                F("election"),
                django.db.models.functions.text.Lower("name"),
                condition=~Q(state="refused"),
                name="slate_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="slate",
            constraint=models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="slate_refused_with_a_reason"
            ),
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "slate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agents",
                        to="slates.slate",
                    ),
                ),
            ],
            options={"ordering": ("added_at", "id")},
        ),
        migrations.AddConstraint(
            model_name="agent",
            constraint=models.UniqueConstraint(fields=("slate", "member"), name="slate_agent_once"),
        ),
        # A consent as it was given is an invitation that was accepted.
        migrations.RenameModel(old_name="SlateCandidate", new_name="Invitation"),
        migrations.RenameField(
            model_name="invitation", old_name="consented_at", new_name="answered_at"
        ),
        migrations.RemoveField(model_name="invitation", name="confirmed_at"),
        migrations.AddField(
            model_name="invitation",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Not answered yet"),
                    ("accepted", "Stands with the slate"),
                    ("declined", "Does not stand with the slate"),
                    ("taken-back", "Taken back by the slate"),
                ],
                default="accepted",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Not answered yet"),
                    ("accepted", "Stands with the slate"),
                    ("declined", "Does not stand with the slate"),
                    ("taken-back", "Taken back by the slate"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="invitation", name="answered_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="nomination",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="elections.nomination",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="slate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="slates.slate",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("slate", "nomination"), name="slate_invites_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("nomination",),
                condition=Q(state="accepted"),
                name="candidate_with_one_slate",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=Q(state="open") | Q(answered_at__isnull=False),
                name="invitation_answered_at_an_instant",
            ),
        ),
    ]
