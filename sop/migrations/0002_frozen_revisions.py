"""A revision that is or was in force never changes: the database itself refuses, whatever program writes."""

from django.db import migrations

FROZEN = ("sop_id", "sequence", "technical", "effective_on", "content", "content_hash", "source", "in_force_since")

POSTGRESQL = f"""
CREATE FUNCTION sop_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'sop_revision % is in force and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER revision_frozen BEFORE UPDATE ON sop_revision FOR EACH ROW
    WHEN (OLD.status <> 'draf' AND (NEW.status = 'draf' OR {" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)}))
    EXECUTE FUNCTION sop_refuse_change();
"""
POSTGRESQL_BACK = "DROP TRIGGER revision_frozen ON sop_revision; DROP FUNCTION sop_refuse_change();"
SQLITE = f"""
CREATE TRIGGER revision_frozen BEFORE UPDATE ON sop_revision
    WHEN OLD.status <> 'draf' AND (NEW.status = 'draf' OR {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN)})
    BEGIN SELECT RAISE(ABORT, 'sop_revision is in force and frozen'); END
"""


def forwards(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def backwards(apps, schema_editor):
    schema_editor.execute(
        POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else "DROP TRIGGER revision_frozen", params=None
    )


class Migration(migrations.Migration):
    dependencies = [("sop", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
