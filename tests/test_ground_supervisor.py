"""One command, several processes: they start together, speak on one screen, and none outlives the others."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.xdist_group("processes"), pytest.mark.once]

# Programs the children run.
SPEAKS = "import os, signal; print('pid', os.getpid(), flush=True); signal.pause()"
STUBBORN = "import os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('pid', os.getpid(), flush=True); signal.pause(); signal.pause()"
CRASHES = "import sys; print('trying', flush=True); sys.exit(7)"
# One write each: the two share a pipe, and what is printed piece by piece may come out mixed.
LEAVES_A_CHILD = """
import os, signal
word = "grandchild" if os.fork() == 0 else "pid"
os.write(1, f"{word} {os.getpid()}\\n".encode()); signal.pause()
"""


class Running:
    """A supervisor in a process of its own; `children`: {name: program}; `settings`: its attributes."""

    def __init__(self, children, **settings):
        program = f"""
            import sys
            from halocik.supervisor import Child, Supervisor
            for name, value in {settings!r}.items():
                setattr(Supervisor, name, value)
            children = [Child(name, [sys.executable, "-c", code]) for name, code in {children!r}.items()]
            sys.exit(Supervisor(children).run())
        """
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.pids = []

    def line(self, containing):
        """The next line that contains these words."""
        for line in self.process.stdout:
            if containing in line:
                return line.rstrip()
        raise AssertionError(f"ended without saying {containing!r}")

    def pid(self, word="pid"):
        pid = int(self.line(f"| {word} ").split()[-1])
        self.pids.append(pid)
        return pid

    def end(self, seconds=15):
        """Exit code, after its output is read to the end."""
        self.process.communicate(timeout=seconds)
        return self.process.returncode


@pytest.fixture
def supervise():
    started = []

    def start(children, **settings):
        started.append(Running(children, **settings))
        return started[-1]

    yield start
    for running in started:
        for pid in [running.process.pid, *running.pids]:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        running.process.stdout.close()
        running.process.wait()


def alive(pid):
    """Whether the process still runs; one that has ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_every_line_says_who_spoke(supervise):
    running = supervise({"web": "print('satu', flush=True); import signal; signal.pause()"})
    assert running.line("satu") == "web     | satu"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_them_all(supervise, number):
    running = supervise({"web": SPEAKS, "worker": SPEAKS})
    pids = [running.pid(), running.pid()]
    running.process.send_signal(number)
    assert running.end() == 0
    assert not any(alive(pid) for pid in pids)


def test_a_child_that_will_not_end_is_killed_by_the_second_signal(supervise):
    running = supervise({"worker": STUBBORN}, same_signal=0.0, grace=3600.0)
    pid = running.pid()
    running.process.send_signal(signal.SIGINT)
    running.line("Menghentikan")
    assert alive(pid)
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert not alive(pid)


def test_a_child_that_will_not_end_is_killed_when_its_time_is_over(supervise):
    running = supervise({"worker": STUBBORN}, grace=0.1)
    pid = running.pid()
    running.process.send_signal(signal.SIGTERM)
    running.line("dihentikan paksa")
    assert running.end() == 0
    assert not alive(pid)


def test_one_ctrl_c_that_arrives_twice_is_one(supervise):
    """The terminal tells the whole group, and make tells its child besides."""
    running = supervise({"worker": STUBBORN}, same_signal=3600.0, grace=0.5)
    running.pid()
    running.process.send_signal(signal.SIGINT)
    running.line("Menghentikan")
    running.process.send_signal(signal.SIGTERM)
    running.line("dihentikan paksa")
    assert running.end() == 0


def test_a_child_that_dies_is_started_again(supervise):
    running = supervise({"web": SPEAKS, "worker": SPEAKS}, pause=0.0)
    os.kill(running.pid(), signal.SIGKILL)
    assert "berhenti tak terduga (kode -9)" in running.line("berhenti tak terduga")
    assert alive(running.pid())


def test_a_child_that_cannot_start_ends_everything_and_says_so(supervise):
    running = supervise({"web": SPEAKS, "worker": CRASHES}, pause=0.0)
    web = running.pid()
    assert "worker tidak dapat dijalankan (kode 7)" in running.line("tidak dapat dijalankan")
    assert running.end() == 1
    assert not alive(web)


def test_the_family_of_a_killed_child_goes_with_it(supervise):
    running = supervise({"worker": LEAVES_A_CHILD}, pause=3600.0)
    child, grandchild = _family(running)
    os.kill(child, signal.SIGKILL)
    running.line("berhenti tak terduga")
    _wait_until_gone(grandchild)


def _family(running):
    """(child, grandchild), in whichever order they spoke."""
    spoken = {}
    while len(spoken) < 2:
        *_, word, pid = running.line("| ").split()
        spoken[word] = int(pid)
        running.pids.append(int(pid))
    return spoken["pid"], spoken["grandchild"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_nobody_is_left_behind_when_the_supervisor_itself_is_killed(supervise):
    running = supervise({"web": SPEAKS, "worker": SPEAKS})
    pids = [running.pid(), running.pid()]
    running.process.kill()
    running.process.communicate(timeout=15)  # ends when the last writer of its screen has ended
    for pid in pids:
        _wait_until_gone(pid)


def _wait_until_gone(pid):
    """Until the kernel says so, not by the clock."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    assert select.select([handle], [], [], 15)[0], f"process {pid} still runs"
    os.close(handle)
