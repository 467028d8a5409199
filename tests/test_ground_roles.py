"""On PostgreSQL the portal works as a role that owns nothing: it cannot lift what keeps the history of tickets append-only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest

from tests.plugins import services

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.xdist_group("processes"),
    pytest.mark.skipif(shutil.which("psql") is None, reason="psql tidak ada (apt-get install postgresql-client)"),
]
PASSWORD = "sandi' \"uji"


@pytest.fixture(scope="module")
def installation():
    """{"owner": ..., "app": ...}: arguments for psycopg2.connect, over a database made by deploy/postgres and migrated by its owner."""
    server = urlsplit(services.POSTGRES)
    name = f"halocik_peran_{os.getpid()}"
    owner, app = f"{name}_owner", f"{name}_app"
    place = {"host": server.hostname, "port": server.port or 5432, "dbname": name, "password": PASSWORD}
    administrator = {
        "PGHOST": server.hostname,
        "PGPORT": str(server.port or 5432),
        "POSTGRES_USER": unquote(server.username or "postgres"),
        "PGPASSWORD": unquote(server.password or ""),
    }
    roles = {
        "HALOCIK_DATABASE": name,
        "HALOCIK_OWNER": owner,
        "HALOCIK_APP": app,
        "HALOCIK_OWNER_PASSWORD": PASSWORD,
        "HALOCIK_APP_PASSWORD": PASSWORD,
    }
    env = {**os.environ, **administrator}
    try:
        subprocess.run(["sh", str(ROOT / "deploy/postgres/10-roles.sh")], env={**env, **roles}, check=True, timeout=60)
        _migrate(f"postgres://{owner}:sandi%27%20%22uji@{server.hostname}:{server.port or 5432}/{name}")
        yield {"owner": {**place, "user": owner}, "app": {**place, "user": app}}
    finally:
        drop = [f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'DROP ROLE IF EXISTS "{app}"', f'DROP ROLE IF EXISTS "{owner}"']
        commands = [word for statement in drop for word in ("-c", statement)]
        subprocess.run(["psql", "-q", "-U", administrator["POSTGRES_USER"], "-d", "postgres", *commands], env=env, check=True, timeout=60)


def _migrate(url):
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "halocik.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "-v", "0"], cwd=ROOT, env=env, check=True, timeout=300)


@pytest.fixture
def as_app(installation):
    """`as_app(statement)` runs it as the portal's role and takes it back."""
    connection = psycopg2.connect(**installation["app"])

    def run(statement):
        with connection.cursor() as cursor:
            try:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else cursor.rowcount
            finally:
                connection.rollback()

    yield run
    connection.close()


def test_the_portal_reads_and_writes_rows(as_app):
    assert as_app("SELECT count(*) FROM tickets_ticketevent") == [(0,)]
    assert as_app("INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('a', '', now())") == 1
    assert as_app("DELETE FROM django_session") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE tickets_ticketevent DISABLE TRIGGER USER",
        "DROP TRIGGER ticketevent_append_only ON tickets_ticketevent",
        "TRUNCATE tickets_ticketevent CASCADE",
        "DROP TABLE tickets_ticketevent CASCADE",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION tickets_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TABLE somewhere_else (i int)",
        "ALTER ROLE CURRENT_USER SUPERUSER",
    ],
)
def test_the_portal_cannot_touch_what_guards_the_history(as_app, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_app(statement)


def test_the_portal_owns_no_table(installation, as_app):
    owners = as_app("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [(installation["owner"]["user"],)]
