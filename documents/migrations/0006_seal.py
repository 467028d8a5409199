"""The seal of issued letters (documents.seals); those issued before are sealed as they stand."""

from types import SimpleNamespace

from django.db import migrations, models

from documents.seals import seal


def fill(apps, schema_editor):
    letters = apps.get_model("documents", "Letter").objects.filter(status="terbit").defer("facts")
    numbers = dict(apps.get_model("tickets", "Ticket").objects.filter(letters__status="terbit").values_list("pk", "number"))
    for letter in letters.iterator():
        known = SimpleNamespace(ticket=SimpleNamespace(number=numbers[letter.ticket_id]))
        for name in ("uuid", "kind", "number", "version", "sha256"):
            setattr(known, name, getattr(letter, name))
        letters.model.objects.filter(pk=letter.pk).update(seal=seal(known))


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_drafts_and_corrections")]
    operations = [
        migrations.AddField("letter", "seal", models.CharField(blank=True, editable=False, max_length=64)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
