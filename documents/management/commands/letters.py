"""`manage.py letters samples FOLDER`: one PDF of each kind of letter, taken from the newest ticket that has one."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from documents import letters, rendering
from documents.models import Letter
from sop.registry import LETTER_KINDS


class Command(BaseCommand):
    help = "Contoh surat: letters samples FOLDER menulis satu PDF untuk tiap jenis surat, dari tiket contoh."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True)
        samples = commands.add_parser("samples", help="Tulis satu PDF tiap jenis surat ke FOLDER.")
        samples.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        newest = {kind: Letter.objects.filter(kind=kind).order_by("-pk").first() for kind in letters.BUILT}
        if not any(newest.values()):
            raise CommandError("Belum ada tiket yang menerbitkan surat. Muat data contoh dahulu: manage.py demo")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for kind, letter in newest.items():
                self.write(folder, kind, letter)
        except OSError as error:
            raise CommandError(f"Tidak dapat menulis ke {folder}: {error.strerror or error}") from error
        except rendering.CannotRender as lacking:
            raise CommandError(str(lacking)) from lacking

    def write(self, folder, kind, letter):
        """`FOLDER/<kind>.pdf`: the very file that is kept, or drawn from its facts while it is still waiting."""
        if letter is None:
            self.stdout.write(f"{LETTER_KINDS[kind]}: belum ada tiket yang menerbitkannya, dilewati.")
            return
        path = folder / f"{kind}.pdf"
        path.write_bytes(_content(letter))
        self.stdout.write(f"{path}  {letter.number}")


def _content(letter):
    if letter.is_issued:
        with letter.file.open("rb") as file:
            return file.read()
    return rendering.pdf(letter.facts, check_url=letters.check_url(letter.token))
