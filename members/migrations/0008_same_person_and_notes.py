"""Records that are one person, staff notes, and all that is ever recorded."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_approved_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-written_at",),
            },
        ),
        migrations.CreateModel(
            name="SamePersonDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_same", models.BooleanField()),
                ("reason", models.TextField(verbose_name="reason")),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-decided_at",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_action_is_known",
        ),
        migrations.AddField(
            model_name="member",
            name="same_person_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="also_recorded_as",
                to="members.member",
            ),
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
                            "result-declared",
                            "result-amended",
                            "seat-ended",
                            "question-decided",
                            "data-erased",
                            "own-data-taken",
                        ],
                    )
                ),
                name="audit_action_is_known",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="samepersondecision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="samepersondecision",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"
            ),
        ),
        migrations.AddField(
            model_name="samepersondecision",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"
            ),
        ),
        migrations.AddConstraint(
            model_name="samepersondecision",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="same_person_decided_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="samepersondecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="same_person_in_order"
            ),
        ),
    ]
