"""A scrutineer's report is about a provisional result, and stays as it was once that is declared."""

from django.db import migrations

# The share lock makes this wait for a declaration that is being made, and see that it was.
REPORTS = """
CREATE FUNCTION elections_report_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER elections_report_guard
    BEFORE INSERT OR UPDATE OR DELETE ON elections_scrutineerreport
    FOR EACH ROW EXECUTE FUNCTION elections_report_guard();
"""

REPORTS_UNDO = """
DROP TRIGGER elections_report_guard ON elections_scrutineerreport;
DROP FUNCTION elections_report_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0017_scrutineers_report")]

    operations = [migrations.RunSQL(REPORTS, REPORTS_UNDO)]
