import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
application = get_wsgi_application()

from .checks import stop_if_unsafe  # noqa: E402 (needs the apps above)

stop_if_unsafe()
