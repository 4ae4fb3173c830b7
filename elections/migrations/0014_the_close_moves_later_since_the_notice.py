"""The close moves only later from the notice on, and two more conditions are locked by then."""

from importlib import import_module

from django.db import migrations

# As in 0006_postponed_polls_move, but from the notice on and not only once the papers are fixed.
TIMETABLE = """
CREATE OR REPLACE FUNCTION elections_timetable_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waits boolean;
    is_fixed boolean;
BEGIN
    SELECT e.postponed_at IS NOT NULL, e.papers_fixed_at IS NOT NULL INTO waits, is_fixed
    FROM elections_election e WHERE e.id = NEW.election_id AND e.published_at IS NOT NULL;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF NEW.voting_closes_at <> OLD.voting_closes_at
        AND (NEW.voting_closes_at < OLD.voting_closes_at
             OR (OLD.voting_closes_at <= clock_timestamp() AND NOT waits)) THEN
        RAISE EXCEPTION 'the close moves only later, and never once passed';
    END IF;
    IF is_fixed AND NEW.voting_opens_at <> OLD.voting_opens_at
        AND OLD.voting_opens_at <= clock_timestamp() AND NOT waits THEN
        RAISE EXCEPTION 'voting has opened: its opening no longer moves';
    END IF;
    RETURN NEW;
END $$;
"""

# Beside elections_conditions_guard of 0005_refusals_of_later_acts.
CONDITIONS = """
CREATE FUNCTION elections_further_conditions_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'conditions are locked since the notice';
END $$;
CREATE TRIGGER elections_further_conditions_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND
        (OLD.declared_by, OLD.min_batch) IS DISTINCT FROM (NEW.declared_by, NEW.min_batch))
    EXECUTE FUNCTION elections_further_conditions_guard();
"""

CONDITIONS_UNDO = """
DROP TRIGGER elections_further_conditions_guard ON elections_election;
DROP FUNCTION elections_further_conditions_guard();
"""

TIMETABLE_UNDO = import_module("elections.migrations.0006_postponed_polls_move").TIMETABLE


class Migration(migrations.Migration):
    dependencies = [("elections", "0013_refusals_without_a_poll")]

    operations = [
        migrations.RunSQL(TIMETABLE, TIMETABLE_UNDO),
        migrations.RunSQL(CONDITIONS, CONDITIONS_UNDO),
    ]
