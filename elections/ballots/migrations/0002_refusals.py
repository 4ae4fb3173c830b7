"""What must never happen to a paper, refused by the database whoever asks.

SQLSTATEs: MB001 voting is closed, MB002 voting is not open, MB003 the paper is in the box already,
MB004 a row that stands for ever, MB005 a row that is not what it claims to be.
"""

from django.db import migrations

# The number is elections.ballots.moving.LOCK, the bytes "ballots" as an integer.
#
# A function in PL/pgSQL takes a new snapshot for each statement, and clock_timestamp() is read when
# its statement runs. So the lock comes first, in a statement of its own: a paper that waited for it
# is judged by the clock and the tables as they are after the wait. Under REPEATABLE READ the tables
# would still be those of before it; such a transaction is refused.
STATE = """
CREATE FUNCTION ballots_state(which uuid) RETURNS text LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    fixed boolean;
    withdrawn boolean;
    ended boolean;
    opens timestamptz;
    closes timestamptz;
    instant timestamptz;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the ballot box is entered under READ COMMITTED only'
            USING ERRCODE = 'MB005';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(27691666021250163);
    instant := clock_timestamp();
    SELECT e.papers_fixed_at IS NOT NULL,
           e.withdrawn_at IS NOT NULL, e.box_closed_at IS NOT NULL,
           t.voting_opens_at, t.voting_closes_at
    INTO fixed, withdrawn, ended, opens, closes
    FROM elections_election e JOIN elections_timetable t ON t.election_id = e.id
    WHERE e.id = which;
    RETURN CASE
        WHEN withdrawn THEN 'withdrawn'
        WHEN ended THEN 'closed'
        WHEN NOT FOUND OR NOT fixed THEN 'not open'
        WHEN instant < opens THEN 'not open'
        WHEN instant < closes THEN 'open'
        ELSE 'past'
    END;
END $$;

CREATE FUNCTION ballots_refuse_state(state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF state = 'not open' THEN
        RAISE EXCEPTION 'voting is not open' USING ERRCODE = 'MB002';
    END IF;
    RAISE EXCEPTION 'voting is closed' USING ERRCODE = 'MB001';
END $$;
"""

STATE_UNDO = """
DROP FUNCTION ballots_refuse_state(text);
DROP FUNCTION ballots_state(uuid);
"""

# A paper whose tracker is in the box already would stop every later move: it is refused at the door.
INBOX = """
CREATE FUNCTION ballots_inbox_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    state text := ballots_state(NEW.election);
BEGIN
    IF state <> 'open' THEN
        PERFORM ballots_refuse_state(state);
    END IF;
    IF EXISTS (SELECT 1 FROM ballots_box WHERE tracker = NEW.tracker) THEN
        RAISE EXCEPTION 'this paper is in the box already' USING ERRCODE = 'MB003';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballots_inbox_guard BEFORE INSERT ON ballots_inbox
    FOR EACH ROW EXECUTE FUNCTION ballots_inbox_guard();
"""

INBOX_UNDO = """
DROP TRIGGER ballots_inbox_guard ON ballots_inbox;
DROP FUNCTION ballots_inbox_guard();
"""

# Papers enter the box from the inbox alone, unchanged, and never into a batch that has its
# checkpoint. Checkpoints follow each other without a gap and count what is in the box.
BOX = """
CREATE FUNCTION ballots_box_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    state text := ballots_state(NEW.election);
BEGIN
    IF state NOT IN ('open', 'past') THEN
        PERFORM ballots_refuse_state(state);
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM ballots_inbox i
        WHERE i.tracker = NEW.tracker AND i.election = NEW.election AND i.sheet = NEW.sheet
          AND i.sealed = NEW.sealed AND i.token_random = NEW.token_random
          AND i.signature = NEW.signature
    ) THEN
        RAISE EXCEPTION 'papers come into the box from the inbox only' USING ERRCODE = 'MB005';
    END IF;
    IF NEW.batch IS DISTINCT FROM (
        SELECT coalesce(max(index), 0) + 1 FROM ballots_checkpoint
        WHERE election = NEW.election AND sheet = NEW.sheet
    ) THEN
        RAISE EXCEPTION 'papers come into the next batch only' USING ERRCODE = 'MB005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballots_box_guard BEFORE INSERT ON ballots_box
    FOR EACH ROW EXECUTE FUNCTION ballots_box_guard();

CREATE FUNCTION ballots_checkpoint_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    state text := ballots_state(NEW.election);
    last_index integer;
    last_total integer;
    moved integer;
BEGIN
    IF state NOT IN ('open', 'past') THEN
        PERFORM ballots_refuse_state(state);
    END IF;
    SELECT index, total INTO last_index, last_total FROM ballots_checkpoint
    WHERE election = NEW.election AND sheet = NEW.sheet ORDER BY index DESC LIMIT 1;
    SELECT count(*) INTO moved FROM ballots_box
    WHERE election = NEW.election AND sheet = NEW.sheet AND batch = NEW.index;
    IF NEW.index IS DISTINCT FROM coalesce(last_index, 0) + 1
        OR NEW.total IS DISTINCT FROM coalesce(last_total, 0) + moved THEN
        RAISE EXCEPTION 'a checkpoint follows the last one and counts the box'
            USING ERRCODE = 'MB005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballots_checkpoint_guard BEFORE INSERT ON ballots_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ballots_checkpoint_guard();
"""

