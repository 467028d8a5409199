"""Events are append-only: the database itself refuses UPDATE, DELETE and TRUNCATE. Only SQLite's triggers can be dropped by whoever
holds the file; on PostgreSQL the application's role owns nothing (deploy/), so it cannot lift them."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION tickets_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ticketevent_append_only BEFORE UPDATE OR DELETE ON tickets_ticketevent FOR EACH ROW EXECUTE FUNCTION tickets_refuse_change();
CREATE TRIGGER ticketevent_no_truncate BEFORE TRUNCATE ON tickets_ticketevent FOR EACH STATEMENT EXECUTE FUNCTION tickets_refuse_change();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON tickets_checkpoint FOR EACH ROW EXECUTE FUNCTION tickets_refuse_change();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON tickets_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION tickets_refuse_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER ticketevent_append_only ON tickets_ticketevent;
DROP TRIGGER ticketevent_no_truncate ON tickets_ticketevent;
DROP TRIGGER checkpoint_append_only ON tickets_checkpoint;
DROP TRIGGER checkpoint_no_truncate ON tickets_checkpoint;
DROP FUNCTION tickets_refuse_change();
"""
SQLITE = [
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON tickets_{table} BEGIN SELECT RAISE(ABORT, 'tickets_{table} is append-only'); END"
    for table in ("ticketevent", "checkpoint")
    for verb in ("UPDATE", "DELETE")
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)  # a % in it is meant
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
    else:
        for table in ("ticketevent", "checkpoint"):
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
