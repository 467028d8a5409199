from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self):
        from . import menu  # noqa: F401  registers the entries of the side bar
