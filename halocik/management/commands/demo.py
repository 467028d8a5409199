from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from halocik.demo import make
from tickets.models import Ticket


class Command(BaseCommand):
    help = "Membuat data contoh: empat instansi, orang-orang rekaan, SOP, dan puluhan tiket. Kata sandi semua akun: demo."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Hanya bila belum ada satu tiket pun.")

    def handle(self, *args, if_empty, **options):
        if if_empty and Ticket.objects.exists():
            return
        try:
            make.make(self.stdout.write)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Masuk sebagai pegawai.bps, admin.bps, teknisi.bps, kadis.karanganyar, ... dengan kata sandi: demo")
