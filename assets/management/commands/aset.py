"""`manage.py aset import BERKAS --instansi KODE [--dry-run] [--lewati-salah]` and `manage.py aset export BERKAS --instansi KODE [--kib-b]`."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from assets.exchange import jobs, kib, writing
from assets.models import Asset, Import, ImportRow

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Daftar aset sebuah instansi sebagai XLSX atau CSV: aset import daftar.xlsx --instansi bps-bengkulu --dry-run"

    def add_arguments(self, parser):
        # One parser of their own, not Django's: its options would hide behind the subcommand.
        which = parser.add_subparsers(dest="which", required=True, parser_class=type(parser))
        bring = which.add_parser("import", help="Periksa sebuah berkas, lalu catat isinya.")
        bring.add_argument("berkas")
        bring.add_argument("--dry-run", action="store_true", help="Hanya periksa; tidak ada yang dicatat.")
        bring.add_argument("--lewati-salah", action="store_true", help="Catat baris yang benar walaupun ada yang salah.")
        bring.add_argument("--oleh", help="Nama pengguna yang dicatat sebagai pelakunya; tanpa ini: Sistem.")
        take = which.add_parser("export", help="Tulis daftar aset ke sebuah berkas (.xlsx atau .csv).")
        take.add_argument("berkas")
        take.add_argument("--kib-b", action="store_true", help="Kartu Inventaris Barang B, 16 kolom (XLSX).")
        for each in (bring, take):
            each.add_argument("--instansi", required=True, help="Kode atau nama pendek instansi.")

    def handle(self, *, which, berkas, instansi, **options):
        organisation = Organisation.objects.filter(Q(code=instansi) | Q(short_name=instansi)).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(_("Tidak ada instansi “%(code)s”. Yang ada: %(known)s.") % {"code": instansi, "known": known or "-"})
        try:
            if which == "export":
                return self.take(organisation, Path(berkas), options["kib_b"])
            content = Path(berkas).read_bytes()
        except OSError as error:
            why = error.strerror or error
            raise CommandError(_("Berkas %(file)s tidak dapat dibuka: %(why)s.") % {"file": berkas, "why": why}) from error
        return self.bring(organisation, SimpleUploadedFile(Path(berkas).name, content), options)

    def take(self, organisation, path, as_kib):
        found = Asset.objects.of(organisation)
        if as_kib:
            kib.write(path, organisation, found)
        elif path.suffix.lower() == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(writing.csv_lines(organisation, found))
        else:
            writing.write_xlsx(path, organisation, found)

    def bring(self, organisation, upload, options):
        actor = self.person(organisation, options["oleh"])
        try:
            job = jobs.begin(organisation, actor, upload)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        jobs.carry_on(job.pk)  # the queued task finds nothing left to do
        job.refresh_from_db()
        self.tell(job)
        if options["dry_run"]:
            jobs.forget(job)
        elif job.to_apply and (not job.bad or options["lewati_salah"]):
            jobs.confirm(job, actor, skip_bad=options["lewati_salah"])
            jobs.carry_on(job.pk)
            job.refresh_from_db()
            if job.state != Import.State.DONE:
                raise CommandError(job.error or _("Daftar aset berubah selama diimpor; tidak ada yang dicatat. Coba lagi."))
            self.stdout.write(_("%d baris dicatat.") % job.to_apply)
            return
        if job.bad:
            raise CommandError(_("Tidak ada yang dicatat: perbaiki baris yang salah, atau tambahkan --lewati-salah."))

    def tell(self, job):
        if job.state != Import.State.READY:
            raise CommandError(job.error or _("Berkas ini belum dapat diperiksa. Coba lagi."))
        counts = {"new": job.new, "changed": job.changed, "same": job.same, "bad": job.bad}
        self.stdout.write(_("%(new)d baru, %(changed)d berubah, %(same)d sama, %(bad)d salah.") % counts)
        for path in job.places:
            self.stdout.write(_("Lokasi baru: %s") % path)
        for sentence in job.passed_over:
            self.stdout.write(sentence)
        wrong = job.rows.filter(outcome=ImportRow.Outcome.BAD)
        for row in wrong[:MOST_SHOWN]:
            for title, value, message in row.told:
                said = {"row": row.number, "column": title, "value": value, "message": message}
                self.stderr.write(_("Baris %(row)d, %(column)s “%(value)s”: %(message)s") % said)
        if job.bad > MOST_SHOWN:
            self.stderr.write(_("… dan %d baris lagi.") % (job.bad - MOST_SHOWN))

    def person(self, organisation, username):
        if not username:
            return None
        person = User.objects.filter(organisation=organisation, username=username, is_active=True).first()
        if person is None:
            raise CommandError(_("Tidak ada pengguna aktif “%s” di instansi itu.") % username)
        return person
