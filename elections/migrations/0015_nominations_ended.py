"""Officers end nominations before the papers are fixed; messages to those whom that concerns."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0014_the_close_moves_later_since_the_notice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NominationEnd",
            fields=[
                (
                    "nomination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="elections.nomination",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("withdrew", "withdrew"),
                            ("died", "died"),
                            ("disqualified", "was disqualified"),
                        ],
                        max_length=12,
                        verbose_name="public reason",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="detail, not public")),
                ("ended_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="nomination",
            name="nomination_once_for_each_contest",
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ballot", "Ballot"),
                    ("reminder", "Reminder"),
                    ("recorded", "Your vote is recorded"),
                    ("nomination-received", "Nomination received"),
                    ("nomination-accepted", "Nomination accepted"),
                    ("nomination-refused", "Nomination refused"),
                    ("nomination-ended", "Nomination ended"),
                    ("support-released", "Supporting nomination free again"),
                    ("appeal-decided", "Appeal decided"),
                    ("timetable-changed", "Timetable changed"),
                    ("postponed", "Election postponed"),
                    ("withdrawn", "Election withdrawn"),
                    ("abandoned", "Poll abandoned"),
                    ("roll-corrected", "Your place on the roll"),
                    ("reopened", "Nominations reopened"),
                    ("slate-invitation", "Invitation to a slate"),
                    ("slate-decided", "Slate decided"),
                    ("slate-answered", "Answer to an invitation"),
                    ("slate-ended", "Slate left"),
                    ("slate-candidate-left", "Candidate of a slate left"),
                    ("slate-agent", "Acting for a slate"),
                    ("hustings-decided", "Question or answer decided"),
                    ("hustings-changed", "New times for questions and answers"),
                    ("case-settled", "Candidate’s case settled with the papers"),
                    ("statement-struck", "Words of a statement struck out"),
                    ("candidate-left", "Candidate left"),
                    ("result-declared", "Result declared"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="nomination",
            name="state",
            field=models.CharField(
                choices=[
                    ("submitted", "Not decided yet"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("withdrawn", "Withdrawn"),
                    ("ended", "Ended by the returning officer"),
                ],
                default="submitted",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="publicchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("timetable", "The timetable was changed"),
                    ("postponed", "The election was postponed"),
                    ("resumed", "The election goes on"),
                    ("reopened", "Nominations were opened again for vacancies"),
                    ("withdrawn", "The election was withdrawn"),
                    ("abandoned", "The poll was abandoned"),
                    ("document", "A document was changed"),
                    ("ended", "Somebody who stood no longer does"),
                    ("candidate-left", "A candidate left after the papers were fixed"),
                    ("struck", "Words of a statement were struck out"),
                    ("declaration", "The declared result was amended"),
                ],
                default="timetable",
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("withdrawn", "ended")), _negated=True),
                fields=("contest", "member"),
                name="nomination_once_for_each_contest",
            ),
        ),
        migrations.AddField(
            model_name="nominationend",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
