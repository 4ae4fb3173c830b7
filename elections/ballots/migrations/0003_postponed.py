"""No paper is taken of an election that is postponed."""

from django.db import migrations

STATE = """
CREATE OR REPLACE FUNCTION ballots_state(which uuid) RETURNS text LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    fixed boolean;
    postponed boolean;
    withdrawn boolean;
    ended boolean;
    opens timestamptz;
    closes timestamptz;
    instant timestamptz;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the ballot box is entered under READ COMMITTED only'
            USING ERRCODE = 'MB005';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(27691666021250163);
    instant := clock_timestamp();
    SELECT e.papers_fixed_at IS NOT NULL, e.postponed_at IS NOT NULL,
           e.withdrawn_at IS NOT NULL, e.box_closed_at IS NOT NULL,
           t.voting_opens_at, t.voting_closes_at
    INTO fixed, postponed, withdrawn, ended, opens, closes
    FROM elections_election e JOIN elections_timetable t ON t.election_id = e.id
    WHERE e.id = which;
    RETURN CASE
        WHEN withdrawn THEN 'withdrawn'
        WHEN ended THEN 'closed'
        WHEN NOT FOUND OR NOT fixed OR postponed THEN 'not open'
        WHEN instant < opens THEN 'not open'
        WHEN instant < closes THEN 'open'
        ELSE 'past'
    END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0002_refusals"),
        ("elections", "0004_everything_an_election_needs"),
    ]

    operations = [migrations.RunSQL(STATE, migrations.RunSQL.noop)]
