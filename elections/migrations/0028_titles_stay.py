"""What the notice says of an election, in either language, no longer changes once it is out."""

from django.db import migrations

TITLES = """
CREATE FUNCTION elections_titles_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'titles are locked since the notice';
END $$;
CREATE TRIGGER elections_titles_guard BEFORE UPDATE ON elections_election
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND
        (OLD.title, OLD.title_cy, OLD.summary_cy)
        IS DISTINCT FROM (NEW.title, NEW.title_cy, NEW.summary_cy))
    EXECUTE FUNCTION elections_titles_guard();
"""

TITLES_UNDO = """
DROP TRIGGER elections_titles_guard ON elections_election;
DROP FUNCTION elections_titles_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0027_languages")]

    operations = [migrations.RunSQL(TITLES, TITLES_UNDO)]
