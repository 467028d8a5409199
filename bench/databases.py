"""The databases of a benchmark: thrown away and made anew, so their names must say that this is all they are for."""

from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

SUFFIX = "_bench"
EXAMPLE = "DATABASE_URL=postgres://postgres@127.0.0.1:5432/halocik_bench manage.py bench"


def require_own_database():
    """CommandError unless this is PostgreSQL, not production, and the database is named for the purpose."""
    if settings.PRODUCTION:
        raise CommandError("The benchmark fills and drops databases: it does not run where HALOCIK_ENV=produksi.")
    if connection.vendor != "postgresql":
        raise CommandError(f"The benchmark measures PostgreSQL: {EXAMPLE}")
    name = connection.settings_dict["NAME"]
    if not name.endswith(SUFFIX):
        raise CommandError(f"Database {name!r} is not named *{SUFFIX}; the benchmark drops what is in it. For example: {EXAMPLE}")


def name_for(size, base):
    """`halocik_bench` → `halocik_1000_bench`: one database per size, so that both can be measured side by side."""
    return f"{base.removesuffix(SUFFIX)}_{size}{SUFFIX}"


@contextmanager
def connected_to(name):
    """Inside, the default connection speaks to the database `name`."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def filled(name):
    """Whether the database `name` is there and holds the portal's tables: an empty one somebody made beforehand is no use."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            return False
    with connected_to(name), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('tickets_ticket')")
        return cursor.fetchone()[0] is not None


def create(name, template=None):
    """Make the database `name`, as a copy of `template` (nobody may be connected to that) or empty."""
    copied = f" TEMPLATE {_quoted(template)}" if template else ""
    _administer(f"CREATE DATABASE {_quoted(name)}{copied}")


def drop(name):
    if not name.endswith(SUFFIX):
        raise ValueError(name)
    _administer(f"DROP DATABASE IF EXISTS {_quoted(name)}")


def migrate():
    call_command("migrate", interactive=False, verbosity=0)


def analyze():
    """Planner statistics and visibility map, as autovacuum leaves them in a database that has been used for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _administer(statement):
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _quoted(name):
    return connection.ops.quote_name(name)
