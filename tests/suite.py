"""`make test` and `make test-all`: the suite on SQLite, then on PostgreSQL, with what this machine has.

`python -m tests.suite [--all] [what pytest takes ...]`. What is left out is said before and after; HALOCIK_REQUIRE (or --all) makes it an
error instead. Tests in a browser run with the last database only, and without --all so do those of what no database has a say in (`once`).
"""

import os
import subprocess
import sys

from tests.plugins import services

NOTHING_CHOSEN = 5  # pytest's exit code when the arguments leave no test of a pass


def main(argv):
    everything = "--all" in argv
    given = [argument for argument in argv if argument != "--all"]
    if everything:
        os.environ["HALOCIK_REQUIRE"] = ",".join(services.HOW)
    try:
        wanted = services.missing(services.required())
    except ValueError as error:
        return _stop(str(error))
    if wanted:
        return _stop("Tidak dijalankan, karena diwajibkan (HALOCIK_REQUIRE): " + "; ".join(wanted))
    lacking = services.missing()
    _say_missing(lacking)
    for database, url, last in _runs():
        print(f"\n=== Rangkaian uji pada {database} ===", flush=True)
        for marks in _passes(everything=everything, last=last):
            code = subprocess.run(_command(given, marks), env=_environment(url)).returncode
            if code not in (0, NOTHING_CHOSEN):
                return code
    if lacking:
        print()
        _say_missing(lacking)
    return 0


def _runs():
    """(name, DATABASE_URL or None, whether it is the last one)."""
    if services.available("postgresql"):
        return [("SQLite", None, False), ("PostgreSQL", services.POSTGRES, True)]
    return [("SQLite", None, True)]


def _passes(*, everything, last):
    """Marker expressions, one per run of pytest. Browser tests run apart: theirs keeps an event loop going that others would stumble over."""
    leave_out = [] if everything else ["slow"] if last else ["slow", "once"]
    yield " and ".join(f"not {mark}" for mark in ["browser", *leave_out])
    if last:
        yield " and ".join(["browser", *(f"not {mark}" for mark in leave_out)])


def _command(given, marks):
    return [sys.executable, "-m", "pytest", "-n", _workers(), "-rs", "-m", marks, *given]


def _workers():
    """As many as cores, at least two: a browser or a server is often what is waited for."""
    return os.environ.get("HALOCIK_TEST_WORKERS") or str(min(8, max(2, os.cpu_count() or 2)))


def _environment(url):
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return {**env, "DATABASE_URL": url} if url else env


def _say_missing(lacking):
    for sentence in lacking:
        print(f"Catatan: {sentence}; uji yang memerlukannya dilewati.", flush=True)


def _stop(sentence):
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
