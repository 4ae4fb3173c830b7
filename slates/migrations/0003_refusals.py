"""What must never happen to slates, refused by the database whoever asks."""

from django.db import migrations

# The share lock makes an act wait for papers that are being fixed, and see that they were.
FIXED = """
CREATE FUNCTION slates_slate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_election uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END;
BEGIN
    PERFORM 1 FROM elections_election e WHERE e.id = of_election FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = of_election AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: slates no longer change';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.election_id <> OLD.election_id THEN
        RAISE EXCEPTION 'a slate belongs to its election for good';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER slates_slate_guard BEFORE INSERT OR UPDATE OR DELETE ON slates_slate
    FOR EACH ROW EXECUTE FUNCTION slates_slate_guard();

CREATE FUNCTION slates_invitation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_slate bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.slate_id ELSE NEW.slate_id END;
BEGIN
    PERFORM 1 FROM elections_election e JOIN slates_slate s ON s.election_id = e.id
        WHERE s.id = of_slate FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_election e JOIN slates_slate s ON s.election_id = e.id
        WHERE s.id = of_slate AND e.papers_fixed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: slates no longer change';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM slates_slate s
        JOIN elections_contest c ON c.election_id = s.election_id
        JOIN elections_nomination n ON n.contest_id = c.id
        WHERE s.id = NEW.slate_id AND n.id = NEW.nomination_id
    ) THEN
        RAISE EXCEPTION 'a slate invites those who stand in its own election';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER slates_invitation_guard BEFORE INSERT OR UPDATE OR DELETE ON slates_invitation
    FOR EACH ROW EXECUTE FUNCTION slates_invitation_guard();
"""

FIXED_UNDO = """
DROP TRIGGER slates_slate_guard ON slates_slate;
DROP FUNCTION slates_slate_guard();
DROP TRIGGER slates_invitation_guard ON slates_invitation;
DROP FUNCTION slates_invitation_guard();
"""

AGENTS = """
CREATE FUNCTION slates_agent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two who go at the same time go one after the other.
    PERFORM 1 FROM slates_slate s WHERE s.id = OLD.slate_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM slates_agent a WHERE a.slate_id = OLD.slate_id AND a.id <> OLD.id
    ) THEN
        RAISE EXCEPTION 'somebody acts for a slate as long as it is there';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER slates_agent_guard BEFORE DELETE ON slates_agent
    FOR EACH ROW EXECUTE FUNCTION slates_agent_guard();
"""

AGENTS_UNDO = """
DROP TRIGGER slates_agent_guard ON slates_agent;
DROP FUNCTION slates_agent_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("slates", "0002_agents_invitations_and_decisions")]

    operations = [
        migrations.RunSQL(FIXED, FIXED_UNDO),
        migrations.RunSQL(AGENTS, AGENTS_UNDO),
    ]
