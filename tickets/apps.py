from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self):
        from worktime import hooks

        from . import menu  # noqa: F401  registers the entries of the side bar
        from .tasks import calendar_changed

        hooks.on_change(calendar_changed)
