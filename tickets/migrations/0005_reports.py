"""What reports read: the working time each visit took, and indexes of what was opened and left in a period."""

from django.db import migrations, models

from tickets.deadlines import worked_seconds
from worktime.calendars import Calendar
from worktime.store import ROUND_THE_CLOCK, from_snapshot


def fill(apps, schema_editor):
    """The time of steps already left, by the calendar in force today; runs without a calendar that can say stay empty."""
    runs = apps.get_model("tickets", "StepRun").objects.filter(left_at__isnull=False)
    # Looked up apart: a ticket and its SOP are wide, and an old office has hundreds of thousands of runs.
    tickets = apps.get_model("tickets", "Ticket").objects.values_list("pk", "organisation", "revision", "procedure")
    kinds = {pk: kind for pk, *kind in tickets.iterator()}
    calendars, batch = _Calendars(apps), []
    for run in runs.iterator(chunk_size=1000):
        run.worked_seconds = worked_seconds(calendars.of(*kinds[run.ticket_id]), run)
        batch.append(run)
        if len(batch) == 1000:
            runs.model.objects.bulk_update(batch, ["worked_seconds"])
            batch = []
    runs.model.objects.bulk_update(batch, ["worked_seconds"])


class _Calendars:
    """The Calendar by which a procedure of an office is timed today."""

    def __init__(self, apps):
        self.apps, self._found = apps, {}
        self.zones = dict(apps.get_model("accounts", "Organisation").objects.values_list("pk", "zone"))
        self.codes = dict(apps.get_model("sop", "Procedure").objects.values_list("pk", "code"))
        self.snapshots = dict(apps.get_model("worktime", "CalendarState").objects.values_list("organisation", "snapshot"))

    def of(self, office, revision, procedure):
        key = (office, revision, procedure)
        if key not in self._found:
            self._found[key] = self._calendar(*key)
        return self._found[key]

    def _calendar(self, office, revision, procedure):
        procedures = self.apps.get_model("sop", "Revision").objects.get(pk=revision).content.get("prosedur", [])
        hours = next((p.get("jam_layanan") for p in procedures if p.get("kode") == self.codes[procedure]), None)
        if hours == ROUND_THE_CLOCK:
            return Calendar(zone=self.zones[office], always_open=True)
        snapshot = self.snapshots.get(office)
        return from_snapshot(snapshot, self.zones[office]) if snapshot else Calendar(zone=self.zones[office])


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
