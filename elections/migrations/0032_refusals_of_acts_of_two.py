"""Where two officers act together, the audit has both by the time an act of theirs is committed."""

from django.db import migrations

# Who acts is no column of the election: it is the audit's line, which nobody changes. So this asks at the
# end of the transaction, whatever wrote in it. Without a line it is as if one officer had acted. The
# timetable has no officers.
BY_TWO = """
CREATE FUNCTION elections_acted_by_two(which uuid, actions text[], declaration integer)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT done.actor_id IS NULL OR EXISTS (
            SELECT 1 FROM members_auditentry proposed
            JOIN members_user proposer ON proposer.id = proposed.actor_id
            WHERE proposed.election = which AND proposed.action = 'act-proposed'
                AND proposed.id < done.id AND proposed.actor_id <> done.actor_id
                AND proposed.detail->'taken back' IS NULL
                AND proposer.email = done.detail->>'proposed by'
                AND proposed.detail->>'act' = CASE done.action
                    WHEN 'election-withdrawn' THEN 'withdraw' WHEN 'poll-abandoned' THEN 'abandon'
                    WHEN 'result-declared' THEN 'declare' WHEN 'result-amended' THEN 'amend' END
        )
        FROM members_auditentry done
        WHERE done.election = which AND done.action = ANY (actions)
            AND (declaration IS NULL OR done.detail->>'number' = declaration::text)
        ORDER BY done.id DESC LIMIT 1
    ), false)
$$;

CREATE FUNCTION elections_election_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT elections_acted_by_two(NEW.id, TG_ARGV, NULL) THEN
        RAISE EXCEPTION 'two officers do this: one proposes it, and another one confirms';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER elections_called_off_by_two AFTER UPDATE ON elections_election
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.needs_second_officer AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION elections_election_by_two('election-withdrawn', 'poll-abandoned');
CREATE CONSTRAINT TRIGGER elections_declared_by_two AFTER UPDATE ON elections_election
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.needs_second_officer AND OLD.declared_at IS NULL AND NEW.declared_at IS NOT NULL)
    EXECUTE FUNCTION elections_election_by_two('result-declared');

CREATE FUNCTION elections_amended_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM elections_election WHERE id = NEW.election_id AND needs_second_officer
    ) AND NOT elections_acted_by_two(NEW.election_id, '{result-amended}', NEW.number) THEN
        RAISE EXCEPTION 'two officers do this: one proposes it, and another one confirms';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER elections_amended_by_two AFTER INSERT ON elections_resultdeclaration
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.kind IN ('corrected', 'unseated', 'void'))
    EXECUTE FUNCTION elections_amended_by_two();
"""

BY_TWO_UNDO = """
DROP TRIGGER elections_amended_by_two ON elections_resultdeclaration;
DROP TRIGGER elections_declared_by_two ON elections_election;
DROP TRIGGER elections_called_off_by_two ON elections_election;
DROP FUNCTION elections_amended_by_two();
DROP FUNCTION elections_election_by_two();
DROP FUNCTION elections_acted_by_two(uuid, text[], integer);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0031_one_proposal_a_page"),
        ("members", "0013_two_officers"),
    ]

    operations = [migrations.RunSQL(BY_TWO, BY_TWO_UNDO)]
