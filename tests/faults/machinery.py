"""Beat, workers and Redis as real processes over the test's own database, to be killed and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds; a loaded machine starts a worker slowly


def until(condition, seconds=PATIENCE):
    """Ask `condition()` until it is true; AssertionError with its last answer when it never is."""
    ends = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < ends, f"still {answer!r} after {seconds} s"
        time.sleep(0.1)
    return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machinery:
    """Everything is started in a session of its own and ends with `end()`; output goes to files in `folder`."""

    def __init__(self, folder, smtp_port):
        self.folder, self.redis_port, self.processes = folder, free_port(), []
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HALOCIK_")},
            "DJANGO_SETTINGS_MODULE": "halocik.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "HALOCIK_VAR": str(folder / "var"),
            "HALOCIK_SECRET_KEY": settings.SECRET_KEY,
            "HALOCIK_AUDIT_KEY": settings.AUDIT_KEY,
            "HALOCIK_SWEEP_SECONDS": "1",
            "HALOCIK_SMTP_HOST": "127.0.0.1",
            "HALOCIK_SMTP_PORT": str(smtp_port),
            "HALOCIK_SMTP_SECURITY": "tidak",
        }

    def redis(self):
        """A Redis that keeps nothing: started again it is empty."""
        command = [shutil.which("redis-server"), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        process = self._start("redis", command)
        until(self._redis_answers)
        return process

    def worker(self, name="satu"):
        return self._celery(
            "worker", "--pool", "prefork", "--concurrency", "1", "--without-gossip", "--without-mingle", "-n", f"{name}@uji"
        )

    def beat(self, name="satu"):
        return self._celery("beat", "--pidfile=", "--schedule", str(self.folder / f"beat-{name}"))

    def kill(self, process):
        """SIGKILL, children included: no farewell, nothing is handed back."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.processes.remove(process)

    def end(self):
        for process in list(self.processes):
            self.kill(process)

    def logs(self):
        return "\n".join(f"== {path.name}\n{path.read_text()[-1500:]}" for path in sorted(self.folder.glob("*.log")))

    def _celery(self, *arguments):
        return self._start(arguments[0], [sys.executable, "-m", "celery", "-q", "-A", "halocik", *arguments, "--loglevel", "WARNING"])

    def _start(self, name, command):
        with (self.folder / f"{name}-{len(self.processes)}.log").open("ab") as out:
            process = subprocess.Popen(command, env=self.env, cwd=settings.BASE_DIR, stdout=out, stderr=out, start_new_session=True)
        self.processes.append(process)
        return process

    def _redis_answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.redis_port)) == 0


def database_url():
    """The test database as DATABASE_URL."""
    at = connection.settings_dict
    password = f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else ""
    return f"postgres://{quote(at['USER'])}{password}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"
