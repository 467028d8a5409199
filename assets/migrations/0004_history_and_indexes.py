"""What the filled columns replace goes; what they must hold is held by the database. History is append-only, as that of tickets is."""

from django.conf import settings
from django.db import migrations, models

TABLE = "assets_assetevent"
POSTGRESQL = """
CREATE FUNCTION assets_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER assetevent_append_only BEFORE UPDATE OR DELETE ON assets_assetevent FOR EACH ROW EXECUTE FUNCTION assets_refuse_change();
CREATE TRIGGER assetevent_no_truncate BEFORE TRUNCATE ON assets_assetevent FOR EACH STATEMENT EXECUTE FUNCTION assets_refuse_change();
CREATE INDEX asset_words_trigram ON assets_asset USING gin (words gin_trgm_ops);
"""
POSTGRESQL_BACK = """
DROP INDEX asset_words_trigram;
DROP TRIGGER assetevent_append_only ON assets_assetevent;
DROP TRIGGER assetevent_no_truncate ON assets_assetevent;
DROP FUNCTION assets_refuse_change();
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)  # a % in it is meant; pg_trgm came with tickets
        return
    for verb in ("UPDATE", "DELETE"):
        refusal = f"SELECT RAISE(ABORT, '{TABLE} is append-only')"
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN {refusal}; END")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0003_places_and_states"),
        ("tickets", "0003_search_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField("asset", "location_text"),
        migrations.RemoveIndex(
            model_name="asset",
            name="asset_by_office",
        ),
        migrations.RemoveField(
            model_name="asset",
            name="active",
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["organisation", "code", "register_number", "id"], name="asset_by_number"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["organisation", "status", "code", "register_number", "id"], name="asset_by_status"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["organisation", "condition", "code", "register_number", "id"], name="asset_by_condition"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["organisation", "name", "id"], name="asset_by_name"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["organisation", "-changed_at", "-id"], name="asset_by_change"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("warranty_until__isnull", False)),
                fields=["organisation", "warranty_until", "id"],
                name="asset_by_warranty",
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("organisation", "code", "register_number"),
                name="asset_number_once_per_organisation",
                violation_error_message="Kode barang dengan NUP/nomor register ini sudah ada di daftar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "dihapus"), _negated=True),
                    models.Q(
                        models.Q(("decree_number", ""), _negated=True),
                        models.Q(("decree_date__isnull", False), ("decree_number", "tidak tercatat"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="asset_disposed_of_by_decree_only",
                violation_error_message="Aset dihapus hanya dengan nomor dan tanggal SK Penghapusan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "diperbaiki"), _negated=True), models.Q(("status_before", ""), _negated=True), _connector="OR"
                ),
                name="asset_in_repair_knows_its_way_back",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
