"""Whoever stands neither asks nor upvotes with another record that was found to be theirs."""

from django.db import migrations

STANDS = """
CREATE OR REPLACE FUNCTION hustings_stands(of_election uuid, who bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM elections_nomination n
        JOIN elections_contest c ON c.id = n.contest_id
        JOIN members_member m ON m.id = n.member_id
        WHERE c.election_id = of_election AND who IN (m.id, m.same_person_as_id)
            AND n.state IN ('submitted', 'accepted')
    )
$$;
"""

STANDS_UNDO = """
CREATE OR REPLACE FUNCTION hustings_stands(of_election uuid, who bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM elections_nomination n JOIN elections_contest c ON c.id = n.contest_id
        WHERE c.election_id = of_election AND n.member_id = who
            AND n.state IN ('submitted', 'accepted')
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hustings", "0002_refusals"),
        ("members", "0008_same_person_and_notes"),
    ]

    operations = [migrations.RunSQL(STANDS, STANDS_UNDO)]
