"""The register: every ticket that was open at any moment of the period, one row each, read some hundreds at a time."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts import cells
from tickets.models import Ticket

from . import sets
from .figures.definitions import Definitions
from .rows import TicketRow, of_tickets

CHUNK = 500
COLUMNS = (
    _("Nomor"), _("Layanan"), _("Perihal"), _("Pemohon"), _("Unit"), _("Saluran"), _("Prioritas"), _("Diterima"), _("Berakhir"), _("Status"),
    _("Lama langkah"), _("Langkah lewat batas"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A row of the register. `worked`: sum of the time of its rows that were left; `missed`: limits that passed, in all."""

    ticket: TicketRow
    worked: timedelta
    missed: int


def entries(organisation, period, reader=None):
    """Yield the Entry of each ticket by number. What `reader` (User; None: the office itself) may not open keeps subject and requester back."""
    scope, definitions = sets.Scope.of(organisation, period), Definitions(organisation)
    found, last = sets.active(scope).order_by("pk"), 0
    while True:
        part = list(found.filter(pk__gt=last).defer("words", "answers", "choices")[:CHUNK])
        if not part:
            return
        last = part[-1].pk
        facts = dict(_facts(part))
        visible = None if reader is None else set(Ticket.objects.visible_to(reader).filter(pk__in=facts).values_list("pk", flat=True))
        for row in of_tickets(part, definitions):
            worked, missed = facts[row.ticket_id]
            yield Entry(row if visible is None or row.ticket_id in visible else _kept_back(row), timedelta(seconds=worked or 0), missed)


def size(organisation, period):
    return sets.active(sets.Scope.of(organisation, period)).count()


def _facts(part):
    missed = Count("runs", filter=Q(runs__missed_at__isnull=False))
    rows = Ticket.objects.filter(pk__in=[t.pk for t in part]).order_by().values_list("pk")
    for pk, worked, late in rows.annotate(worked=Sum("runs__worked_seconds"), late=missed):
        yield pk, (worked, late)


def _kept_back(row):
    return TicketRow(**{**row.__dict__, "subject": "", "requester": ""})


def values(entry, zone):
    """The cells of an Entry: texts, naive local datetimes, a timedelta, a number."""
    row = entry.ticket
    texts = [row.number, row.service, row.subject, row.requester, row.unit, row.channel, row.priority]
    local = [moment and moment.astimezone(zone).replace(tzinfo=None, microsecond=0) for moment in (row.created_at, row.closed_at)]
    return [*map(cells.text, texts), *local, cells.text(row.status_label), entry.worked, entry.missed]


def csv_lines(organisation, period, reader=None):
    """Yield the lines of the register as CSV (comma, UTF-8, moments in the office's zone, lengths as [h]:mm)."""
    writer, zone = csv.writer(_Echo()), ZoneInfo(organisation.zone)
    yield writer.writerow([str(column) for column in COLUMNS])
    for entry in entries(organisation, period, reader):
        yield writer.writerow([_plain(value) for value in values(entry, zone)])


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return value.isoformat(sep=" ", timespec="minutes") if hasattr(value, "isoformat") else value


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line):
        return line
