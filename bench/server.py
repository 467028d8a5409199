"""The measured web processes: gunicorn with the portal's own configuration, on a free port, over a database of our own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import CommandError

READY_SECONDS = 60


def collect_static():
    """The manifest that every page reads its addresses from; made once, for the settings the server runs with."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings", "HALOCIK_VAR": str(settings.VAR_DIR)}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)


@contextmanager
def serving(database):
    """The port of a portal over `database` (a name on the server of DATABASE_URL), for as long as the block runs."""
    port = _free_port()
    log = (settings.VAR_DIR / f"bench-{database}.log").open("w")
    command = [sys.executable, "-m", "gunicorn", "-c", str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"), "halocik.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=_environment(database, port), stdout=log, stderr=log)
    try:
        _wait(process, port, log.name)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _environment(database, port):
    url = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": urlunsplit(url._replace(path="/" + quote(database))),
        "HALOCIK_BIND": "127.0.0.1",
        "PORT": str(port),
        "HALOCIK_DEBUG": "tidak",
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process, port, log):
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sehat/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise CommandError(f"The web processes did not answer; see {log}")
