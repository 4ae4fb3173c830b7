"""Every table and column that elections of all the real kinds need."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import elections.models.election

# Titles and regions as they were, also of elections whose notice has locked their sheets.
SHEETS = """
ALTER TABLE elections_sheet DISABLE TRIGGER elections_sheet_guard;
INSERT INTO elections_sheet_regions (sheet_id, region_id)
    SELECT id, region_id FROM elections_sheet WHERE region_id IS NOT NULL;
UPDATE elections_sheet AS sheet SET title = coalesce(
    (SELECT name FROM members_region WHERE id = sheet.region_id),
    CASE electorate WHEN 'all' THEN 'All members' ELSE 'Members who hold public office' END);
ALTER TABLE elections_sheet ENABLE TRIGGER elections_sheet_guard;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0003_more_refusals"),
        ("members", "0008_same_person_and_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel(old_name="TimetableChange", new_name="PublicChange"),
        migrations.AlterModelOptions(
            name="publicchange", options={"ordering": ("-made_at", "-id")}
        ),
        migrations.AlterField(
            model_name="publicchange",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="elections.election",
            ),
        ),
        migrations.AddField(
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
                    ("candidate-left", "A candidate left after the papers were fixed"),
                    ("struck", "Words of a statement were struck out"),
                    ("declaration", "The declared result was amended"),
                ],
                default="timetable",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="publicchange",
            name="subject",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="publicchange", name="before", field=models.JSONField(default=dict)
        ),
        migrations.AlterField(
            model_name="publicchange", name="after", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="sheet",
            name="title",
            field=models.CharField(default="", max_length=200, verbose_name="title"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sheet",
            name="regions",
            field=models.ManyToManyField(blank=True, related_name="+", to="members.region"),
        ),
        migrations.RunSQL(SHEETS, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="sheet",
            name="sheet_one_for_each_electorate",
        ),
        migrations.RemoveConstraint(
            model_name="sheet",
            name="sheet_region_exactly_where_the_electorate_is_one",
        ),
        migrations.RemoveField(
            model_name="sheet",
            name="region",
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "nomination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="appeal",
                        serialize=False,
                        to="elections.nomination",
                    ),
                ),
                ("text", models.TextField(verbose_name="why the refusal is wrong")),
                ("made_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld: the nomination is accepted"),
                            ("dismissed", "Dismissed: the refusal stands"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CandidateLeft",
            fields=[
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="left",
                        serialize=False,
                        to="elections.candidate",
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
                ("left_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rules", "Rules of the election"),
                            ("privacy", "Privacy notice"),
                            ("impact", "Data protection assessment"),
                            ("processors", "List of processors"),
                            ("other", "Another document"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("url", models.URLField(blank=True, verbose_name="or the address where it is")),
                ("added_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ("election", "kind", "title", "id"),
            },
        ),
        migrations.CreateModel(
            name="FixingProposal",
            fields=[
                (
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="fixing_proposal",
                        serialize=False,
                        to="elections.election",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("seen", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="FlaggedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60, unique=True, verbose_name="word")),
            ],
            options={
                "verbose_name": "flagged word",
                "verbose_name_plural": "flagged words",
                "ordering": ("word",),
            },
        ),
        migrations.CreateModel(
            name="ListedElector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NationalMinimum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attribute",
                    models.CharField(
                        choices=[
                            ("women", "Women and marginalised genders"),
                            ("bame", "Black, Asian and minority ethnic"),
                            ("disabled", "Disabled"),
                            ("lgbt", "LGBT+"),
                            ("under-30", "Under 30"),
                        ],
                        max_length=10,
                    ),
                ),
                ("least", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "national minima",
                "ordering": ("election", "attribute"),
            },
        ),
        migrations.CreateModel(
            name="NominationDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered", models.JSONField(default=dict)),
                ("photo", models.BinaryField(null=True)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "nomination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="photo",
                        serialize=False,
                        to="elections.nomination",
                    ),
                ),
                ("jpeg", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ReopenedContest",
            fields=[
                (
                    "contest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reopened",
                        serialize=False,
                        to="elections.contest",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "attributes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("women", "Women and marginalised genders"),
                                ("bame", "Black, Asian and minority ethnic"),
                                ("disabled", "Disabled"),
                                ("lgbt", "LGBT+"),
                                ("under-30", "Under 30"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("reopened_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RollExclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("ncg", "National Coordinating Group"),
                            ("nec", "Labour's National Executive Committee"),
                            ("labour", "Another Labour committee"),
                            ("convention", "Convention"),
                            ("members-vote", "All-member vote"),
                        ],
                        max_length=20,
                    ),
                ),
                ("constituency", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "attributes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("women", "Women and marginalised genders"),
                                ("bame", "Black, Asian and minority ethnic"),
                                ("disabled", "Disabled"),
                                ("lgbt", "LGBT+"),
                                ("under-30", "Under 30"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("term_ends_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "The term ended"),
                            ("resigned", "Resigned"),
                            ("died", "Died"),
                            ("left", "Is no longer a member"),
                            ("unseated", "Was unseated"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ("body", "constituency", "id"),
            },
        ),
        migrations.CreateModel(
            name="SeatPlan",
            fields=[
                (
                    "contest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seat_plan",
                        serialize=False,
                        to="elections.contest",
                    ),
                ),
                ("is_polled", models.BooleanField()),
                ("seats", models.PositiveSmallIntegerField()),
                ("vacant", models.PositiveSmallIntegerField(default=0)),
                ("minima", models.JSONField(default=dict)),
                (
                    "elected",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StruckPassage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passage", models.TextField(verbose_name="the words to strike out, exactly")),
                ("reason", models.TextField(verbose_name="public reason")),
                ("struck_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("candidate", "struck_at"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="election",
            name="election_counted_only_after_close",
        ),
        migrations.AddField(
            model_name="candidate",
            name="is_ron",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="candidate",
            name="links",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.URLField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="has_ron",
            field=models.BooleanField(
                default=False,
                help_text="A seat that “Re-open nominations” wins stays vacant.",
                verbose_name="voters may choose to re-open nominations",
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="section_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sections",
                to="elections.contest",
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="weight",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="share of this section",
            ),
        ),
        migrations.AddField(
            model_name="countrecord",
            name="kind",
            field=models.CharField(
                choices=[("result", "The result"), ("as-cast", "As cast, before anybody left")],
                default="result",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="countrecord",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="election",
            name="declarations_erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="election",
            name="entitled_statuses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("active", "active"),
                        ("grace", "grace period"),
                        ("expired", "expired"),
                        ("cancelled", "cancelled"),
                        ("suspended", "suspended"),
                    ],
                    max_length=16,
                ),
                default=elections.models.election.entitled_by_default,
                size=None,
                verbose_name="membership statuses that are entitled",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="has_photos",
            field=models.BooleanField(default=True, verbose_name="candidates may show a photo"),
        ),
        migrations.AddField(
            model_name="election",
            name="labour",
            field=models.CharField(
                choices=[
                    ("required", "Required; who is not on record as one declares it before voting"),
                    ("not-asked", "Not asked"),
                ],
                default="required",
                max_length=10,
                verbose_name="membership of the Labour Party",
            ),
        ),
        migrations.RunSQL(
            "UPDATE elections_election SET labour = 'not-asked'", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name="election",
            name="links",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[django.core.validators.MaxValueValidator(10)],
                verbose_name="links of a candidate, at most",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="minimum_age",
            field=models.PositiveSmallIntegerField(
                default=14,
                validators=[django.core.validators.MaxValueValidator(120)],
                verbose_name="minimum age",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="needs_second_officer",
            field=models.BooleanField(
                default=False, verbose_name="papers are fixed by two officers"
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="no_poll_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="election",
            name="papers_erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="election",
            name="postponed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="election",
            name="rehearsal_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rehearsals",
                to="elections.election",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="statement_words",
            field=models.PositiveSmallIntegerField(
                default=300,
                validators=[
                    django.core.validators.MinValueValidator(20),
                    django.core.validators.MaxValueValidator(600),
                ],
                verbose_name="words of a statement, at most",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="statements_erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="election",
            name="vacancy_rule",
            field=models.CharField(
                choices=[
                    (
                        "leave-vacant",
                        "They stay vacant and are reopened to those who can fill them",
                    ),
                    ("open-to-all", "They are open to everybody who stands"),
                ],
                default="leave-vacant",
                max_length=14,
                verbose_name="reserved seats that nobody who stands could fill",
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="links",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.URLField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="proof_approved",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="nomination",
            name="proof_approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="resultdeclaration",
            name="contest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declarations",
                to="elections.contest",
            ),
        ),
        migrations.AddField(
            model_name="resultdeclaration",
            name="elected",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), null=True, size=None
            ),
        ),
        migrations.AddField(
            model_name="resultdeclaration",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="rollentry",
            name="labour",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not asked"),
                    ("yes", "on the list"),
                    ("ask", "to be declared before the paper opens"),
                    ("own", "declared by the member"),
                ],
                default="",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="appeals_close_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="appeals close"),
        ),
        migrations.AddField(
            model_name="timetable",
            name="decisions_due_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="nominations are decided by"
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="declarations_kept_until_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                verbose_name="what candidates declared about themselves is erased",
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="postal_requests_close_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="requests for a ballot by post close"
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="reopening_closes_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="nominations for vacancies close"
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="reopening_opens_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="nominations for vacancies open"
            ),
        ),
        migrations.AddField(
            model_name="timetable",
            name="term_ends_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="term ends"),
        ),
        migrations.AddField(
            model_name="timetable",
            name="term_starts_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="term starts"),
        ),
        migrations.AddField(
            model_name="timetable",
            name="withdrawal_closes_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="candidates may withdraw until"
            ),
        ),
        migrations.AlterField(
            model_name="countrecord",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="count_records",
                to="elections.contest",
            ),
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
                    ("candidate-left", "Candidate left"),
                    ("result-declared", "Result declared"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="resultdeclaration",
            name="kind",
            field=models.CharField(
                choices=[
                    ("provisional", "Provisional result"),
                    ("declared", "Declared result"),
                    ("corrected", "Corrected result"),
                    ("unseated", "Somebody elected was unseated"),
                    ("void", "The contest is void and will be run again"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="sheet",
            name="electorate",
            field=models.CharField(
                choices=[
                    ("all", "All members"),
                    ("region", "Members of one region or several"),
                    ("office-holders", "Members who hold public office"),
                    ("no-office", "Members who hold no public office"),
                    ("list", "Members on a list of its own"),
                    ("staff", "Members who hold an office in these elections"),
                ],
                default="all",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="countrecord",
            constraint=models.UniqueConstraint(
                fields=("contest", "kind", "number"), name="count_record_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_at__isnull", True),
                    ("box_closed_at__isnull", False),
                    ("no_poll_at__isnull", False),
                    _connector="OR",
                ),
                name="election_counted_only_after_close",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("no_poll_at__isnull", True), ("papers_fixed_at__isnull", True), _connector="OR"
                ),
                name="election_without_a_poll_has_no_papers",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="election_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultdeclaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contest__isnull", True),
                        ("elected__isnull", True),
                        ("kind__in", ("provisional", "declared")),
                    ),
                    models.Q(
                        ("contest__isnull", False),
                        ("elected__isnull", False),
                        models.Q(("kind__in", ("provisional", "declared")), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="amended_declaration_is_about_a_contest",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("election", "title"), name="sheet_title_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="timetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reopening_opens_at__isnull", True), ("reopening_closes_at__isnull", True)
                    ),
                    ("reopening_opens_at__lt", models.F("reopening_closes_at")),
                    _connector="OR",
                ),
                name="timetable_reopening_opens_before_it_closes",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="candidateleft",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="elections.election",
            ),
        ),
        migrations.AddField(
            model_name="fixingproposal",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="listedelector",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
            ),
        ),
        migrations.AddField(
            model_name="listedelector",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="listed",
                to="elections.sheet",
            ),
        ),
        migrations.AddField(
            model_name="nationalminimum",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="national_minima",
                to="elections.election",
            ),
        ),
        migrations.AddField(
            model_name="nominationdraft",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="elections.contest",
            ),
        ),
        migrations.AddField(
            model_name="nominationdraft",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nomination_drafts",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="rollexclusion",
            name="election",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exclusions",
                to="elections.election",
            ),
        ),
        migrations.AddField(
            model_name="rollexclusion",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollexclusion",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="contest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="elections.contest",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="filled_by",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fills",
                to="elections.seat",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="holder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="struckpassage",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="struck",
                to="elections.candidate",
            ),
        ),
        migrations.AddField(
            model_name="struckpassage",
            name="struck_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", ""), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="appeal_decided_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("election", "title"),
                name="document_title_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    models.Q(("url", ""), _negated=True),
                    _connector="OR",
                ),
                name="document_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedelector",
            constraint=models.UniqueConstraint(
                fields=("sheet", "member"), name="elector_listed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="nationalminimum",
            constraint=models.UniqueConstraint(
                fields=("election", "attribute"), name="national_minimum_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="nominationdraft",
            constraint=models.UniqueConstraint(
                fields=("contest", "member"), name="draft_once_for_each_contest"
            ),
        ),
        migrations.AddConstraint(
            model_name="publicchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="change_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="rollexclusion",
            constraint=models.UniqueConstraint(
                fields=("election", "member"), name="roll_exclusion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rollexclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="excluded_with_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on__isnull", True)),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="seat_ends_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="struckpassage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("passage", ""), _negated=True),
                ),
                name="struck_with_a_reason",
            ),
        ),
    ]
