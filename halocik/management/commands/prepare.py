import hashlib
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from accounts.models import Organisation
from halocik import env

DEFINITIONS = Path(settings.BASE_DIR) / "sop" / "definitions"
STAMPS = settings.VAR_DIR / "prepared"


class Command(BaseCommand):
    help = _("Menyiapkan portal di mesin ini sebelum dijalankan: basis data, berkas statis, SOP, dan data contoh bila dikehendaki.")

    def handle(self, *args, **options):
        self._migrate()
        self._collect_static()
        if Organisation.objects.exists():
            self._load_changed_sops()
        elif self._wants_demo():
            self._say(_("Membuat data contoh, sekali saja ..."))
            call_command("demo", "--if-empty", stdout=self.stdout, stderr=self.stderr)
            _mark("sop", _fingerprint(_definitions()))

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say(_("Menyiapkan basis data ..."))
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self):
        sources = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
        found = _fingerprint(sources)
        if _marked("static") == found and Path(settings.STATIC_ROOT).is_dir():
            return
        self._say(_("Menyiapkan berkas statis ..."))
        call_command("collectstatic", interactive=False, verbosity=0)
        _mark("static", found)

    def _load_changed_sops(self):
        """Definitions that came with a newer version of the portal, for the offices that are here. Known content does nothing."""
        codes = set(Organisation.objects.values_list("code", flat=True))
        files = [path for path in _definitions() if path.parent.name in codes]
        found = _fingerprint(_definitions())
        if files and _marked("sop") != found:
            call_command("sop", "load", *map(str, files), stdout=self.stdout, stderr=self.stderr)
            _mark("sop", found)

    def _wants_demo(self):
        """HALOCIK_DEMO answers; else the person at the terminal, asked once; without a terminal: yes."""
        if settings.PRODUCTION:
            return False
        answer = env.text("HALOCIK_DEMO") or _marked("demo")
        if not answer and sys.stdin.isatty():
            answer = input(_("Isi data contoh (empat instansi, orang-orang rekaan, tiket)? [Y/t] ")).strip()
        if answer.lower() not in {"t", "tidak", "n", "no"}:
            return True
        _mark("demo", "tidak")
        self._say(
            _(
                "Tanpa data contoh. Mulai instansi Anda dengan: .venv/bin/python manage.py instansi create KODE --nama ... --zona ... --pengelola ..."
            )
        )
        return False


def _definitions():
    return sorted(DEFINITIONS.glob("*/*.yaml"))


def _fingerprint(paths):
    """Changes when a file of `paths` comes, goes or is written; nothing is read."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _marked(name):
    """What `_mark` kept under that name, or an empty string."""
    try:
        return (STAMPS / name).read_text()
    except FileNotFoundError:
        return ""


def _mark(name, value):
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)
