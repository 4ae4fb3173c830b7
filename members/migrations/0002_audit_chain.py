"""The audit is only ever added to, and each entry carries the digest of the one before.

Within PostgreSQL 15: sha256() is built in, and no extension is needed.
"""

from django.db import migrations

# The statements inside a volatile function see what was committed while it waited for the lock.
FORWARDS = """
CREATE FUNCTION members_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_id bigint;
    last_digest text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('members_auditentry'), 0);
    SELECT id, digest INTO last_id, last_digest
        FROM members_auditentry ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(last_id, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.previous := coalesce(last_digest, repeat('0', 64));
    NEW.digest := encode(sha256(convert_to(jsonb_build_array(
        NEW.id, NEW.previous,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        NEW.action, NEW.actor_id, NEW.subject, NEW.election, NEW.reason, NEW.detail
    )::text, 'UTF8')), 'hex');
    RETURN NEW;
END $$;

CREATE FUNCTION members_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only added to: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_chain BEFORE INSERT ON members_auditentry
    FOR EACH ROW EXECUTE FUNCTION members_audit_chain();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON members_auditentry
    FOR EACH ROW EXECUTE FUNCTION members_audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON members_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION members_audit_refuse();
"""

BACKWARDS = """
DROP TRIGGER audit_no_truncate ON members_auditentry;
DROP TRIGGER audit_no_change ON members_auditentry;
DROP TRIGGER audit_chain ON members_auditentry;
DROP FUNCTION members_audit_refuse();
DROP FUNCTION members_audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
