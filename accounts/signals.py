"""What accounts announces to the floors above it, which listen in their AppConfig.ready()."""

from django.dispatch import Signal

# A real office was started. Sent inside its transaction with `organisation`; worktime gives it its first calendar.
organisation_created = Signal()

# An administrator gave somebody a temporary password. Sent inside the transaction with `person` and `change`, its SettingsChange.
password_reset = Signal()

# An office wants `ticket_prefix` for its numbers; `organisation` may be unsaved. A receiver returns True when numbers of another office carry it.
ticket_prefix_wanted = Signal()
