"""A first report about a result may come after its declaration, says so, and then stays as it is."""

from django.db import migrations, models

# The share lock makes this wait for a declaration that is being made, and see that it was. What the
# report is about is looked at by elections_report_guard_about of 0021, which comes after this.
REPORTS = """
CREATE OR REPLACE FUNCTION elections_report_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted timestamptz;
    declared timestamptz;
BEGIN
    SELECT e.counted_at, e.declared_at INTO counted, declared FROM elections_election e
        WHERE e.id = CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END
        FOR SHARE OF e;
    IF counted IS NULL OR TG_OP = 'UPDATE' AND NEW.election_id <> OLD.election_id THEN
        RAISE EXCEPTION 'a report is signed once the result is provisional';
    END IF;
    -- One about an earlier declaration gives its place to the first about the last one.
    IF declared IS NOT NULL AND (
        TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND NEW.about = OLD.about
    ) THEN
        RAISE EXCEPTION 'a report is not changed once the result is declared';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.after_declaration <> (declared IS NOT NULL) THEN
        RAISE EXCEPTION 'a report says whether it was signed after the declaration';
    END IF;
    RETURN NEW;
END $$;
"""

# As in 0018.
REPORTS_UNDO = """
CREATE OR REPLACE FUNCTION elections_report_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM elections_election e
        WHERE e.id = CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END
        FOR SHARE OF e;
    IF TG_OP = 'UPDATE' AND NEW.election_id <> OLD.election_id OR EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END
            AND (e.counted_at IS NULL OR e.declared_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a report is signed while the result is provisional';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0022_one_person_stands_once")]

    operations = [
        migrations.AddField(
            model_name="scrutineerreport",
            name="after_declaration",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(REPORTS, REPORTS_UNDO),
    ]
