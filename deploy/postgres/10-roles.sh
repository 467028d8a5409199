#!/bin/sh
# Two roles: the owner migrates, the portal works. The portal's role owns nothing, so it cannot switch off the triggers that keep the
# history of tickets append-only. Run once, by the image of PostgreSQL at first start or by hand as its administrator:
#   HALOCIK_OWNER_PASSWORD=... HALOCIK_APP_PASSWORD=... sh deploy/postgres/10-roles.sh
set -eu

psql -v ON_ERROR_STOP=1 --quiet --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    -v database="${HALOCIK_DATABASE:-halocik}" \
    -v owner="${HALOCIK_OWNER:-halocik_owner}" -v owner_password="$HALOCIK_OWNER_PASSWORD" \
    -v app="${HALOCIK_APP:-halocik_app}" -v app_password="$HALOCIK_APP_PASSWORD" <<'SQL'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE DATABASE :"database" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"app";
\connect :"database"
ALTER SCHEMA public OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
-- Of what the owner makes from now on: rows, never the tables themselves; no TRUNCATE, no TRIGGER, no REFERENCES.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";
SQL
