"""What must never happen to an election, refused by the database whoever asks."""

from django.db import migrations

ROLL = """
CREATE FUNCTION elections_rollsheet_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'open' THEN
            RAISE EXCEPTION 'nobody who has voted is removed from the roll';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.entry_id <> OLD.entry_id OR NEW.sheet_id <> OLD.sheet_id THEN
        RAISE EXCEPTION 'a sheet of the roll belongs to its entry for good';
    END IF;
    IF NEW.status <> OLD.status AND OLD.status <> 'open' THEN
        RAISE EXCEPTION 'a returned sheet keeps its status';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_rollsheet_guard BEFORE UPDATE OR DELETE ON elections_rollsheet
    FOR EACH ROW EXECUTE FUNCTION elections_rollsheet_guard();

CREATE FUNCTION elections_rollentry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.member_id <> OLD.member_id OR NEW.election_id <> OLD.election_id THEN
        RAISE EXCEPTION 'an entry of the roll belongs to its member for good';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_rollentry_guard BEFORE UPDATE ON elections_rollentry
    FOR EACH ROW EXECUTE FUNCTION elections_rollentry_guard();
"""

ROLL_UNDO = """
DROP TRIGGER elections_rollsheet_guard ON elections_rollsheet;
DROP FUNCTION elections_rollsheet_guard();
DROP TRIGGER elections_rollentry_guard ON elections_rollentry;
DROP FUNCTION elections_rollentry_guard();
"""

FIXED = """
CREATE FUNCTION elections_candidate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contests bigint[] := CASE TG_OP WHEN 'DELETE' THEN ARRAY[OLD.contest_id]
        WHEN 'INSERT' THEN ARRAY[NEW.contest_id] ELSE ARRAY[OLD.contest_id, NEW.contest_id] END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = ANY (contests) AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: candidates no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_candidate_guard BEFORE INSERT OR UPDATE OR DELETE ON elections_candidate
    FOR EACH ROW EXECUTE FUNCTION elections_candidate_guard();

CREATE FUNCTION elections_locked_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    elections uuid[] := CASE TG_OP WHEN 'DELETE' THEN ARRAY[OLD.election_id]
        WHEN 'INSERT' THEN ARRAY[NEW.election_id] ELSE ARRAY[OLD.election_id, NEW.election_id] END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = ANY (elections) AND e.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'contests and sheets are locked since the notice';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_contest_guard BEFORE INSERT OR UPDATE OR DELETE ON elections_contest
    FOR EACH ROW EXECUTE FUNCTION elections_locked_guard();
CREATE TRIGGER elections_sheet_guard BEFORE INSERT OR UPDATE OR DELETE ON elections_sheet
    FOR EACH ROW EXECUTE FUNCTION elections_locked_guard();

CREATE FUNCTION elections_minimum_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contests bigint[] := CASE TG_OP WHEN 'DELETE' THEN ARRAY[OLD.contest_id]
        WHEN 'INSERT' THEN ARRAY[NEW.contest_id] ELSE ARRAY[OLD.contest_id, NEW.contest_id] END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = ANY (contests) AND e.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'minima are locked since the notice';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_minimum_guard BEFORE INSERT OR UPDATE OR DELETE ON elections_minimum
    FOR EACH ROW EXECUTE FUNCTION elections_minimum_guard();

CREATE FUNCTION elections_election_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
        OR (OLD.papers_fixed_at IS NOT NULL
            AND NEW.papers_fixed_at IS DISTINCT FROM OLD.papers_fixed_at)
        OR (OLD.box_closed_at IS NOT NULL
            AND NEW.box_closed_at IS DISTINCT FROM OLD.box_closed_at)
        OR (OLD.counted_at IS NOT NULL AND NEW.counted_at IS DISTINCT FROM OLD.counted_at)
        OR (OLD.declared_at IS NOT NULL AND NEW.declared_at IS DISTINCT FROM OLD.declared_at)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    THEN
        RAISE EXCEPTION 'a recorded act of an election is never taken back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_election_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW EXECUTE FUNCTION elections_election_guard();

CREATE FUNCTION elections_timetable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = NEW.election_id AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RETURN NEW;
    END IF;
    IF NEW.voting_closes_at <> OLD.voting_closes_at
        AND (NEW.voting_closes_at < OLD.voting_closes_at
             OR OLD.voting_closes_at <= clock_timestamp()) THEN
        RAISE EXCEPTION 'the close moves only later, and never once passed';
    END IF;
    IF NEW.voting_opens_at <> OLD.voting_opens_at
        AND OLD.voting_opens_at <= clock_timestamp() THEN
        RAISE EXCEPTION 'voting has opened: its opening no longer moves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_timetable_guard BEFORE UPDATE ON elections_timetable
    FOR EACH ROW EXECUTE FUNCTION elections_timetable_guard();
"""

