"""Typed reading of settings from the environment.

Each helper stops the start with one clear Indonesian sentence when a value cannot be used, because the reader is the person
installing the portal, not the person who wrote it.
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class BadSetting(ImproperlyConfigured):
    """The message says which name has which value and what to write instead; a traceback adds nothing."""


def _say_the_sentence(kind, error, traceback, _default=sys.excepthook):
    if issubclass(kind, BadSetting):
        print(error, file=sys.stderr)
    else:
        _default(kind, error, traceback)


sys.excepthook = _say_the_sentence


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def boolean(name, default=False):
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "ya", "true", "yes", "on"}:
        return True
    if raw in {"0", "tidak", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={raw!r} tidak dikenali: isi dengan ya atau tidak.")


def integer(name, default, *, least=None):
    raw = text(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise BadSetting(f"{name}={raw!r} bukan bilangan bulat.") from None
    if least is not None and value < least:
        raise BadSetting(f"{name}={value} terlalu kecil: paling sedikit {least}.")
    return value


def words(name, default=()):
    """Comma separated values as a list."""
    raw = text(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def choice(name, options, default):
    value = text(name, default)
    if value not in options:
        raise BadSetting(f"{name}={value!r} tidak dikenali: pilih salah satu dari {', '.join(options)}.")
    return value


def database(name, sqlite_path: Path):
    """Django's DATABASES["default"] from `postgres://user:password@host:port/name`, or SQLite at `sqlite_path` when unset."""
    raw = text(name)
    if not raw:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_path,
            # Without IMMEDIATE two writers that first read end in "database is locked"; it is SQLite's row lock.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    url = urlsplit(raw)
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise BadSetting(f"{name} harus berbentuk postgres://pengguna:sandi@host:5432/nama, atau dikosongkan untuk SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_file(name, path: Path):
    """A secret from the environment, or one made at first start and kept in `path` (mode 600)."""
    value = text(name)
    if value:
        return value
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database and its people are beside it
        value = secrets.token_urlsafe(50)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(value)
        except FileExistsError:  # web, worker and beat start together: the first one's secret counts
            return path.read_text().strip()
        return value
