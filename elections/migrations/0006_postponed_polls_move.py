"""While an election is postponed its window moves even past its old opening, and ends ahead."""

from django.db import migrations

TIMETABLE = """
CREATE OR REPLACE FUNCTION elections_timetable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waits boolean;
BEGIN
    SELECT e.postponed_at IS NOT NULL INTO waits FROM elections_election e
    WHERE e.id = NEW.election_id AND e.papers_fixed_at IS NOT NULL;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF NEW.voting_closes_at <> OLD.voting_closes_at
        AND (NEW.voting_closes_at < OLD.voting_closes_at
             OR (OLD.voting_closes_at <= clock_timestamp() AND NOT waits)) THEN
        RAISE EXCEPTION 'the close moves only later, and never once passed';
    END IF;
    IF NEW.voting_opens_at <> OLD.voting_opens_at
        AND OLD.voting_opens_at <= clock_timestamp() AND NOT waits THEN
        RAISE EXCEPTION 'voting has opened: its opening no longer moves';
    END IF;
    RETURN NEW;
END $$;
"""

TIMETABLE_UNDO = """
CREATE OR REPLACE FUNCTION elections_timetable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

# A postponed poll that went on in the middle of its window would open without being announced.
GOING_ON = """
CREATE FUNCTION elections_resuming_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.papers_fixed_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM elections_timetable t
        WHERE t.election_id = OLD.id AND t.voting_opens_at <= clock_timestamp()
    ) THEN
        RAISE EXCEPTION 'a postponed poll goes on with an opening that lies ahead';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_resuming_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW WHEN (OLD.postponed_at IS NOT NULL AND NEW.postponed_at IS NULL)
    EXECUTE FUNCTION elections_resuming_guard();
"""

GOING_ON_UNDO = """
DROP TRIGGER elections_resuming_guard ON elections_election;
DROP FUNCTION elections_resuming_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0005_refusals_of_later_acts")]

    operations = [
        migrations.RunSQL(TIMETABLE, TIMETABLE_UNDO),
        migrations.RunSQL(GOING_ON, GOING_ON_UNDO),
    ]
