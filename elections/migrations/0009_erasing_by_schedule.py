"""What is erased by schedule, once the database's own clock says that its time has come."""

from django.db import migrations

# When an election was over: declared, withdrawn, or its closing instant without papers.
DUE = """
CREATE FUNCTION elections_ended_at(which uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(e.declared_at, e.withdrawn_at, CASE
        WHEN e.published_at IS NOT NULL AND e.papers_fixed_at IS NULL AND e.no_poll_at IS NULL
            AND e.postponed_at IS NULL THEN t.voting_closes_at END)
    FROM elections_election e JOIN elections_timetable t ON t.election_id = e.id
    WHERE e.id = which
$$;
CREATE FUNCTION elections_papers_due(which uuid) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(elections_ended_at(which) + interval '12 months' <= clock_timestamp(), false)
$$;
CREATE FUNCTION elections_statements_due(which uuid) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(CASE WHEN e.declared_at IS NOT NULL AND t.term_ends_at IS NOT NULL
        THEN t.term_ends_at <= clock_timestamp() ELSE elections_papers_due(which) END, false)
    FROM elections_election e JOIN elections_timetable t ON t.election_id = e.id
    WHERE e.id = which
$$;
CREATE FUNCTION elections_declarations_due(which uuid) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT (e.counted_at IS NOT NULL
            OR e.withdrawn_at IS NOT NULL
            OR e.papers_fixed_at IS NULL AND t.voting_closes_at <= clock_timestamp())
        AND CASE WHEN t.declarations_kept_until_at IS NULL THEN elections_papers_due(which)
            ELSE t.declarations_kept_until_at <= clock_timestamp() END
    FROM elections_election e JOIN elections_timetable t ON t.election_id = e.id
    WHERE e.id = which
$$;

CREATE FUNCTION elections_erased_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.declarations_erased_at IS NOT NULL
            AND NEW.declarations_erased_at IS DISTINCT FROM OLD.declarations_erased_at
        OR OLD.papers_erased_at IS NOT NULL
            AND NEW.papers_erased_at IS DISTINCT FROM OLD.papers_erased_at
        OR OLD.statements_erased_at IS NOT NULL
            AND NEW.statements_erased_at IS DISTINCT FROM OLD.statements_erased_at THEN
        RAISE EXCEPTION 'a recorded act of an election is never taken back';
    END IF;
    IF OLD.declarations_erased_at IS NULL AND NEW.declarations_erased_at IS NOT NULL
            AND NOT elections_declarations_due(NEW.id)
        OR OLD.papers_erased_at IS NULL AND NEW.papers_erased_at IS NOT NULL
            AND NOT elections_papers_due(NEW.id)
        OR OLD.statements_erased_at IS NULL AND NEW.statements_erased_at IS NOT NULL
            AND NOT elections_statements_due(NEW.id) THEN
        RAISE EXCEPTION 'nothing is erased before its time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_erased_guard BEFORE UPDATE OF declarations_erased_at, papers_erased_at,
    statements_erased_at ON elections_election
    FOR EACH ROW EXECUTE FUNCTION elections_erased_guard();
"""

DUE_UNDO = """
DROP TRIGGER elections_erased_guard ON elections_election;
DROP FUNCTION elections_erased_guard();
DROP FUNCTION elections_declarations_due(uuid);
DROP FUNCTION elections_statements_due(uuid);
DROP FUNCTION elections_papers_due(uuid);
DROP FUNCTION elections_ended_at(uuid);
"""

# As in 0002_refusals, but for a returned sheet of a roll whose time has come.
ROLL = """
CREATE OR REPLACE FUNCTION elections_rollsheet_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'open' AND NOT elections_papers_due(
            (SELECT election_id FROM elections_rollentry WHERE id = OLD.entry_id)
        ) THEN
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
"""

# As in 0002_refusals, but statement and links may be emptied once the term is over.
WORDS = """
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
        WHERE c.id = ANY (contests) AND e.papers_fixed_at IS NOT NULL
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
        WHERE c.id = NEW.contest_id AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: nominations no longer change';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION elections_photo_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN elections_election e ON e.id = c.election_id
        WHERE n.id = CASE TG_OP WHEN 'DELETE' THEN OLD.nomination_id ELSE NEW.nomination_id END
            AND e.papers_fixed_at IS NOT NULL
            AND (TG_OP <> 'DELETE' OR NOT elections_statements_due(e.id))
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: photos no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION elections_about_candidate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF elections_statements_due(
        (SELECT c.election_id FROM elections_contest c
         JOIN elections_candidate one ON one.contest_id = c.id WHERE one.id = OLD.candidate_id)
    ) THEN
        IF TG_TABLE_NAME = 'elections_struckpassage' AND TG_OP = 'DELETE' THEN
            RETURN OLD;
        ELSIF TG_TABLE_NAME = 'elections_candidateleft' AND TG_OP = 'UPDATE' THEN
            IF to_jsonb(NEW) - 'detail' = to_jsonb(OLD) - 'detail'
                AND to_jsonb(NEW) ->> 'detail' = '' THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME;
END $$;
DROP TRIGGER elections_struckpassage_once ON elections_struckpassage;
DROP TRIGGER elections_candidateleft_once ON elections_candidateleft;
CREATE TRIGGER elections_struckpassage_once BEFORE UPDATE OR DELETE ON elections_struckpassage
    FOR EACH ROW EXECUTE FUNCTION elections_about_candidate_guard();
CREATE TRIGGER elections_candidateleft_once BEFORE UPDATE OR DELETE ON elections_candidateleft
    FOR EACH ROW EXECUTE FUNCTION elections_about_candidate_guard();

CREATE FUNCTION elections_appeal_words_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text <> OLD.text AND NOT (NEW.text = '' AND elections_statements_due(
        (SELECT c.election_id FROM elections_contest c
         JOIN elections_nomination n ON n.contest_id = c.id WHERE n.id = NEW.nomination_id)
    )) THEN
        RAISE EXCEPTION 'an appeal is made once and decided once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_appeal_words_guard BEFORE UPDATE OF text ON elections_appeal
    FOR EACH ROW EXECUTE FUNCTION elections_appeal_words_guard();
"""

# As in 0003_more_refusals, but what was declared for an election that was withdrawn may go.
DECLARED = """
CREATE OR REPLACE FUNCTION elections_declaration_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
            AND NOT (TG_OP = 'DELETE' AND elections_declarations_due(e.id))
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: declarations no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0008_refusals_of_appeals")]

    operations = [
        migrations.RunSQL(DUE, DUE_UNDO),
        migrations.RunSQL(ROLL, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(DECLARED, migrations.RunSQL.noop),
    ]
