"""Papers leave box and inbox once their time has come by the database's clock, and not before."""

from django.db import migrations

PAPERS = """
CREATE FUNCTION ballots_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT elections_papers_due(OLD.election) THEN
        RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'MB004';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER ballots_box_stands ON ballots_box;
CREATE TRIGGER ballots_box_stands BEFORE UPDATE OR TRUNCATE ON ballots_box
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_box_kept BEFORE DELETE ON ballots_box
    FOR EACH ROW EXECUTE FUNCTION ballots_kept();
DROP TRIGGER ballots_inbox_stands ON ballots_inbox;
CREATE TRIGGER ballots_inbox_stands BEFORE UPDATE ON ballots_inbox
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_inbox_kept BEFORE DELETE ON ballots_inbox
    FOR EACH ROW EXECUTE FUNCTION ballots_kept();
"""

PAPERS_UNDO = """
DROP TRIGGER ballots_box_kept ON ballots_box;
DROP TRIGGER ballots_inbox_kept ON ballots_inbox;
DROP TRIGGER ballots_box_stands ON ballots_box;
DROP TRIGGER ballots_inbox_stands ON ballots_inbox;
CREATE TRIGGER ballots_box_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ballots_box
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_inbox_stands BEFORE UPDATE OR DELETE ON ballots_inbox
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
DROP FUNCTION ballots_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0003_postponed"),
        ("elections", "0009_erasing_by_schedule"),
    ]

    operations = [migrations.RunSQL(PAPERS, PAPERS_UNDO)]
