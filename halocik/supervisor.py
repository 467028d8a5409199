"""Several processes as one: started together, their output on one screen, ended together, none left behind.

For the embedded portal (`manage.py run`). One thread, one loop: a child's end is seen as the end of its output.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

COLOURS = ("36", "35", "33", "32", "34")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass
class Child:
    name: str
    argv: list
    process: subprocess.Popen | None = None
    started: float = 0.0
    short_lives: int = 0
    start_at: float | None = None
    rest: bytes = field(default=b"", repr=False)

    @property
    def running(self):
        return self.process is not None


class Supervisor:
    """`run()` returns the exit code: 0 after Ctrl-C or TERM, 1 when a child could not be kept alive."""

    grace = 20.0  # seconds; the worker finishes the letter it is drawing
    short_life = 10.0  # seconds; a child that ends sooner did not really start ...
    most_short_lives = 3  # ... and is not tried again after that many in a row
    pause = 1.0  # seconds before a new try, times the short lives so far
    same_signal = 1.0  # seconds; make and the terminal may both pass on one Ctrl-C

    def __init__(self, children, *, env=None, cwd=None, ready=None, ready_text="", out=None):
        """`ready()` is asked until it is true; then `ready_text` is shown once."""
        self.children = children
        self.env = env
        self.cwd = cwd
        self.ready = ready
        self.ready_text = ready_text
        self.out = out or sys.stdout
        self.colour = self.out.isatty()
        self.width = max(len(child.name) for child in children)
        self.selector = selectors.DefaultSelector()
        self.signals = 0  # counted by the handler, obeyed by the loop: a handler must not print
        self.ending_since = None
        self.code = 0

    def run(self):
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
            numbers.append(signal.SIGHUP)
        previous = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            for child in self.children:
                self._start(child)
            while any(child.running for child in self.children) or not self.ending_since:
                self._turn()
            return self.code
        finally:
            self._kill()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _turn(self):
        for key, _ in self.selector.select(timeout=0.2):
            self._read(key.data)
        if self.signals:
            self.signals = 0
            self._obey()
        now = time.monotonic()
        for child in self.children:
            if child.running and child.process.poll() is not None:
                _signal_group(child, signal.SIGKILL)  # a killed parent's own children would keep its output open
        for child in self.children:
            if child.start_at is not None and now >= child.start_at and not self.ending_since:
                self._start(child)
        if self.ending_since and now - self.ending_since > self.grace:
            self.say(f"Belum berhenti setelah {self.grace:.0f} detik: dihentikan paksa.")
            self._kill()
        if self.ready and self.ready():
            self.ready = None
            self.say(self.ready_text)

    def _start(self, child):
        child.start_at = None
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            child.argv,
            env=self.env,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            start_new_session=True,  # Ctrl-C reaches us alone, and a whole family can be killed by its group
            preexec_fn=_end_with_parent,
        )
        os.set_blocking(child.process.stdout.fileno(), False)
        self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _read(self, child):
        chunk = child.process.stdout.read(65536)
        if chunk is None:
            return
        *lines, child.rest = (child.rest + chunk).split(b"\n")
        for line in lines:
            self._show(child, line)
        if not chunk:
            self._ended(child)

    def _ended(self, child):
        if child.rest:
            self._show(child, child.rest)
            child.rest = b""
        self.selector.unregister(child.process.stdout)
        child.process.stdout.close()
        code = child.process.wait()
        _signal_group(child, signal.SIGKILL)  # whatever its children left behind
        child.process = None
        if self.ending_since:
            return
        lived = time.monotonic() - child.started
        child.short_lives = child.short_lives + 1 if lived < self.short_life else 1
        if child.short_lives >= self.most_short_lives:
            self.say(f"{child.name} tidak dapat dijalankan (kode {code}), lihat pesannya di atas. Semua dihentikan.")
            self.code = 1
            self.end()
        else:
            self.say(f"{child.name} berhenti tak terduga (kode {code}), dijalankan lagi.")
            child.start_at = time.monotonic() + self.pause * child.short_lives

    def _on_signal(self, number, frame):
        self.signals += 1

    def _obey(self):
        if not self.ending_since:
            self.say("Menghentikan semua proses. Tekan Ctrl-C sekali lagi untuk memaksa.")
            self.end()
        elif time.monotonic() - self.ending_since > self.same_signal:
            self._kill()

    def end(self):
        """Ask every child to finish what it is doing; `_turn` insists later."""
        self.ending_since = time.monotonic()
        for child in self.children:
            if child.running:
                child.process.terminate()

    def _kill(self):
        for child in self.children:
            if child.running:
                _signal_group(child, signal.SIGKILL)

    def say(self, text):
        for line in text.splitlines():
            self._line("halocik", line, "1")

    def _show(self, child, line):
        colour = COLOURS[self.children.index(child) % len(COLOURS)]
        self._line(child.name, line.decode(errors="replace").rstrip("\r"), colour)

    def _line(self, name, text, colour):
        label = f"{name:<{max(self.width, len('halocik'))}} |"
        if self.colour:
            label = f"\033[{colour}m{label}\033[0m"
        try:
            print(label, text, file=self.out, flush=True)
        except (BrokenPipeError, OSError):  # nobody reads any more; keep serving
            self.out = open(os.devnull, "w")  # noqa: SIM115


def _end_with_parent():
    """In the child, before it becomes its program: end when we die without a word (SIGKILL). Linux only."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(child, number):
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
