from accounts.models import Counter
from accounts.roles import office_day


def next_number(organisation, now):
    """`BPS-2026-000123`: prefix, year at the office, running number. Gap-free; holds the counter's lock until commit."""
    year = office_day(organisation, now).year
    return f"{organisation.ticket_prefix}-{year}-{Counter.next(organisation, 'tiket', year):06d}"


def carried_by_others(sender, ticket_prefix, organisation, **kwargs):
    """Whether tickets of another office are numbered with `ticket_prefix` (accounts.signals.ticket_prefix_wanted)."""
    from .models import Ticket

    return Ticket.objects.filter(number__startswith=f"{ticket_prefix}-").exclude(organisation=organisation.pk).exists()
