-- The site's role and its database; run once, as the server's administrator:
--   MOMENTUM_PASSWORD=PASSWORD psql -f deploy/database.sql
-- The role is no superuser: it owns its database, and can neither start a program nor read a file.
\set ON_ERROR_STOP on
\getenv password MOMENTUM_PASSWORD
CREATE ROLE momentum LOGIN PASSWORD :'password';
CREATE DATABASE momentum OWNER momentum ENCODING 'UTF8' TEMPLATE template0;

-- The server must not write statements into its log: they hold sealed papers.
ALTER ROLE momentum SET log_min_error_statement = 'panic';
ALTER ROLE momentum SET log_error_verbosity = 'terse';
ALTER ROLE momentum SET log_statement = 'none';
ALTER ROLE momentum SET log_min_duration_statement = -1;
ALTER ROLE momentum SET log_min_duration_sample = -1;
