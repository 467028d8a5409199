"""The portal's own settings, for tests: a folder of their own per process, and nothing slow or reachable that a test did not ask for.

Only DATABASE_URL is taken from outside (unset: SQLite in a file, as the embedded default has it).
"""

import atexit
import os
import shutil
import tempfile

# Each pytest-xdist worker is a process and reads this file itself, so each has its own folder.
_VAR = tempfile.mkdtemp(prefix="halocik-test-")
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("HALOCIK_") and not name.startswith(("HALOCIK_TEST_", "HALOCIK_REQUIRE"))]:
    del os.environ[_name]
os.environ.pop("REDIS_URL", None)
os.environ["HALOCIK_VAR"] = _VAR
# The sync API of playwright keeps an event loop running in the main thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from halocik.settings import *  # noqa: E402, F403
from halocik.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, MIDDLEWARE, STORAGES, TEMPLATES, VAR_DIR  # noqa: E402
from tests.plugins.templates import InvalidVariable  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: live servers and threads need one that locks as the real one does.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE[:] = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # live servers serve static files by themselves
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = InvalidVariable("INVALID: %s")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Tasks wait in the process until a test runs them (fixture `tasks`); no worker, no folder, no server.
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS.clear()
