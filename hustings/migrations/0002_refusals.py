"""What must never happen to questions and answers, refused by the database whoever asks."""

from django.db import migrations

CANDIDATES = """
CREATE FUNCTION hustings_stands(of_election uuid, who bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM elections_nomination n JOIN elections_contest c ON c.id = n.contest_id
        WHERE c.election_id = of_election AND n.member_id = who
            AND n.state IN ('submitted', 'accepted')
    )
$$;

CREATE FUNCTION hustings_question_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM hustings_topic t
        WHERE t.id = NEW.topic_id AND t.hustings_id = NEW.hustings_id
    ) THEN
        RAISE EXCEPTION 'a question has a topic of its own hustings';
    END IF;
    IF TG_OP = 'INSERT' AND hustings_stands(NEW.hustings_id, NEW.member_id) THEN
        RAISE EXCEPTION 'candidates do not ask';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.member_id, NEW.hustings_id)
        IS DISTINCT FROM (OLD.member_id, OLD.hustings_id) THEN
        RAISE EXCEPTION 'a question belongs to its member for good';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'approved' AND NEW.text <> OLD.text THEN
        RAISE EXCEPTION 'what is approved does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hustings_question_guard BEFORE INSERT OR UPDATE ON hustings_question
    FOR EACH ROW EXECUTE FUNCTION hustings_question_guard();

CREATE FUNCTION hustings_upvote_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_election uuid;
BEGIN
    SELECT q.hustings_id INTO of_election FROM hustings_question q
        WHERE q.id = NEW.question_id AND q.topic_id = NEW.topic_id AND q.state = 'approved';
    IF of_election IS NULL THEN
        RAISE EXCEPTION 'an upvote is of an approved question, in its topic';
    END IF;
    IF hustings_stands(of_election, NEW.member_id) THEN
        RAISE EXCEPTION 'candidates do not upvote';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hustings_upvote_guard BEFORE INSERT OR UPDATE ON hustings_upvote
    FOR EACH ROW EXECUTE FUNCTION hustings_upvote_guard();

CREATE FUNCTION hustings_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM hustings_question q
        JOIN elections_contest c ON c.election_id = q.hustings_id
        JOIN elections_nomination n ON n.contest_id = c.id
        WHERE q.id = NEW.question_id AND n.id = NEW.nomination_id
    ) THEN
        RAISE EXCEPTION 'those answer who stand in the election';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.question_id, NEW.nomination_id)
        IS DISTINCT FROM (OLD.question_id, OLD.nomination_id) THEN
        RAISE EXCEPTION 'an answer belongs to its candidate for good';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'approved' AND NEW.text <> OLD.text THEN
        RAISE EXCEPTION 'what is approved does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hustings_answer_guard BEFORE INSERT OR UPDATE ON hustings_answer
    FOR EACH ROW EXECUTE FUNCTION hustings_answer_guard();
"""

CANDIDATES_UNDO = """
DROP TRIGGER hustings_question_guard ON hustings_question;
DROP FUNCTION hustings_question_guard();
DROP TRIGGER hustings_upvote_guard ON hustings_upvote;
DROP FUNCTION hustings_upvote_guard();
DROP TRIGGER hustings_answer_guard ON hustings_answer;
DROP FUNCTION hustings_answer_guard();
DROP FUNCTION hustings_stands(uuid, bigint);
"""

LOCKED = """
CREATE FUNCTION hustings_topic_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = OLD.hustings_id AND e.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'topics are locked since the notice';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER hustings_topic_guard BEFORE UPDATE OR DELETE ON hustings_topic
    FOR EACH ROW EXECUTE FUNCTION hustings_topic_guard();

CREATE FUNCTION hustings_limits_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR (NEW.question_words, NEW.answer_words)
            IS DISTINCT FROM (OLD.question_words, OLD.answer_words)) AND EXISTS (
        SELECT 1 FROM elections_election e
        WHERE e.id = OLD.election_id AND e.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a hustings and its limits are locked since the notice';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER hustings_limits_guard BEFORE UPDATE OR DELETE ON hustings_hustings
    FOR EACH ROW EXECUTE FUNCTION hustings_limits_guard();
"""

LOCKED_UNDO = """
DROP TRIGGER hustings_topic_guard ON hustings_topic;
DROP FUNCTION hustings_topic_guard();
DROP TRIGGER hustings_limits_guard ON hustings_hustings;
DROP FUNCTION hustings_limits_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("hustings", "0001_initial")]

    operations = [
        migrations.RunSQL(CANDIDATES, CANDIDATES_UNDO),
        migrations.RunSQL(LOCKED, LOCKED_UNDO),
    ]