FIXED_UNDO = """
DROP TRIGGER elections_candidate_guard ON elections_candidate;
DROP FUNCTION elections_candidate_guard();
DROP TRIGGER elections_contest_guard ON elections_contest;
DROP TRIGGER elections_sheet_guard ON elections_sheet;
DROP FUNCTION elections_locked_guard();
DROP TRIGGER elections_minimum_guard ON elections_minimum;
DROP FUNCTION elections_minimum_guard();
DROP TRIGGER elections_election_guard ON elections_election;
DROP FUNCTION elections_election_guard();
DROP TRIGGER elections_timetable_guard ON elections_timetable;
DROP FUNCTION elections_timetable_guard();
"""

NOMINATIONS = """
CREATE FUNCTION elections_nomination_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The share lock makes this wait for papers that are being fixed, and see that they were.
    PERFORM 1 FROM elections_election e JOIN elections_contest c ON c.election_id = e.id
        WHERE c.id = NEW.contest_id FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_contest c JOIN elections_election e ON e.id = c.election_id
        WHERE c.id = NEW.contest_id AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: nominations no longer change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_nomination_guard BEFORE UPDATE OF state, ballot_name, statement,
    slate_label, slate_colour, slate_path, contest_id ON elections_nomination
    FOR EACH ROW EXECUTE FUNCTION elections_nomination_guard();

CREATE FUNCTION elections_supporting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER elections_supporting_guard BEFORE INSERT OR UPDATE ON elections_supportingnomination
    FOR EACH ROW EXECUTE FUNCTION elections_supporting_guard();
"""

NOMINATIONS_UNDO = """
DROP TRIGGER elections_nomination_guard ON elections_nomination;
DROP FUNCTION elections_nomination_guard();
DROP TRIGGER elections_supporting_guard ON elections_supportingnomination;
DROP FUNCTION elections_supporting_guard();
"""

RECORDS = """
CREATE FUNCTION elections_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME;
END $$;
CREATE TRIGGER elections_countrecord_once BEFORE UPDATE OR DELETE ON elections_countrecord
    FOR EACH ROW EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_turnout_once BEFORE UPDATE OR DELETE ON elections_turnout
    FOR EACH ROW EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_resultdeclaration_once
    BEFORE UPDATE OR DELETE ON elections_resultdeclaration
    FOR EACH ROW EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_countrecord_keep BEFORE TRUNCATE ON elections_countrecord
    EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_turnout_keep BEFORE TRUNCATE ON elections_turnout
    EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_resultdeclaration_keep BEFORE TRUNCATE ON elections_resultdeclaration
    EXECUTE FUNCTION elections_written_once();
"""

RECORDS_UNDO = """
DROP TRIGGER elections_countrecord_keep ON elections_countrecord;
DROP TRIGGER elections_turnout_keep ON elections_turnout;
DROP TRIGGER elections_resultdeclaration_keep ON elections_resultdeclaration;
DROP TRIGGER elections_countrecord_once ON elections_countrecord;
DROP TRIGGER elections_turnout_once ON elections_turnout;
DROP TRIGGER elections_resultdeclaration_once ON elections_resultdeclaration;
DROP FUNCTION elections_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]

    operations = [
        migrations.RunSQL(ROLL, ROLL_UNDO),
        migrations.RunSQL(FIXED, FIXED_UNDO),
        migrations.RunSQL(NOMINATIONS, NOMINATIONS_UNDO),
        migrations.RunSQL(RECORDS, RECORDS_UNDO),
    ]
