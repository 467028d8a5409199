"""The portal's own settings as an office runs them, with one bare page more. Read by the measured web processes only."""

from halocik.settings import *  # noqa: F403
from halocik.settings import BASE_DIR, STORAGES, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")
# Same hashed names from the same manifest; only the compressed copies, which no measured page asks for, are left out.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
