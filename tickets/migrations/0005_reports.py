"""What reports read: the working time each visit took, and indexes of what was opened and left in a period."""

from django.db import migrations, models

from tickets.deadlines import worked_seconds
from worktime.calendars import Calendar
from worktime.store import ROUND_THE_CLOCK, from_snapshot


def fill(apps, schema_editor):
    """The time of steps already left, by the calendar in force today; runs without a calendar that can say stay empty."""
    runs = apps.get_model("tickets", "StepRun").objects.filter(left_at__isnull=False)
    snapshots = dict(apps.get_model("worktime", "CalendarState").objects.values_list("organisation_id", "snapshot"))
    calendars = {}
    batch = []
    for run in runs.select_related("ticket__organisation", "ticket__revision", "ticket__procedure").iterator(chunk_size=500):
        office, key = run.ticket.organisation, (run.ticket.revision_id, run.ticket.procedure_id)
        if key not in calendars:
            calendars[key] = _calendar(office, run.ticket, snapshots.get(office.pk))
        run.worked_seconds = worked_seconds(calendars[key], run)
        batch.append(run)
        if len(batch) == 500:
            runs.model.objects.bulk_update(batch, ["worked_seconds"])
            batch = []
    runs.model.objects.bulk_update(batch, ["worked_seconds"])


def _calendar(office, ticket, snapshot):
    procedures = ticket.revision.content.get("prosedur", [])
    hours = next((p.get("jam_layanan") for p in procedures if p.get("kode") == ticket.procedure.code), None)
    if hours == ROUND_THE_CLOCK:
        return Calendar(zone=office.zone, always_open=True)
    return from_snapshot(snapshot, office.zone) if snapshot else Calendar(zone=office.zone)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_append_only"),
        ("sop", "0002_frozen_revisions"),
        ("tickets", "0004_queue_index"),
        ("worktime", "0001_initial"),
    ]
    operations = [
        migrations.AddField("steprun", "worked_seconds", models.PositiveIntegerField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "steprun",
            models.Index(condition=models.Q(("left_at__isnull", False)), fields=["left_at"], name="step_run_by_leaving"),
        ),
        migrations.AddIndex("ticket", models.Index(fields=["organisation", "created_at"], name="ticket_by_opening")),
    ]
