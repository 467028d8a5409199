"""Let the flush after transactional and live-server tests through the triggers that keep tables append-only.

Django empties the tables with TRUNCATE (PostgreSQL) or DELETE (SQLite), which those triggers rightly refuse. They are lifted around
that one statement and stand again before the next test begins; what a test itself does is never let through. On PostgreSQL rows are
deleted too: TRUNCATE makes new files for every table, which costs a hundred times as much as removing the few rows of a test.
"""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

_flush = BaseDatabaseOperations.execute_sql_flush


def install():
    BaseDatabaseOperations.execute_sql_flush = _flush_through_triggers


def _flush_through_triggers(operations, sql_list):
    connection = operations.connection
    with transaction.atomic(using=connection.alias), lifted_triggers(connection.alias):
        if connection.vendor == "postgresql":
            sql_list = [
                f"DELETE FROM {operations.quote_name(table)}" for table in connection.introspection.django_table_names(only_existing=True)
            ]
        _flush(operations, sql_list)


@contextmanager
def lifted_triggers(using="default"):
    """Inside, no trigger of the schema fires on this connection's tables. Needs an open transaction on PostgreSQL."""
    connection = connections[using]
    lift = _lift_postgresql if connection.vendor == "postgresql" else _lift_sqlite
    with connection.cursor() as cursor, lift(cursor):
        yield


@contextmanager
def _lift_postgresql(cursor):
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema()::regnamespace"
    )
    tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while deferred checks of its rows wait
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _lift_sqlite(cursor):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        cursor.execute(sql)
