"""Nobody comes to stand in an election in which they stand already, with any record of theirs."""

from django.db import migrations

ONCE = """
CREATE FUNCTION elections_nomination_stands_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('submitted', 'accepted') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('submitted', 'accepted')
        AND (NEW.contest_id, NEW.member_id) = (OLD.contest_id, OLD.member_id) THEN
        RETURN NEW;
    END IF;
    -- Of two at once the second waits here, and then sees what the first one wrote.
    PERFORM 1 FROM members_member WHERE id = NEW.member_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN members_member m ON m.id = n.member_id
        WHERE n.id <> NEW.id AND n.state IN ('submitted', 'accepted')
            AND c.election_id = (SELECT election_id FROM elections_contest WHERE id = NEW.contest_id)
            AND NEW.member_id IN (m.id, m.same_person_as_id)
    ) THEN
        RAISE EXCEPTION 'a person stands once in an election';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER elections_nomination_stands_once
    BEFORE INSERT OR UPDATE OF state, contest_id, member_id ON elections_nomination
    FOR EACH ROW EXECUTE FUNCTION elections_nomination_stands_once();
"""

ONCE_UNDO = """
DROP TRIGGER elections_nomination_stands_once ON elections_nomination;
DROP FUNCTION elections_nomination_stands_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0021_reports_of_one_declaration"),
        ("members", "0008_same_person_and_notes"),
    ]

    operations = [migrations.RunSQL(ONCE, ONCE_UNDO)]
