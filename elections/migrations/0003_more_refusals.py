"""More of what must never happen, and the instant at which the roll was written anew."""

from django.db import migrations, models

KEPT = """
CREATE FUNCTION elections_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;
END $$;
CREATE TRIGGER elections_rollsheet_keep BEFORE TRUNCATE ON elections_rollsheet
    EXECUTE FUNCTION elections_never_emptied();
CREATE TRIGGER elections_rollentry_keep BEFORE TRUNCATE ON elections_rollentry
    EXECUTE FUNCTION elections_never_emptied();
CREATE TRIGGER elections_candidate_keep BEFORE TRUNCATE ON elections_candidate
    EXECUTE FUNCTION elections_never_emptied();
CREATE TRIGGER elections_timetable_keep BEFORE TRUNCATE ON elections_timetable
    EXECUTE FUNCTION elections_never_emptied();
"""

KEPT_UNDO = """
DROP TRIGGER elections_rollsheet_keep ON elections_rollsheet;
DROP TRIGGER elections_rollentry_keep ON elections_rollentry;
DROP TRIGGER elections_candidate_keep ON elections_candidate;
DROP TRIGGER elections_timetable_keep ON elections_timetable;
DROP FUNCTION elections_never_emptied();
"""

# Who counts towards reserved seats steers the count, so it stands from the papers to the count.
DECLARED = """
CREATE FUNCTION elections_declaration_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    nominations bigint[] := CASE TG_OP WHEN 'DELETE' THEN ARRAY[OLD.nomination_id]
        WHEN 'INSERT' THEN ARRAY[NEW.nomination_id]
        ELSE ARRAY[OLD.nomination_id, NEW.nomination_id] END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN elections_election e ON e.id = c.election_id
        WHERE n.id = ANY (nominations)
            AND e.papers_fixed_at IS NOT NULL AND e.counted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: declarations no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_declaration_guard
    BEFORE INSERT OR UPDATE OR DELETE ON elections_identitydeclaration
    FOR EACH ROW EXECUTE FUNCTION elections_declaration_guard();
"""

DECLARED_UNDO = """
DROP TRIGGER elections_declaration_guard ON elections_identitydeclaration;
DROP FUNCTION elections_declaration_guard();
"""

# A timetable that is deleted and entered again would move the close as no UPDATE can.
TIMETABLE = """
CREATE FUNCTION elections_timetable_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END
            AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: the timetable is changed, never replaced';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_timetable_stays BEFORE INSERT OR DELETE ON elections_timetable
    FOR EACH ROW EXECUTE FUNCTION elections_timetable_stays();
"""

TIMETABLE_UNDO = """
DROP TRIGGER elections_timetable_stays ON elections_timetable;
DROP FUNCTION elections_timetable_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0002_refusals")]

    operations = [
        migrations.AddField(
            model_name="election",
            name="roll_rewritten_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(KEPT, KEPT_UNDO),
        migrations.RunSQL(DECLARED, DECLARED_UNDO),
        migrations.RunSQL(TIMETABLE, TIMETABLE_UNDO),
    ]
