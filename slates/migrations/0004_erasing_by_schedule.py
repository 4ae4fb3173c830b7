"""What slates hold of people may go once its time has come, by the database's own clock."""

from importlib import import_module

from django.db import migrations

# As in 0003_refusals, but for what is erased; and nothing changes without a poll, either.
ERASING = """
CREATE OR REPLACE FUNCTION slates_slate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_election uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.election_id ELSE NEW.election_id END;
    words text[] := ARRAY['programme', 'website', 'reason', 'decided_words'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'approved' AND elections_papers_due(of_election) THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NEW.registered_by_id IS NULL
            AND to_jsonb(NEW) - 'registered_by_id' = to_jsonb(OLD) - 'registered_by_id'
            AND elections_papers_due(of_election) THEN
            RETURN NEW;
        END IF;
        IF NEW.programme = '' AND NEW.website = '' AND NEW.reason = ''
            AND to_jsonb(NEW) - words = to_jsonb(OLD) - words
            AND elections_statements_due(of_election) THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM 1 FROM elections_election e WHERE e.id = of_election FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = of_election AND coalesce(e.papers_fixed_at, e.no_poll_at) IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the papers are fixed: slates no longer change';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.election_id <> OLD.election_id THEN
        RAISE EXCEPTION 'a slate belongs to its election for good';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION slates_invitation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_slate bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.slate_id ELSE NEW.slate_id END;
    is_due boolean := elections_papers_due(
        (SELECT s.election_id FROM slates_slate s WHERE s.id = of_slate)
    );
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF is_due AND OLD.state <> 'accepted' THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF is_due AND NEW.invited_by_id IS NULL
            AND to_jsonb(NEW) - 'invited_by_id' = to_jsonb(OLD) - 'invited_by_id' THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM 1 FROM elections_election e JOIN slates_slate s ON s.election_id = e.id
        WHERE s.id = of_slate FOR SHARE OF e;
    IF EXISTS (
        SELECT 1 FROM elections_election e JOIN slates_slate s ON s.election_id = e.id
        WHERE s.id = of_slate AND coalesce(e.papers_fixed_at, e.no_poll_at) IS NOT NULL
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

CREATE OR REPLACE FUNCTION slates_agent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF elections_papers_due((SELECT s.election_id FROM slates_slate s WHERE s.id = OLD.slate_id)) THEN
        RETURN OLD;
    END IF;
    -- Two who go at the same time go one after the other.
    PERFORM 1 FROM slates_slate s WHERE s.id = OLD.slate_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM slates_agent a WHERE a.slate_id = OLD.slate_id AND a.id <> OLD.id
    ) THEN
        RAISE EXCEPTION 'somebody acts for a slate as long as it is there';
    END IF;
    RETURN OLD;
END $$;
"""

refusals = import_module("slates.migrations.0003_refusals")
BEFORE = (refusals.FIXED + refusals.AGENTS).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BEFORE = BEFORE.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER")


class Migration(migrations.Migration):
    dependencies = [
        ("slates", "0003_refusals"),
        ("elections", "0009_erasing_by_schedule"),
    ]

    operations = [migrations.RunSQL(ERASING, BEFORE)]
