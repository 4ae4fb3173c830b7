"""An appeal is never decided by whoever refused the nomination, and a decision is never changed."""

from django.db import migrations

APPEALS = """
CREATE FUNCTION elections_appeal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused_by bigint;
    standing text;
BEGIN
    IF TG_OP = 'UPDATE' AND (
        OLD.outcome <> '' AND (NEW.outcome, NEW.decided_by_id, NEW.decided_at)
            IS DISTINCT FROM (OLD.outcome, OLD.decided_by_id, OLD.decided_at)
        OR (NEW.nomination_id, NEW.made_at) IS DISTINCT FROM (OLD.nomination_id, OLD.made_at)
    ) THEN
        RAISE EXCEPTION 'an appeal is made once and decided once';
    END IF;
    IF NEW.outcome = '' OR TG_OP = 'UPDATE' AND OLD.outcome <> '' THEN
        RETURN NEW;
    END IF;
    SELECT state, decided_by_id INTO standing, refused_by
        FROM elections_nomination WHERE id = NEW.nomination_id;
    IF standing <> 'refused' OR NEW.decided_by_id IS NULL OR NEW.decided_by_id = refused_by THEN
        RAISE EXCEPTION 'an appeal against a refusal is decided by another officer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_appeal_guard BEFORE INSERT OR UPDATE ON elections_appeal
    FOR EACH ROW EXECUTE FUNCTION elections_appeal_guard();
"""

APPEALS_UNDO = """
DROP TRIGGER elections_appeal_guard ON elections_appeal;
DROP FUNCTION elections_appeal_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0007_count_of_sections")]

    operations = [migrations.RunSQL(APPEALS, APPEALS_UNDO)]
