from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from tickets import audit


class Command(BaseCommand):
    help = "Memeriksa keutuhan riwayat tiket: audit verify [--instansi KODE] [--berkas]"

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="what", required=True)
        verify = commands.add_parser("verify", help="Periksa rantai kejadian dan bangun ulang keadaan setiap tiket.")
        verify.add_argument("--instansi", help="Kode instansi; tanpa ini semua instansi diperiksa.")
        verify.add_argument("--berkas", action="store_true", help="Periksa juga isi setiap lampiran di penyimpanan.")

    def handle(self, *args, what, instansi=None, berkas=False, **options):
        organisation = None
        if instansi:
            organisation = Organisation.objects.filter(code=instansi).first()
            if organisation is None:
                raise CommandError(f"Instansi {instansi!r} tidak ada. Lihat: manage.py instansi list")
        found = audit.verify(organisation, files=berkas)
        for finding in found:
            self.stdout.write(f"{finding.ticket or '-'}: {finding.message}")
        if found:
            raise CommandError(f"{len(found)} ketidaksesuaian ditemukan.")
        self.stdout.write("Utuh: setiap kejadian berantai dan setiap tiket sesuai dengan riwayatnya.")
