from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self):
        from accounts.signals import ticket_prefix_wanted
        from worktime import hooks

        from . import (
            menu,  # noqa: F401  registers the entries of the side bar
            numbering,
        )
        from .tasks import calendar_changed

        hooks.on_change(calendar_changed)
        ticket_prefix_wanted.connect(numbering.carried_by_others, dispatch_uid="tickets.numbering")
