"""The recap of what was done with assets: counted, not typed."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.models import TicketEvent

from ..models import AssetEvent
from .base import Effect
from .said import Said

TABLE, ACTIVITY, COUNT, REMARK = "rekap", "kegiatan", "jumlah", "keterangan"
FROM, TO = "tanggal_mulai", "tanggal_selesai"
# What a SOP calls it, and the effect whose steps are counted.
ACTIVITIES = {
    "pengusulan": "aset.rencana",
    "pengadaan": "aset.terima",
    "pemindahan": "aset.pindah",
    "pemanfaatan": "aset.serah-terima",
    "pengembalian": "aset.kembali",
    "perbaikan/pemeliharaan": "aset.selesai-perbaikan",
    "perbaikan": "aset.selesai-perbaikan",
    "pemeliharaan": "aset.selesai-perbaikan",
    "penarikan": "aset.tarik",
    "penghapusan": "aset.hapus",
}
TAKEN = (TicketEvent.Kind.OPENED, TicketEvent.Kind.ACTED)


def _activities(said):
    """[(as the SOP calls it, effect)] that the table of this SOP offers; [] when there is no such table."""
    field = said.fields.get(TABLE)
    columns = {column.code: column for column in field.columns} if field is not None and field.kind == "tabel" else {}
    if not {ACTIVITY, COUNT} <= columns.keys():
        return []
    return [(choice, ACTIVITIES[choice.casefold()]) for choice in columns[ACTIVITY].choices if choice.casefold() in ACTIVITIES]


def _check(ticket, answers):
    said = Said(ticket, answers)
    start, end = said.date(FROM), said.date(TO)
    if _activities(said) and not (start and end):
        return {(FROM if FROM in said.fields else None): _("Isi kurun waktunya.")}
    if start and end and end < start:
        return {TO: _("Tanggal akhir mendahului tanggal awal.")}
    return {}


def _fill(ticket, answers):
    """{"rekap": rows}: how often each activity was done in the period, with what was typed beside it as a remark."""
    said = Said(ticket, answers)
    activities, start, end = _activities(said), said.date(FROM), said.date(TO)
    if not activities or not (start and end) or end < start:
        return {}
    typed = {row.get(ACTIVITY): row for row in answers.get(TABLE) or []}
    rows = [_row(said, choice, effect, start, end, typed.pop(choice, {})) for choice, effect in activities]
    return {TABLE: rows + [row for row in typed.values() if row.get(ACTIVITY)]}


def _row(said, choice, effect, start, end, typed):
    office = said.organisation
    begin, finish = _moments(office, start, end)
    steps = TicketEvent.objects.filter(
        ticket__organisation=office, kind__in=TAKEN, at__gte=begin, at__lt=finish, data__effects__icontains=f'"{effect}"'
    ).count()
    told = AssetEvent.objects.filter(kind=effect, ticket__organisation=office, at__gte=begin, at__lt=finish)
    count = told.values("asset").distinct().count()
    remark = ngettext("%d aset pada daftar aset", "%d aset pada daftar aset", count) % count
    own = str(typed.get(REMARK) or "").strip()
    if own and not own.startswith(remark):
        remark = f"{remark}; {own}"
    elif own:
        remark = own
    return {ACTIVITY: choice, COUNT: str(steps), REMARK: remark[:300]}


def _moments(office, start, end):
    zone = ZoneInfo(office.zone)
    return dt.datetime.combine(start, dt.time(), zone), dt.datetime.combine(end + dt.timedelta(days=1), dt.time(), zone)


def _apply(ticket, answers, event):
    """Nothing to write: the recap is an answer (fill)."""


recap = Effect(_check, _apply, _fill)
