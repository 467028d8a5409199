"""What accounts announces to the floors above it, which listen in their AppConfig.ready()."""

from django.dispatch import Signal

# A real office was started. Sent inside its transaction with `organisation`; worktime gives it its first calendar.
organisation_created = Signal()
