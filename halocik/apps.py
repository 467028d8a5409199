from django.apps import AppConfig


class HalocikConfig(AppConfig):
    name = "halocik"

    def ready(self):
        from . import checks  # noqa: F401
