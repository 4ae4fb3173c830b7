"""Who was counted for what without a poll, totals over all contests, and candidates fixed for none."""

from django.db import migrations, models

# An election in which nothing is polled has candidates all the same: they stand as on papers. Otherwise
# as in 0009_erasing_by_schedule.
_WORDS = """
CREATE OR REPLACE FUNCTION elections_candidate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contests bigint[] := CASE TG_OP WHEN 'DELETE' THEN ARRAY[OLD.contest_id]
        WHEN 'INSERT' THEN ARRAY[NEW.contest_id] ELSE ARRAY[OLD.contest_id, NEW.contest_id] END;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.statement = '' AND NEW.links = '{}'
        AND to_jsonb(NEW) - 'statement' - 'links' = to_jsonb(OLD) - 'statement' - 'links'
        AND elections_statements_due(
            (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id)
        ) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = ANY (contests) AND FIXED
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: candidates no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION elections_nomination_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.statement = '' AND to_jsonb(NEW) - 'statement' - 'links'
            = to_jsonb(OLD) - 'statement' - 'links'
        AND elections_statements_due(
            (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id)
        ) THEN
        RETURN NEW;
    END IF;
    -- The share lock makes this wait for papers that are being fixed, and see that they were.
    PERFORM 1 FROM elections_election e JOIN elections_contest c ON c.election_id = e.id
        WHERE c.id = NEW.contest_id FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = NEW.contest_id AND FIXED
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: nominations no longer change';
    END IF;
    RETURN NEW;
END $$;
"""
GUARDS = _WORDS.replace("FIXED", "(e.papers_fixed_at IS NOT NULL OR e.no_poll_at IS NOT NULL)")
GUARDS_UNDO = _WORDS.replace("FIXED", "e.papers_fixed_at IS NOT NULL")

# Where nominations are open again, everybody has as many more to give as there are vacancies.
LIMIT = """
CREATE OR REPLACE FUNCTION elections_supporting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM elections_nomination n JOIN elections_contest c ON c.id = n.contest_id
        LEFT JOIN elections_reopenedcontest r ON r.contest_id = c.id
        WHERE n.id = NEW.nomination_id AND c.id = NEW.contest_id
            AND NEW.slot BETWEEN 1 AND c.supports_per_member
                + CASE WHEN n.submitted_at >= r.reopened_at THEN r.seats ELSE 0 END
    ) THEN
        RAISE EXCEPTION 'no member nominates beyond the limit of the contest';
    END IF;
    RETURN NEW;
END $$;
"""

LIMIT_UNDO = """
CREATE OR REPLACE FUNCTION elections_supporting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM elections_nomination n JOIN elections_contest c ON c.id = n.contest_id
        WHERE n.id = NEW.nomination_id AND c.id = NEW.contest_id
            AND NEW.slot BETWEEN 1 AND c.supports_per_member
    ) THEN
        RAISE EXCEPTION 'no member nominates beyond the limit of the contest';
    END IF;
    RETURN NEW;
END $$;
"""

NATIONAL = """
CREATE TRIGGER elections_nationalminimum_guard
    BEFORE INSERT OR UPDATE OR DELETE ON elections_nationalminimum
    FOR EACH ROW EXECUTE FUNCTION elections_locked_guard();
"""

NATIONAL_UNDO = """
DROP TRIGGER elections_nationalminimum_guard ON elections_nationalminimum;
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0010_messages_of_slates_and_hustings")]

    operations = [
        migrations.AddField(
            model_name="seatplan",
            name="minima_file",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="resultdeclaration",
            name="totals",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(GUARDS, GUARDS_UNDO),
        migrations.RunSQL(LIMIT, LIMIT_UNDO),
        migrations.RunSQL(NATIONAL, NATIONAL_UNDO),
    ]
