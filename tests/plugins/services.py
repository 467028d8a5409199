"""Which of PostgreSQL, Redis and the browser this machine has, and what happens to the tests that need one that is missing.

Missing: those tests are left out, with a line at the end that says so. Missing although HALOCIK_REQUIRE names it (as CI does): the run
stops before it starts.
"""

import os
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES = os.environ.get("HALOCIK_TEST_POSTGRES") or "postgres://postgres@127.0.0.1:5432/halocik"
REDIS = os.environ.get("HALOCIK_TEST_REDIS") or "redis://127.0.0.1:6379/15"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = {
    "postgresql": f"PostgreSQL tidak terjangkau di {POSTGRES} (HALOCIK_TEST_POSTGRES)",
    "redis": f"Redis tidak terjangkau di {REDIS} (HALOCIK_TEST_REDIS)",
    "browser": "tidak ada Chromium (apt-get install chromium, atau HALOCIK_TEST_CHROMIUM=/jalur/ke/chromium)",
}


def required():
    """Names of HALOCIK_REQUIRE, such as {"postgresql", "redis", "browser"}; ValueError with a sentence for an unknown one."""
    names = {name.strip() for name in os.environ.get("HALOCIK_REQUIRE", "").split(",") if name.strip()}
    unknown = names - HOW.keys()
    if unknown:
        raise ValueError(f"HALOCIK_REQUIRE: {', '.join(sorted(unknown))} tidak dikenal; yang ada: {', '.join(HOW)}")
    return names


@cache
def chromium():
    """Path of a Chromium (or Chrome) to drive, or None."""
    named = os.environ.get("HALOCIK_TEST_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@cache
def available(service):
    return {"postgresql": _postgresql, "redis": _redis, "browser": chromium}[service]() not in (None, False)


def missing(among=tuple(HOW)):
    """Sentences, one for each service of `among` that is not there."""
    return [HOW[service] for service in HOW if service in among and not available(service)]


def _postgresql():
    """Whether the server lets us in: databases of tests are made from its maintenance database."""
    import psycopg2

    try:
        psycopg2.connect(_maintenance(POSTGRES), connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def _maintenance(url):
    parts = urlsplit(url)
    return parts._replace(scheme="postgresql", path="/postgres").geturl()


def _redis():
    import redis

    try:
        return redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except (OSError, redis.RedisError):
        return False
