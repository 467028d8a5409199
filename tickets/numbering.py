from accounts.models import Counter
from accounts.roles import office_day


def next_number(organisation, now):
    """`BPS-2026-000123`: prefix, year at the office, running number. Gap-free; holds the counter's lock until commit."""
    year = office_day(organisation, now).year
    return f"{organisation.ticket_prefix}-{year}-{Counter.next(organisation, 'tiket', year):06d}"
