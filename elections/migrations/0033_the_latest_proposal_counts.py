"""A proposal that was taken back, replaced or used up is none: only the latest of its page counts."""

from django.db import migrations

# Each page has one proposal at a time, and the audit's line of it says the page; so does the line that
# takes it back. Lines from before have no page, and are compared among themselves. An act of two clears
# every proposal about the election, so what was proposed before it confirms nothing after it.
ACTED_BY_TWO = """
CREATE OR REPLACE FUNCTION elections_acted_by_two(
    which uuid, actions text[], declaration integer
)
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
%s
        )
        FROM members_auditentry done
        WHERE done.election = which AND done.action = ANY (actions)
            AND (declaration IS NULL OR done.detail->>'number' = declaration::text)
        ORDER BY done.id DESC LIMIT 1
    ), false)
$$;
"""

LATEST = """
                AND NOT EXISTS (
                    SELECT 1 FROM members_auditentry later
                    WHERE later.election = which
                        AND later.id > proposed.id AND later.id < done.id
                        AND (
                            later.action IN ('election-withdrawn', 'poll-abandoned',
                                'result-declared', 'result-amended')
                            OR later.action = 'act-proposed'
                                AND later.detail->>'act' = proposed.detail->>'act'
                                AND later.detail->>'page'
                                    IS NOT DISTINCT FROM proposed.detail->>'page'
                        )
                )"""


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0032_refusals_of_acts_of_two"),
        ("members", "0013_two_officers"),
    ]

    operations = [migrations.RunSQL(ACTED_BY_TWO % LATEST, ACTED_BY_TWO % "")]
