"""`manage.py sop check | load | export`."""

import json
import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from sop import loader, services, sheet
from sop.models import Procedure
from sop.sheet import CannotRender

BUILT_IN = Path(services.__file__).parent / "definitions"
FORMATS = ("json", "yaml", "svg", "pdf")


class Command(BaseCommand):
    help = "Memeriksa, memuat, dan mengekspor SOP."
    # `check` must work before there is a database or a complete set of settings.
    requires_system_checks = ()

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|load|export")
        check = verbs.add_parser("check", help="Memeriksa berkas SOP tanpa basis data.")
        check.add_argument("files", nargs="+", metavar="BERKAS", help="Berkas SOP (.yaml), satu atau beberapa.")
        load = verbs.add_parser("load", help="Memuat berkas SOP; tanpa BERKAS: SOP bawaan.")
        load.add_argument("files", nargs="*", metavar="BERKAS", help="Berkas SOP (.yaml), satu atau beberapa.")
        export = verbs.add_parser("export", help="Menulis SOP yang berlaku.")
        export.add_argument("code", metavar="KODE", help="Kode prosedur, misalnya setting-jaringan.")
        export.add_argument("--format", choices=FORMATS, default="json")
        export.add_argument("--instansi", help="Kode instansi; perlu bila KODE ada di beberapa instansi.")
        export.add_argument("-o", "--output", metavar="BERKAS", help="Berkas hasil; tanpa ini ke keluaran baku.")

    def handle(self, *args, verb, **options):
        try:
            done = {"check": self.check_files, "load": self.load_files, "export": self.export}[verb](**options)
        except (OperationalError, ProgrammingError) as error:
            self.stderr.write(_("Basis data belum siap (%s). Jalankan dahulu: manage.py migrate.") % str(error).strip().splitlines()[0])
            done = False
        except BrokenPipeError:  # whoever read the output, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            done = False
        if not done:
            sys.exit(1)

    def check_files(self, files, **options):
        results = [loader.parse_file(name) for name in files]
        clashes = loader.clashes(results)
        for result in results:
            problems = result.problems + clashes.get(result.filename, ())
            self.say(result.filename, problems)
            if not any(p.severity == loader.ERROR for p in problems):
                self.stdout.write(f"{result.filename}: {summary(result)}")
        return not clashes and not any(result.errors for result in results)

    def load_files(self, files, **options):
        if files:
            return all([self.load_one(loader.parse_file(name)) for name in files])
        results = [loader.parse_file(os.path.relpath(path)) for path in sorted(BUILT_IN.glob("**/*.yaml"))]
        offices = services.office_codes()
        here = [result for result in results if result.sop is None or result.sop.organisation in offices]
        for result in results:
            if result not in here:
                self.stdout.write(
                    _("%(file)s: dilewati, instansi “%(code)s” belum ada.") % {"file": result.filename, "code": result.sop.organisation}
                )
        if not here:
            self.stderr.write(
                _("Tidak ada SOP bawaan untuk instansi di portal ini. Buat instansinya dahulu: manage.py instansi create KODE ...")
            )
        return bool(here) and all([self.load_one(result) for result in here])

    def load_one(self, result):
        try:
            outcome = services.load(result)
        except services.LoadRefused as refused:
            self.say(result.filename, refused.problems)
            return False
        for note in [*outcome.notes, *told(outcome)]:
            self.stdout.write(f"{result.filename}: {note}")
        return True

    def export(self, code, format, instansi, output, **options):
        rows = Procedure.objects.filter(code=code).select_related("revision_in_force", "organisation")
        rows = list(rows.filter(organisation__code=instansi) if instansi else rows)
        if len(rows) > 1:
            offices = ", ".join(sorted(row.organisation.code for row in rows))
            self.stderr.write(
                _("Prosedur “%(code)s” ada di beberapa instansi: %(offices)s. Tambahkan --instansi.") % {"code": code, "offices": offices}
            )
            return False
        if not rows or rows[0].revision_in_force is None:
            known = Procedure.objects.exclude(revision_in_force=None).order_by("code").values_list("code", flat=True).distinct()
            self.stderr.write(
                _("Tidak ada prosedur berlaku dengan kode “%(code)s”. Yang ada: %(known)s.")
                % {"code": code, "known": ", ".join(known) or "-"}
            )
            return False
        stream = getattr(self.stdout, "_out", self.stdout)
        if format == "pdf" and not output and stream.isatty():
            self.stderr.write(_("PDF tidak dapat ditampilkan di layar ini. Tambahkan -o BERKAS."))
            return False
        try:
            return self.put(exported(rows[0], format), output, stream)
        except CannotRender as reason:
            self.stderr.write(str(reason))
            return False

    def put(self, made, output, stream):
        try:
            if output:
                Path(output).write_bytes(made)
            elif hasattr(stream, "buffer"):
                stream.buffer.write(made)
            else:
                stream.write(made.decode("utf-8", "replace"))
        except OSError as error:
            self.stderr.write(_("Berkas %(file)s tidak dapat ditulis: %(why)s.") % {"file": output, "why": error.strerror})
            return False
        return True

    def say(self, filename, problems):
        for problem in problems:
            self.stdout.write(f"{filename}:{problem.line}: {problem}")


def exported(row, format):
    """The procedure `row` (sop.models.Procedure) as bytes in `format`."""
    sop = row.revision_in_force.definition
    if format == "json":
        return (json.dumps(loader.to_json(sop, row.code), ensure_ascii=False, indent=2) + "\n").encode()
    if format == "yaml":
        return loader.to_yaml(sop).encode()
    if format == "svg":
        return sheet.render_svg(sop, sop.procedure(row.code)).encode()
    return sheet.render_pdf(sop, [sop.procedure(row.code)], office=row.organisation)


def summary(result):
    procedures = result.sop.procedures
    return _("OK — %(count)d prosedur (%(codes)s), %(steps)d langkah, %(warnings)d peringatan.") % {
        "count": len(procedures),
        "codes": ", ".join(procedure.code for procedure in procedures),
        "steps": sum(len(procedure.steps) for procedure in procedures),
        "warnings": len(result.warnings),
    }


def told(outcome):
    """What loading did, as sentences."""
    revision = outcome.revision
    if outcome.state == services.UNCHANGED:
        yield _("sama dengan revisi %(sequence)d (%(status)s); tidak ada yang diubah.") % {
            "sequence": revision.sequence,
            "status": revision.get_status_display().lower(),
        }
        if revision.status == revision.Status.SUPERSEDED:
            yield _("revisi itu sudah digantikan. Untuk memberlakukannya lagi, perbarui tanggal revisi dan efektifnya.")
        return
    kind = _("revisi teknis") if revision.technical else _("revisi")
    if revision.status == revision.Status.DRAFT:
        yield _("dimuat sebagai %(kind)s %(sequence)d, berlaku mulai %(day)s.") % {
            "kind": kind,
            "sequence": revision.sequence,
            "day": revision.effective_on.isoformat(),
        }
    else:
        yield _("dimuat sebagai %(kind)s %(sequence)d, berlaku sekarang.") % {"kind": kind, "sequence": revision.sequence}
    if outcome.roles:
        yield _("peran baru: %s. Tetapkan pemegangnya di Pengaturan.") % ", ".join(outcome.roles)
    if outcome.dropped:
        yield _("tidak ada lagi dalam dokumen ini: %s; tiket lamanya tetap berjalan.") % ", ".join(outcome.dropped)
