"""Messages to agents and candidates of slates, and to those who ask and answer at a hustings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0009_erasing_by_schedule"),
    ]

    operations = [
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
                    ("slate-agent", "Acting for a slate"),
                    ("hustings-decided", "Question or answer decided"),
                    ("candidate-left", "Candidate left"),
                    ("result-declared", "Result declared"),
                ],
                max_length=24,
            ),
        ),
    ]
