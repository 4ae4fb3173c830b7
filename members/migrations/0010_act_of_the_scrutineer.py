"""The audit knows that the scrutineer signs a report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_acts_of_slates_and_hustings"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_action_is_known",
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "import-uploaded",
                            "import-checked",
                            "import-applied",
                            "import-abandoned",
                            "outcomes-taken",
                            "region-placed",
                            "region-released",
                            "reference-changed",
                            "role-granted",
                            "role-revoked",
                            "sign-in-stopped",
                            "sign-in-restored",
                            "export-taken",
                            "election-created",
                            "election-changed",
                            "election-postponed",
                            "election-resumed",
                            "election-withdrawn",
                            "poll-abandoned",
                            "draft-deleted",
                            "document-changed",
                            "notice-published",
                            "timetable-changed",
                            "nomination-submitted",
                            "nomination-withdrawn",
                            "supporting-nomination",
                            "nomination-accepted",
                            "nomination-refused",
                            "nomination-changed",
                            "support-withdrawn",
                            "proof-approved",
                            "appeal-made",
                            "appeal-decided",
                            "nominations-reopened",
                            "candidate-left",
                            "passage-struck",
                            "same-person-decided",
                            "note-added",
                            "slate-registered",
                            "slate-decided",
                            "slate-changed",
                            "slate-invited",
                            "slate-set",
                            "roll-frozen",
                            "roll-corrected",
                            "electors-listed",
                            "papers-proposed",
                            "papers-fixed",
                            "uncontested",
                            "mail-queued",
                            "reminder-queued",
                            "code-replaced",
                            "poll-closed",
                            "count-stored",
                            "result-provisional",
                            "report-signed",
                            "result-declared",
                            "result-amended",
                            "seat-ended",
                            "hustings-changed",
                            "question-sent",
                            "question-upvoted",
                            "question-decided",
                            "data-erased",
                            "own-data-taken",
                        ],
                    )
                ),
                name="audit_action_is_known",
            ),
        ),
    ]
