"""Nobody is on the roll with the papers of two regions."""

from django.db import migrations

# Once for each statement, for a roll has many rows. Sheets may name several regions each: a member
# has one of them, so that some region must be in every regional paper of an entry.
ONE_REGION = """
CREATE FUNCTION elections_one_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (
            SELECT held.entry_id, held.sheet_id
            FROM elections_rollsheet held
            JOIN elections_sheet s ON s.id = held.sheet_id AND s.electorate = 'region'
            WHERE held.entry_id IN (SELECT entry_id FROM added)
        ) AS regional
        JOIN elections_sheet_regions AS within ON within.sheet_id = regional.sheet_id
        GROUP BY regional.entry_id
        HAVING count(DISTINCT regional.sheet_id) > 1 AND NOT EXISTS (
            SELECT 1 FROM elections_rollsheet held
            JOIN elections_sheet s ON s.id = held.sheet_id AND s.electorate = 'region'
            JOIN elections_sheet_regions w ON w.sheet_id = held.sheet_id
            WHERE held.entry_id = regional.entry_id
            GROUP BY w.region_id
            HAVING count(DISTINCT w.sheet_id) = count(DISTINCT regional.sheet_id)
        )
    ) THEN
        RAISE EXCEPTION 'a voter has the papers of one region';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER elections_one_region AFTER INSERT ON elections_rollsheet
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION elections_one_region();
"""

ONE_REGION_UNDO = """
DROP TRIGGER elections_one_region ON elections_rollsheet;
DROP FUNCTION elections_one_region();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0018_refusals_of_reports")]

    operations = [migrations.RunSQL(ONE_REGION, ONE_REGION_UNDO)]
