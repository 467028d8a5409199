"""Words inside a ticket are found by trigrams on PostgreSQL; SQLite, for an office's few thousand tickets, reads the column."""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute("CREATE INDEX ticket_words_trigram ON tickets_ticket USING gin (words gin_trgm_ops)")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX ticket_words_trigram")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
