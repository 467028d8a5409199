"""What accounts announces to the floors above it, which listen in their AppConfig.ready()."""

from django.dispatch import Signal

# A real office was started. Sent inside its transaction with `organisation`; worktime gives it its first calendar.
organisation_created = Signal()

# An administrator gave somebody a temporary password. Sent inside the transaction with `person` and `change`, its SettingsChange.
password_reset = Signal()

# An upper floor has something to say that is no event of a ticket. Sent inside its transaction with `organisation`, `people` (user ids),
# `text` (one sentence without a full stop), `path` (where to read on) and `key` (of at most 40 characters: nobody is told twice of one key).
announcement = Signal()

# An office wants `ticket_prefix` for its numbers; `organisation` may be unsaved. A receiver returns True when numbers of another office carry it.
ticket_prefix_wanted = Signal()
