"""`manage.py report INSTANSI PERIODE --format pdf|xlsx|csv|json [--output BERKAS]`."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from reports import exports, register, sheets
from reports.period import Period


class Command(BaseCommand):
    help = "Laporan sebuah instansi: report bps-bengkulu 2026-10 --format pdf --output laporan.pdf. Periode: 2026-10, 2026, atau 2026-10-05..2026-10-20."

    def add_arguments(self, parser):
        parser.add_argument("instansi", help="Kode atau nama pendek instansi.")
        parser.add_argument("periode")
        parser.add_argument("--format", choices=exports.FORMATS, default="json")
        parser.add_argument("--output", "-o", help="Berkas tujuan; tanpa ini ditulis ke keluaran standar.")

    def handle(self, *, instansi, periode, format, output, **options):
        organisation = Organisation.objects.filter(Q(code=instansi) | Q(short_name=instansi)).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(_("Tidak ada instansi “%(code)s”. Yang ada: %(known)s.") % {"code": instansi, "known": known or "-"})
        try:
            period = Period.parse(periode, organisation.zone)
        except ValueError as error:
            raise CommandError(str(error)) from None
        stream = getattr(self.stdout, "_out", self.stdout)
        if format in ("pdf", "xlsx") and not output and (stream.isatty() if hasattr(stream, "isatty") else False):
            raise CommandError(_("%s tidak dapat ditampilkan di layar ini. Tambahkan --output BERKAS.") % format.upper())
        try:
            self.put(organisation, period, format, output, stream)
        except OSError as error:
            raise CommandError(
                _("Berkas %(file)s tidak dapat ditulis: %(why)s.") % {"file": output, "why": error.strerror or error}
            ) from error

    def put(self, organisation, period, format, output, stream):
        if format == "csv":
            return self.text(register.csv_lines(organisation, period), output, stream)
        closing = exports.closing_of(organisation, period)
        figures = exports.figures_of(organisation, period, closing)
        if format == "json":
            return self.text([exports.as_json(figures)], output, stream)
        if format == "xlsx":
            target = output or getattr(stream, "buffer", sys.stdout.buffer)
            return sheets.write(target, organisation, period, figures)
        made = self.pdf(organisation, figures, closing)
        return Path(output).write_bytes(made) if output else getattr(stream, "buffer", sys.stdout.buffer).write(made)

    def text(self, lines, output, stream):
        if output:
            with open(output, "w", encoding="utf-8", newline="") as file:
                file.writelines(lines)
        else:
            for line in lines:
                stream.write(line)

    def pdf(self, organisation, figures, closing):
        from reports import paper

        try:
            return paper.of(organisation, figures, closing)
        except paper.CannotRender as lacking:
            raise CommandError(str(lacking)) from lacking
