"""A report as XLSX: real numbers, dates and lengths of time, written row by row so that ten thousand tickets cost no memory."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import cells

from . import register
from .figures import late
from .figures.definitions import Definitions
from .models import UNSUR
from .sets import Scope

LENGTH, MOMENT, SHARE = "[h]:mm", "dd/mm/yyyy hh:mm", "0.0%"
SIGN_OF_LIFE = 200  # rows


def write(path, organisation, period, figures, *, reader=None, tick=lambda share: None, now=None):
    """Write the workbook of `figures` to `path`. `reader`: as in reports.register. `tick(0 to 1)` is called as it grows."""
    from openpyxl import Workbook

    with translation.override("id"):
        book = Workbook(write_only=True)
        _summary(book, figures)
        _groups(book, figures)
        _steps(book, figures)
        _missed(book, organisation, period, now or dt.datetime.now(dt.UTC))
        _people(book, figures)
        _problems(book, figures)
        _satisfaction(book, figures)
        _tickets(book, organisation, period, reader, tick)
        book.save(path)


class _Sheet:
    """A sheet with a bold head, columns of given widths, and cells by the type of their value."""

    def __init__(self, book, title, widths):
        from openpyxl.utils import get_column_letter

        self.sheet = book.create_sheet(title)
        for place, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width

    def head(self, *titles, freeze=False):
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        if freeze:
            self.sheet.freeze_panes = "A2"
        made = []
        for title in titles:
            cell = WriteOnlyCell(self.sheet, str(title))
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
            made.append(cell)
        self.sheet.append(made)

    def row(self, *values):
        self.sheet.append([self._cell(value) for value in values])

    def _cell(self, value):
        from openpyxl.cell import WriteOnlyCell

        if value is None:
            return None
        cell = WriteOnlyCell(self.sheet, cells.text(value) if isinstance(value, str) else value)
        if isinstance(value, dt.timedelta):
            cell.number_format = LENGTH
        elif isinstance(value, dt.datetime):
            cell.number_format = MOMENT
        elif isinstance(value, Share):
            cell = WriteOnlyCell(self.sheet, float(value))
            cell.number_format = SHARE
        return cell


class Share(float):
    """0 to 1, shown in per cent."""


def _share(keeping):
    return Share(keeping.kept / keeping.judged) if keeping.judged else None


def _length(seconds):
    return None if seconds is None else dt.timedelta(seconds=seconds)


def _summary(book, figures):
    sheet = _Sheet(book, _("Ringkasan"), (44, 16))
    sheet.head(_("Laporan"), figures.title)
    sheet.row(_("Instansi"), figures.office)
    sheet.row(_("Langkah yang dinilai"), figures.keeping.judged)
    sheet.row(_("Langkah dalam batas waktu"), figures.keeping.kept)
    sheet.row(_("Bagian tepat waktu"), _share(figures.keeping))
    flow = figures.flow
    for label, value in (
        (_("Tiket terbuka pada awal"), flow.open_before),
        (_("Tiket diterima"), flow.received),
        (_("Tiket dibuka kembali"), flow.reopened),
        (_("Tiket selesai"), flow.done),
        (_("Tiket ditolak"), flow.rejected),
        (_("Tiket dibatalkan"), flow.cancelled),
        (_("Tiket terbuka pada akhir"), flow.open_after),
        (_("di antaranya lewat batas waktu"), flow.late_after),
    ):
        sheet.row(label, value)
    sheet.row()
    sheet.head(_("Bulan"), _("Tepat waktu"))
    for month in figures.trend:
        sheet.row(month.label, _share(month))
    sheet.row()
    sheet.head(_("Tindakan pada aset"), _("Jumlah"))
    for move in figures.moves:
        sheet.row(move.label, move.count)


def _groups(book, figures):
    sheet = _Sheet(book, _("Per layanan"), (16, 60, 11, 11, 11, 11, 11))
    sheet.head(_("Menurut"), _("Nama"), _("Diterima"), _("Selesai"), _("Ditolak"), _("Dibatalkan"), _("Terbuka"), freeze=True)
    kinds = (
        (_("Layanan"), figures.services),
        (_("Unit"), figures.units),
        (_("Saluran"), figures.channels),
        (_("Prioritas"), figures.priorities),
    )
    for kind, groups in kinds:
        for g in groups:
            sheet.row(kind, g.label, g.received, g.done, g.rejected, g.cancelled, g.open_after)


def _steps(book, figures):
    sheet = _Sheet(book, _("Per langkah"), (44, 9, 52, 16, 9, 9, 9, 10, 11, 11, 9, 11, 9, 9))
    sheet.head(
        _("Layanan"), _("Langkah"), _("Kegiatan"), _("Mutu baku"), _("Selesai"), _("Dinilai"), _("Tepat"), _("Bagian tepat"), _("Median"),
        _("Persentil 90"), _("Ditunda"), _("Lama tunda"), _("Ulang"), _("Di luar SOP"), freeze=True,
    )  # fmt: skip
    for s in figures.steps:
        sheet.row(
            s.service, s.step, s.activity, s.limit, s.left, s.judged, s.kept, _share(s), _length(s.median), _length(s.p90), s.held,
            _length(s.held_seconds), s.repeats, s.deviations,
        )  # fmt: skip


def _missed(book, organisation, period, now):
    sheet = _Sheet(book, _("Terlewat"), (20, 44, 9, 52, 16, 17, 17, 11, 36, 60))
    sheet.head(
        _("Tiket"), _("Layanan"), _("Langkah"), _("Kegiatan"), _("Mutu baku"), _("Batas waktu"), _("Selesai"), _("Lewat"), _("Giliran"),
        _("Alasan yang tercatat"), freeze=True,
    )  # fmt: skip
    zone = ZoneInfo(organisation.zone)
    for m in late.each(Scope.of(organisation, period), Definitions(organisation), now):
        due, done = (dt.datetime.fromisoformat(t).astimezone(zone).replace(tzinfo=None) if t else None for t in (m.due_at, m.left_at))
        sheet.row(m.ticket, m.service, m.step, m.activity, m.limit, due, done, _length(m.late_seconds), m.who, m.reason)


def _people(book, figures):
    sheet = _Sheet(book, _("Teknisi"), (40, 12, 10, 16, 12))
    sheet.head(_("Nama"), _("Langkah"), _("Tiket"), _("Lama langkahnya"), _("Lewat batas"), freeze=True)
    for p in figures.people:
        sheet.row(p.name, p.steps, p.tickets, _length(p.seconds), p.missed)


def _problems(book, figures):
    sheet = _Sheet(book, _("Masalah"), (24, 60, 10))
    sheet.head(_("Kata"), _("Layanan"), _("Tiket"), freeze=True)
    for p in figures.problems:
        sheet.row(p.word, p.service, p.count)
    sheet.row()
    sheet.head(_("Tindakan di luar SOP"), _("Layanan"), _("Jumlah"))
    for d in figures.deviations:
        sheet.row(f"{d.act} · {d.label}", d.service, d.count)


def _satisfaction(book, figures):
    sheet = _Sheet(book, "SKM", (52, 16))
    said = figures.satisfaction
    if said is None:
        sheet.row(_("Indeks kepuasan dihitung per bulan penuh."))
        return
    sheet.row(_("Jawaban"), said.answers)
    if not said.sums:
        sheet.row(_("Jawaban belum cukup untuk dinilai."))
        return
    sheet.row(_("IKM"), float(said.index))
    sheet.row(_("Mutu pelayanan"), said.grade)
    sheet.row()
    sheet.head(_("Unsur"), _("Nilai rata-rata (1–4)"))
    for (name, label), average in zip(UNSUR, said.averages, strict=True):
        sheet.row(f"{name.upper()} {label}", float(average))


def _tickets(book, organisation, period, reader, tick):
    sheet = _Sheet(book, _("Tiket"), (20, 44, 60, 30, 30, 14, 11, 17, 17, 13, 13, 13))
    sheet.head(*register.COLUMNS, freeze=True)
    zone, total = ZoneInfo(organisation.zone), register.size(organisation, period) or 1
    for number, entry in enumerate(register.entries(organisation, period, reader), 1):
        # register.values has neutralised the texts already
        sheet.sheet.append([value if isinstance(value, str) else sheet._cell(value) for value in register.values(entry, zone)])
        if number % SIGN_OF_LIFE == 0:
            tick(min(number / total, 1))
