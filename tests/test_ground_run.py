"""The embedded portal, started as a person at home starts it: real processes, SQLite, the queue in a folder."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.xdist_group("processes"), pytest.mark.once]
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Environment of an installation of its own, prepared, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("rumah") / "data portal"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HALOCIK_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "PYTEST_"))}
    env |= {
        "HALOCIK_VAR": str(folder),
        "HALOCIK_DEMO": "tidak",
        "PORT": str(_free_port()),
        "HALOCIK_LOG_LEVEL": "DEBUG",
        "HALOCIK_SWEEP_SECONDS": "1",
    }
    subprocess.run([*MANAGE, "prepare"], env=env, check=True, timeout=120, stdout=subprocess.DEVNULL)
    return env


@pytest.fixture(scope="module")
def portal(home):
    process = subprocess.Popen([*MANAGE, "run"], env=home, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    if process.poll() is None:
        process.kill()
    process.stdout.close()
    process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _read_until(process, words):
    """The portal's screen up to the line with these words."""
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("ended without saying " + repr(words) + ":\n" + "".join(said[-40:]))


def _processes_of(home):
    """Ids of running processes that were started with this installation's environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"HALOCIK_VAR={home['HALOCIK_VAR']}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except (OSError, ValueError):
            continue
    return found


def test_one_command_serves_works_and_ends_without_a_trace(home, portal):
    start = _read_until(portal, "Portal siap")
    assert f"http://127.0.0.1:{home['PORT']}" in start.splitlines()[-1]
    assert "ERROR" not in start and "Service Unavailable" not in start
    with urllib.request.urlopen(f"http://127.0.0.1:{home['PORT']}/sehat/", timeout=10) as answer:
        assert json.load(answer)["keadaan"] == "sehat"
    # The beat queues, the worker does: through the folder and the database, as everything else will.
    _read_until(portal, "tickets.tasks.sweep")
    _read_until(portal, "succeeded")

    second = subprocess.run([*MANAGE, "run"], env=home | {"PORT": str(_free_port())}, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert "sudah berjalan" in second.stderr

    assert len(_processes_of(home)) >= 6  # the supervisor, gunicorn and two, celery and two, beat
    portal.send_signal(signal.SIGINT)
    portal.communicate(timeout=60)
    assert portal.returncode == 0
    assert _processes_of(home) == []


def test_a_port_in_use_is_said_in_a_sentence(home, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = home | {"PORT": port, "HALOCIK_VAR": str(tmp_path)}
        answer = subprocess.run([*MANAGE, "run"], env=env, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 1
    assert f"Port {port}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_preparing_a_second_time_has_nothing_to_do(home):
    answer = subprocess.run([*MANAGE, "prepare"], env=home, capture_output=True, text=True, timeout=60, check=True)
    assert "Menyiapkan" not in answer.stdout
