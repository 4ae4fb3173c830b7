"""Whoever is a scrutineer conducts no election and prepares none, past this code, too.

Whoever holds both already keeps them until one is taken: only what is given is looked at.
"""

from django.db import migrations

# The lock on the person makes the second of two offices given at once wait, and see the first.
FORWARDS = """
CREATE FUNCTION members_role_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM members_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM members_staffrole held
        WHERE held.user_id = NEW.user_id AND held.id IS DISTINCT FROM NEW.id AND CASE NEW.role
            WHEN 'scrutineer' THEN held.role IN ('officer', 'administrator')
            WHEN 'officer' THEN held.role = 'scrutineer'
            WHEN 'administrator' THEN held.role = 'scrutineer'
            ELSE FALSE
        END
    ) THEN
        RAISE EXCEPTION 'a scrutineer is independent of those who conduct elections'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER members_role_guard BEFORE INSERT OR UPDATE ON members_staffrole
    FOR EACH ROW EXECUTE FUNCTION members_role_guard();
"""

BACKWARDS = """
DROP TRIGGER members_role_guard ON members_staffrole;
DROP FUNCTION members_role_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0010_further_acts")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
