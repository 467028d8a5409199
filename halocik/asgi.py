import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
application = get_asgi_application()

from .checks import stop_if_unsafe  # noqa: E402 (needs the apps above)

stop_if_unsafe()
