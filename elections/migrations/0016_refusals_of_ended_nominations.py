"""Why a nomination ended is written once, beside one that stood; its detail goes by schedule."""

from django.db import migrations

ENDS = """
CREATE FUNCTION elections_nominationend_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (
            SELECT 1 FROM elections_nomination n WHERE n.id = NEW.nomination_id
                AND n.state <> 'ended'
        ) THEN
            RAISE EXCEPTION 'only of a nomination that was ended it is said why';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.detail = ''
        AND to_jsonb(NEW) - 'detail' = to_jsonb(OLD) - 'detail'
        AND elections_statements_due(
            (SELECT c.election_id FROM elections_contest c
             JOIN elections_nomination n ON n.contest_id = c.id WHERE n.id = OLD.nomination_id)
        ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'why a nomination ended is written once';
END $$;
CREATE TRIGGER elections_nominationend_guard BEFORE INSERT OR UPDATE OR DELETE
    ON elections_nominationend FOR EACH ROW EXECUTE FUNCTION elections_nominationend_guard();
"""

ENDS_UNDO = """
DROP TRIGGER elections_nominationend_guard ON elections_nominationend;
DROP FUNCTION elections_nominationend_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0015_nominations_ended")]

    operations = [migrations.RunSQL(ENDS, ENDS_UNDO)]
