"""The table that holds the cache and the rate limits: in PostgreSQL, so that Redis may be away."""

from django.db import migrations

TABLE = """
CREATE TABLE momentum_site_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX momentum_site_cache_expires ON momentum_site_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [migrations.RunSQL(TABLE, "DROP TABLE momentum_site_cache")]
