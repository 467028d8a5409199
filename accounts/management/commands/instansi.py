"""Start a real office, or list the offices there are."""

import re
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import services
from accounts.models import ZONES, Organisation, User

# SOP files, user names and ticket numbers are made of it; a SOP could not name an office with capitals.
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
ZONE_NAMES = {**{label: zone for zone, label in ZONES}, **{zone: zone for zone, _label in ZONES}}


class Command(BaseCommand):
    help = "Memulai instansi baru dengan pengelola pertamanya (create), atau menampilkan instansi yang ada (list)."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True)
        create = commands.add_parser("create", help="memulai instansi baru")
        create.add_argument("kode", nargs="?", default="", help="kode yang dipakai berkas SOP, misalnya bps-bengkulu")
        create.add_argument("--nama", default="", help="nama instansi, misalnya 'BPS Provinsi Bengkulu'")
        create.add_argument("--zona", default="WIB", help="WIB, WITA, WIT, atau nama zona seperti Asia/Makassar (bawaan: WIB)")
        create.add_argument("--pengelola", default="", help="nama pengguna pengelola pertama")
        create.add_argument("--nama-pengelola", default="", help="nama lengkap pengelola")
        create.add_argument("--singkat", default="", help="nama pendek; bawaan: kata pertama kode")
        create.add_argument("--awalan", default="", help="awalan nomor tiket; bawaan: nama pendek dengan huruf besar")
        create.add_argument("--sandi", action="store_true", help="baca kata sandi pengelola dari masukan standar, bukan membuatnya")
        commands.add_parser("list", help="menampilkan instansi yang ada")

    def handle(self, *args, command, **options):
        if command == "list":
            return self._list()
        return self._create(**options)

    def _list(self):
        for office in Organisation.objects.all():
            administrators = office.people.filter(administers=True, is_active=True).values_list("username", flat=True)
            self.stdout.write(
                f"{office.code}\t{office.zone_label}\t{office.ticket_prefix}\t{office.name}\tpengelola: {', '.join(administrators) or '-'}"
            )

    def _create(self, *, kode, nama, zona, pengelola, nama_pengelola, singkat, awalan, sandi, **_options):
        zone = {name.casefold(): zone for name, zone in ZONE_NAMES.items()}.get(zona.casefold())
        if zone is None:
            raise CommandError(f"--zona {zona!r} tidak dikenali. Pilih salah satu: {', '.join(ZONE_NAMES)}.")
        _require(kode, nama, pengelola)
        short = singkat or kode.split("-")[0]
        for what, value in (("kode", kode), ("--singkat", short)):
            if not NAME.fullmatch(value):
                raise CommandError(
                    f"Instansi tidak dibuat. {what}: tulis dengan huruf kecil, angka, dan tanda hubung, misalnya bps-bengkulu."
                )
        prefix = awalan or "".join(c for c in short.upper() if c.isascii() and c.isalnum())[:12]
        office = Organisation(code=kode, name=nama, zone=zone, short_name=short, ticket_prefix=prefix)
        administrator = User(username=pengelola, name=nama_pengelola or pengelola)
        try:
            password = services.create_office(office, administrator, _password_from(sys.stdin, administrator) if sandi else "")
        except ValidationError as refused:
            raise CommandError(f"Instansi tidak dibuat. {_sentences(refused)}") from None
        self.stdout.write(f"Instansi {office.name} ({office.code}, {office.zone_label}) siap. Pengelola: {administrator.username}")
        if not sandi:
            self.stdout.write(f"Kata sandi sementara, hanya tampil sekali ini: {password}")


def _require(kode, nama, pengelola):
    """Say all that is missing at once, in words and with an example."""
    missing = [name for name, value in (("KODE", kode), ("--nama", nama), ("--pengelola", pengelola)) if not value.strip()]
    if missing:
        raise CommandError(
            f"Instansi tidak dibuat. Belum disebut: {', '.join(missing)}. Tulis misalnya: "
            "instansi create bps-bengkulu --nama 'BPS Provinsi Bengkulu' --zona WIB --pengelola rina.wulandari"
        )


def _password_from(stream, administrator):
    """One line of `stream`, held to the same rules as everywhere."""
    password = stream.readline().rstrip("\r\n")
    validate_password(password, administrator)
    return password


def _sentences(refused):
    """`singkat: ... awalan: ...`: each error with the option it belongs to."""
    options = {"code": "kode", "name": "--nama", "short_name": "--singkat", "ticket_prefix": "--awalan", "username": "--pengelola"}
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    return " ".join(f"{options.get(field, field)}: {' '.join(messages)}" for field, messages in refused.message_dict.items())
