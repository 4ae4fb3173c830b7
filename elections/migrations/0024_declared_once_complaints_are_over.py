"""Timetables of before the rule declare a result once complaints are over, as it is done anyway."""

from django.db import migrations

REASON = (
    "A result is declared once the time for complaints is over. The declaration was planned for "
    "earlier, and would have waited."
)

# Of whatever may still be declared; where the notice is out, with a public reason as any change.
FORWARDS = """
WITH early AS (
    SELECT t.election_id, e.published_at, t.declaration_at, t.complaints_close_at
    FROM elections_timetable t JOIN elections_election e ON e.id = t.election_id
    WHERE t.declaration_at < t.complaints_close_at
        AND e.declared_at IS NULL AND e.withdrawn_at IS NULL
), moved AS (
    UPDATE elections_timetable t SET declaration_at = t.complaints_close_at
    FROM early WHERE early.election_id = t.election_id
)
INSERT INTO elections_publicchange
    (election_id, kind, made_by_id, made_at, subject, reason, before, after)
SELECT election_id, 'timetable', NULL, clock_timestamp(), '', %s,
    jsonb_build_object('declaration_at', to_char(
        declaration_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')),
    jsonb_build_object('declaration_at', to_char(
        complaints_close_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
FROM early WHERE published_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0023_late_reports")]

    operations = [migrations.RunSQL([(FORWARDS, [REASON])], migrations.RunSQL.noop)]