BOX_UNDO = """
DROP TRIGGER ballots_box_guard ON ballots_box;
DROP FUNCTION ballots_box_guard();
DROP TRIGGER ballots_checkpoint_guard ON ballots_checkpoint;
DROP FUNCTION ballots_checkpoint_guard();
"""

# TRUNCATE of the inbox is the mover's way of leaving no trace on a page, and TRUNCATE of the keys
# the way of destroying one; nothing else takes a row out or changes it.
STANDS = """
CREATE FUNCTION ballots_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'MB004';
END $$;
CREATE TRIGGER ballots_box_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ballots_box
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_checkpoint_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ballots_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_poll_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON ballots_poll
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_inbox_stands BEFORE UPDATE OR DELETE ON ballots_inbox
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
CREATE TRIGGER ballots_key_stands BEFORE UPDATE OR DELETE ON ballots_key
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_stands();
"""

STANDS_UNDO = """
DROP TRIGGER ballots_box_stands ON ballots_box;
DROP TRIGGER ballots_checkpoint_stands ON ballots_checkpoint;
DROP TRIGGER ballots_poll_stands ON ballots_poll;
DROP TRIGGER ballots_inbox_stands ON ballots_inbox;
DROP TRIGGER ballots_key_stands ON ballots_key;
DROP FUNCTION ballots_stands();
"""

SHAPES = """
ALTER TABLE ballots_poll ADD CONSTRAINT ballots_poll_digest_is_of_the_manifest
    CHECK (digest = sha256(manifest));
ALTER TABLE ballots_inbox
    ADD CONSTRAINT ballots_inbox_tracker_is_of_the_paper
        CHECK (tracker = encode(sha256(sealed), 'hex')),
    ADD CONSTRAINT ballots_inbox_lengths
        CHECK (octet_length(token_random) = 32 AND octet_length(signature) = 384);
ALTER TABLE ballots_box
    ADD CONSTRAINT ballots_box_tracker_is_of_the_paper
        CHECK (tracker = encode(sha256(sealed), 'hex')),
    ADD CONSTRAINT ballots_box_lengths
        CHECK (octet_length(token_random) = 32 AND octet_length(signature) = 384);
ALTER TABLE ballots_checkpoint ADD CONSTRAINT ballots_checkpoint_lengths
    CHECK (octet_length(hash) = 32 AND octet_length(signature) = 64);
"""

SHAPES_UNDO = """
ALTER TABLE ballots_poll DROP CONSTRAINT ballots_poll_digest_is_of_the_manifest;
ALTER TABLE ballots_inbox
    DROP CONSTRAINT ballots_inbox_tracker_is_of_the_paper, DROP CONSTRAINT ballots_inbox_lengths;
ALTER TABLE ballots_box
    DROP CONSTRAINT ballots_box_tracker_is_of_the_paper, DROP CONSTRAINT ballots_box_lengths;
ALTER TABLE ballots_checkpoint DROP CONSTRAINT ballots_checkpoint_lengths;
"""


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("elections", "0001_initial")]

    operations = [
        migrations.RunSQL(STATE, STATE_UNDO),
        migrations.RunSQL(INBOX, INBOX_UNDO),
        migrations.RunSQL(BOX, BOX_UNDO),
        migrations.RunSQL(STANDS, STANDS_UNDO),
        migrations.RunSQL(SHAPES, SHAPES_UNDO),
    ]
