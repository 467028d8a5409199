"""`python deploy/healthcheck.py web|worker|beat`: exit code 0 when that process of this container does its work, 1 with a reason when not."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

BEAT_SILENCE = 600  # seconds; beat writes its schedule every three minutes


def web():
    """The portal answers under its own name; asked past the proxy."""
    port = int(os.environ.get("PORT") or 8000)
    host = (os.environ.get("HALOCIK_HOSTS") or "127.0.0.1").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    connection.request("GET", "/sehat/web/", headers={"Host": host})
    answer = connection.getresponse()
    return None if answer.status == 200 else f"/sehat/web/ answers {answer.status}: {answer.read(200).decode(errors='replace')}"


def worker():
    """This container's worker answers a ping through the broker."""
    name = f"celery@{os.environ.get('HALOCIK_WORKER') or socket.gethostname()}"
    command = [sys.executable, "-m", "celery", "-q", "-A", "halocik", "inspect", "ping", "-d", name, "--timeout", "5"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=25)
    return None if answer.returncode == 0 else (answer.stdout + answer.stderr).strip()


def beat():
    """The schedule was written lately."""
    written = [path.stat().st_mtime for path in Path(os.environ["HALOCIK_VAR"]).glob("beat-schedule*")]
    silent = time.time() - max(written, default=0)
    return None if silent < BEAT_SILENCE else f"beat has written nothing for {silent:.0f} seconds"


if __name__ == "__main__":
    try:
        problem = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    except (OSError, http.client.HTTPException, subprocess.TimeoutExpired) as error:
        problem = str(error)
    if problem:
        sys.exit(problem)
