"""The log of settings changes is append-only: the database itself refuses UPDATE, DELETE and TRUNCATE."""

from django.db import migrations

TABLE = "accounts_settingschange"
POSTGRESQL = f"""
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER settingschange_append_only BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER settingschange_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
"""
POSTGRESQL_BACK = f"""
DROP TRIGGER settingschange_append_only ON {TABLE};
DROP TRIGGER settingschange_no_truncate ON {TABLE};
DROP FUNCTION accounts_refuse_change();
"""
VERBS = ("UPDATE", "DELETE")


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for verb in VERBS:
        schema_editor.execute(
            f"CREATE TRIGGER settingschange_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
        return
    for verb in VERBS:
        schema_editor.execute(f"DROP TRIGGER settingschange_no_{verb.lower()}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
