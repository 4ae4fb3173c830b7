"""What is fixed without a poll is fixed, links are words too, and a voter has one college section."""

from django.db import migrations

# As in 0009_erasing_by_schedule, but where nothing is polled photos stand as on papers.
_PHOTOS = """
CREATE OR REPLACE FUNCTION elections_photo_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN elections_election e ON e.id = c.election_id
        WHERE n.id = CASE TG_OP WHEN 'DELETE' THEN OLD.nomination_id ELSE NEW.nomination_id END
            AND FIXED
            AND (TG_OP <> 'DELETE' OR NOT elections_statements_due(e.id))
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: photos no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
_FIXED = "(e.papers_fixed_at IS NOT NULL OR e.no_poll_at IS NOT NULL)"
PHOTOS = _PHOTOS.replace("FIXED", _FIXED)
PHOTOS_UNDO = _PHOTOS.replace("FIXED", "e.papers_fixed_at IS NOT NULL")

# The trigger names no columns: a column that one names cannot be written anew when it is erased.
NOMINATIONS = """
DROP TRIGGER elections_nomination_guard ON elections_nomination;
CREATE OR REPLACE FUNCTION elections_nomination_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) = to_jsonb(OLD) THEN
            RETURN NEW;
        END IF;
        IF NEW.statement = '' AND NEW.links = '{}'
            AND to_jsonb(NEW) - 'statement' - 'links' = to_jsonb(OLD) - 'statement' - 'links'
            AND elections_statements_due(
                (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id)
            ) THEN
            RETURN NEW;
        END IF;
    END IF;
    -- The share lock makes this wait for papers that are being fixed, and see that they were.
    PERFORM 1 FROM elections_election e JOIN elections_contest c ON c.election_id = e.id
        WHERE c.id = NEW.contest_id FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = ANY (CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.contest_id]
                ELSE ARRAY[OLD.contest_id, NEW.contest_id] END)
            AND (e.papers_fixed_at IS NOT NULL OR e.no_poll_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: nominations no longer change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_nomination_guard BEFORE INSERT OR UPDATE ON elections_nomination
    FOR EACH ROW EXECUTE FUNCTION elections_nomination_guard();
"""

# As in 0011_contests_without_a_poll.
NOMINATIONS_UNDO = """
DROP TRIGGER elections_nomination_guard ON elections_nomination;
CREATE OR REPLACE FUNCTION elections_nomination_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.statement = '' AND to_jsonb(NEW) - 'statement' - 'links'
            = to_jsonb(OLD) - 'statement' - 'links'
        AND elections_statements_due(
            (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id)
        ) THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM elections_election e JOIN elections_contest c ON c.election_id = e.id
        WHERE c.id = NEW.contest_id FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = NEW.contest_id
            AND (e.papers_fixed_at IS NOT NULL OR e.no_poll_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: nominations no longer change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_nomination_guard BEFORE UPDATE OF state, ballot_name, statement,
    slate_label, slate_colour, slate_path, contest_id ON elections_nomination
    FOR EACH ROW EXECUTE FUNCTION elections_nomination_guard();
"""

# One college section for each voter. Once for each statement, for a roll has many rows. A rehearsal's
# sheets are all of the staff, who look at every section's paper.
SECTIONS = """
CREATE FUNCTION elections_one_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sheets bigint[] := (SELECT array_agg(DISTINCT sheet_id) FROM added);
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM elections_contest s JOIN elections_contest h ON h.id = s.section_of_id
        WHERE s.sheet_id = ANY (sheets) OR h.sheet_id = ANY (sheets)
    ) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT 1 FROM added
        JOIN elections_contest c ON c.sheet_id = added.sheet_id
        JOIN elections_sheet s ON s.id = c.sheet_id AND s.electorate <> 'staff'
        JOIN elections_contest o ON o.election_id = c.election_id AND o.sheet_id <> c.sheet_id
            AND coalesce(o.section_of_id, o.id) = coalesce(c.section_of_id, c.id)
        JOIN elections_rollsheet held ON held.sheet_id = o.sheet_id
            AND held.entry_id = added.entry_id
    ) THEN
        RAISE EXCEPTION 'a voter has the paper of one section of an electoral college';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER elections_one_section AFTER INSERT ON elections_rollsheet
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION elections_one_section();
"""

SECTIONS_UNDO = """
DROP TRIGGER elections_one_section ON elections_rollsheet;
DROP FUNCTION elections_one_section();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0012_messages_of_windows_and_strikes")]

    operations = [
        migrations.RunSQL(PHOTOS, PHOTOS_UNDO),
        migrations.RunSQL(NOMINATIONS, NOMINATIONS_UNDO),
        migrations.RunSQL(SECTIONS, SECTIONS_UNDO),
    ]
