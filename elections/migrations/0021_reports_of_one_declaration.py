"""A report is about one provisional declaration; a declaration that waits for less has a reason."""

from django.db import migrations, models

# Reports that were signed before this are about the last provisional declaration of their time.
EARLIER = """
ALTER TABLE elections_scrutineerreport DISABLE TRIGGER elections_report_guard;
UPDATE elections_scrutineerreport r SET about = coalesce((
    SELECT max(d.number) FROM elections_resultdeclaration d
    WHERE d.election_id = r.election_id AND d.kind = 'provisional' AND d.made_at <= r.signed_at
), 1);
ALTER TABLE elections_scrutineerreport ENABLE TRIGGER elections_report_guard;
"""

# Beside elections_report_guard of 0018, which holds the election.
REPORTS = """
CREATE FUNCTION elections_last_provisional(which uuid) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT max(number) FROM elections_resultdeclaration
    WHERE election_id = which AND kind = 'provisional'
$$;
CREATE FUNCTION elections_report_about() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.about IS DISTINCT FROM elections_last_provisional(NEW.election_id) THEN
        RAISE EXCEPTION 'a report is about the last provisional declaration';
    END IF;
    RETURN NEW;
END $$;
-- Named so that it comes after the guard: triggers go by their names.
CREATE TRIGGER elections_report_guard_about
    BEFORE INSERT OR UPDATE ON elections_scrutineerreport
    FOR EACH ROW EXECUTE FUNCTION elections_report_about();

CREATE FUNCTION elections_early_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    are_complaints_open boolean;
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_election
        WHERE id = NEW.election_id AND rehearsal_of_id IS NOT NULL
    ) THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(complaints_close_at > clock_timestamp(), FALSE) INTO are_complaints_open
        FROM elections_timetable WHERE election_id = NEW.election_id;
    IF are_complaints_open AND NEW.made_by_id IS NULL THEN
        RAISE EXCEPTION 'the timetable declares no result while complaints are open';
    END IF;
    IF btrim(NEW.reason) = '' AND (are_complaints_open OR NOT EXISTS (
        SELECT 1 FROM elections_scrutineerreport
        WHERE election_id = NEW.election_id
            AND about = elections_last_provisional(NEW.election_id)
    )) THEN
        RAISE EXCEPTION
            'a result declared early, or without a report about it, is declared with a reason';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_early_declaration BEFORE INSERT ON elections_resultdeclaration
    FOR EACH ROW WHEN (NEW.kind = 'declared') EXECUTE FUNCTION elections_early_declaration();
"""

REPORTS_UNDO = """
DROP TRIGGER elections_early_declaration ON elections_resultdeclaration;
DROP FUNCTION elections_early_declaration();
DROP TRIGGER elections_report_guard_about ON elections_scrutineerreport;
DROP FUNCTION elections_report_about();
DROP FUNCTION elections_last_provisional(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0020_by_elections_are_marked")]

    operations = [
        migrations.AddField(
            model_name="scrutineerreport",
            name="about",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="scrutineerreport",
            name="about",
            field=models.PositiveSmallIntegerField(),
        ),
        migrations.RunSQL(REPORTS, REPORTS_UNDO),
    ]
