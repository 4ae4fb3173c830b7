"""What must never happen to conditions, photos, plans and public changes, whoever asks."""

from django.db import migrations

# What voters and candidates were told stands from the notice on.
CONDITIONS = """
CREATE FUNCTION elections_conditions_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (
        OLD.body, OLD.custody, OLD.supporters_needed, OLD.vacancy_rule, OLD.entitled_statuses,
        OLD.labour, OLD.minimum_age, OLD.statement_words, OLD.links, OLD.has_photos,
        OLD.needs_second_officer, OLD.rehearsal_of_id
    ) IS DISTINCT FROM (
        NEW.body, NEW.custody, NEW.supporters_needed, NEW.vacancy_rule, NEW.entitled_statuses,
        NEW.labour, NEW.minimum_age, NEW.statement_words, NEW.links, NEW.has_photos,
        NEW.needs_second_officer, NEW.rehearsal_of_id
    ) THEN
        RAISE EXCEPTION 'conditions are locked since the notice';
    END IF;
    IF (OLD.no_poll_at IS NOT NULL AND NEW.no_poll_at IS DISTINCT FROM OLD.no_poll_at)
        OR (OLD.roll_frozen_at IS NOT NULL
            AND NEW.roll_frozen_at IS DISTINCT FROM OLD.roll_frozen_at) THEN
        RAISE EXCEPTION 'a recorded act of an election is never taken back';
    END IF;
    IF NEW.postponed_at IS NOT NULL AND OLD.postponed_at IS NULL
        AND OLD.papers_fixed_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM elections_timetable t
            WHERE t.election_id = OLD.id AND t.voting_opens_at <= clock_timestamp()
    ) THEN
        RAISE EXCEPTION 'a poll that has opened is abandoned, not postponed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_conditions_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW EXECUTE FUNCTION elections_conditions_guard();

CREATE FUNCTION elections_sheetregions_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_sheet s JOIN elections_election e ON e.id = s.election_id
        WHERE s.id = CASE TG_OP WHEN 'DELETE' THEN OLD.sheet_id ELSE NEW.sheet_id END
            AND e.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'contests and sheets are locked since the notice';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_sheetregions_guard
    BEFORE INSERT OR UPDATE OR DELETE ON elections_sheet_regions
    FOR EACH ROW EXECUTE FUNCTION elections_sheetregions_guard();
"""

CONDITIONS_UNDO = """
DROP TRIGGER elections_conditions_guard ON elections_election;
DROP FUNCTION elections_conditions_guard();
DROP TRIGGER elections_sheetregions_guard ON elections_sheet_regions;
DROP FUNCTION elections_sheetregions_guard();
"""

# A photo belongs to the paper as the name does. At the end of the term it is erased.
PHOTOS = """
CREATE FUNCTION elections_photo_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN elections_election e ON e.id = c.election_id
        JOIN elections_timetable t ON t.election_id = e.id
        WHERE n.id = CASE TG_OP WHEN 'DELETE' THEN OLD.nomination_id ELSE NEW.nomination_id END
            AND e.papers_fixed_at IS NOT NULL
            AND (TG_OP <> 'DELETE' OR t.term_ends_at IS NULL OR t.term_ends_at > clock_timestamp())
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: photos no longer change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER elections_photo_guard BEFORE INSERT OR UPDATE OR DELETE ON elections_photo
    FOR EACH ROW EXECUTE FUNCTION elections_photo_guard();
"""

PHOTOS_UNDO = """
DROP TRIGGER elections_photo_guard ON elections_photo;
DROP FUNCTION elections_photo_guard();
"""

ROLL = """
CREATE FUNCTION elections_labour_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.labour <> OLD.labour AND NOT (OLD.labour = 'ask' AND NEW.labour = 'own') THEN
        RAISE EXCEPTION 'a voter declares their membership of the Labour Party once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_labour_guard BEFORE UPDATE OF labour ON elections_rollentry
    FOR EACH ROW EXECUTE FUNCTION elections_labour_guard();
"""

ROLL_UNDO = """
DROP TRIGGER elections_labour_guard ON elections_rollentry;
DROP FUNCTION elections_labour_guard();
"""

ONCE = "\n".join(
    f"""
CREATE TRIGGER elections_{table}_once BEFORE UPDATE OR DELETE ON elections_{table}
    FOR EACH ROW EXECUTE FUNCTION elections_written_once();
CREATE TRIGGER elections_{table}_keep BEFORE TRUNCATE ON elections_{table}
    EXECUTE FUNCTION elections_written_once();
"""
    for table in ("publicchange", "seatplan", "candidateleft", "struckpassage")
)

ONCE_UNDO = "\n".join(
    f"""
DROP TRIGGER elections_{table}_once ON elections_{table};
DROP TRIGGER elections_{table}_keep ON elections_{table};
"""
    for table in ("publicchange", "seatplan", "candidateleft", "struckpassage")
)


class Migration(migrations.Migration):
    dependencies = [("elections", "0004_everything_an_election_needs")]

    operations = [
        migrations.RunSQL(CONDITIONS, CONDITIONS_UNDO),
        migrations.RunSQL(PHOTOS, PHOTOS_UNDO),
        migrations.RunSQL(ROLL, ROLL_UNDO),
        migrations.RunSQL(ONCE, ONCE_UNDO),
    ]
