import fcntl
import http.client
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from halocik.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = _("Menjalankan portal di mesin ini: web, pekerja, dan penjadwal dalam satu perintah. Ctrl-C menghentikan semuanya.")

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=None, help=_("Bawaan: PORT dari lingkungan, atau 8000."))
        parser.add_argument("--bind", default=None, help=_("Alamat yang dilayani. Bawaan: HALOCIK_BIND dari lingkungan, atau 127.0.0.1."))

    def handle(self, *args, port, bind, **options):
        port = port or int(os.environ.get("PORT") or 8000)
        bind = bind or os.environ.get("HALOCIK_BIND") or "127.0.0.1"
        address = f"http://{'127.0.0.1' if bind == '0.0.0.0' else bind}:{port}"
        lock = _only_one(settings.VAR_DIR / "run.lock")
        _refuse_taken(bind, port)
        if os.geteuid() == 0:
            self.stderr.write(_("Dijalankan sebagai root: cukup untuk mencoba, tetapi pakailah pengguna biasa untuk sehari-hari."))
        env = {**os.environ, "PORT": str(port), "HALOCIK_BIND": bind, "PYTHONUNBUFFERED": "1"}
        env.setdefault("HALOCIK_URL", address)
        supervisor = Supervisor(
            processes(),
            env=env,
            cwd=settings.BASE_DIR,
            ready=lambda: _answers(bind, port),
            ready_text=_("Portal siap di %(address)s  (Ctrl-C untuk berhenti)") % {"address": address},
        )
        code = supervisor.run()
        lock.close()
        sys.exit(code)


def processes():
    """The Children of an embedded portal. Run as modules: scripts of a venv break when its path has a space or changes."""
    python = [sys.executable, "-m"]
    # Celery warns at length about root; `handle` says it in a sentence.
    celery = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "halocik"]
    level = ["--loglevel", settings.LOG_LEVEL]
    return [
        Child("web", [*python, "gunicorn", "-c", str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"), "halocik.wsgi"]),
        Child("worker", [*celery, "worker", *level, "--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"]),
        Child("beat", [*celery, "beat", *level, "--pidfile="]),
    ]


def _only_one(path: Path):
    """An open file holding the lock of this state folder; two beats over one folder would do everything twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(
            _("Portal dengan data di %(folder)s sudah berjalan. Hentikan dahulu, atau pakai HALOCIK_VAR lain.") % {"folder": path.parent}
        ) from None
    return lock


def _refuse_taken(bind, port):
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Port %(port)s di %(bind)s tidak dapat dipakai (%(reason)s). Pilih yang lain, misalnya: make run PORT=8001")
                % {"port": port, "bind": bind, "reason": getattr(error, "strerror", None) or error}
            ) from None


def _answers(bind, port):
    """Whether a web process has answered a request: the port is open long before. Not /sehat/, which says that all else is still starting."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/sehat/web/")
        return bool(connection.getresponse())
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
