"""Messages to those who wait when the windows of a hustings move, and about words that were struck."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0011_contests_without_a_poll"),
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
                    ("hustings-changed", "New times for questions and answers"),
                    ("statement-struck", "Words of a statement struck out"),
                    ("candidate-left", "Candidate left"),
                    ("result-declared", "Result declared"),
                ],
                max_length=24,
            ),
        ),
    ]
