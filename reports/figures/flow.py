"""How many tickets came, ended and stayed, in all and by service, unit, channel, priority and day."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.translation import gettext as _

from tickets.models import Channel, Priority
from worktime.words import MONTHS

from .. import sets
from .model import Day, Flow, Group

DIMENSIONS = ("procedure", "requester_unit", "channel", "priority")
OUTCOMES = {"selesai": "done", "ditolak": "rejected", None: "cancelled"}
DAILY = 62  # days; a longer period is shown by months


def groups(scope):
    """{what: {(procedure id, unit, channel, priority): tickets}}: three queries that all the tables are folded from."""
    of_ticket = [f"ticket__{name}" for name in DIMENSIONS]
    found = {"received": _counted(sets.received(scope).values_list(*DIMENSIONS).annotate(n=Count("pk")))}
    found["open_after"] = _counted(sets.running_at(scope, scope.end).values_list(*of_ticket).annotate(n=Count("pk")))
    found |= {"done": Counter(), "rejected": Counter(), "cancelled": Counter()}
    ended = sets.with_outcome(sets.finishing(scope)).values_list(*of_ticket, "outcome").annotate(n=Count("pk"))
    for *key, outcome, n in ended.order_by():
        found[OUTCOMES[outcome]][tuple(key)] += n
    return found


def _counted(rows):
    return Counter({tuple(key): n for *key, n in rows.order_by()})


def flow(scope, groups):
    totals = {name: sum(counted.values()) for name, counted in groups.items()}
    return Flow(
        open_before=sets.running_at(scope, scope.start).count(),
        reopened=sets.reopening(scope).values("ticket").distinct().count(),
        late_after=sets.late_at(scope, scope.end).count(),
        active=sets.active(scope).count(),
        **totals,
    )


def by_service(groups, definitions):
    found = _folded(groups, 0)
    return [Group(definitions.code(pk), definitions.name(pk), **found[pk]) for pk in definitions.procedures if pk in found]


def by_unit(groups):
    found = _folded(groups, 1)
    return _busiest_first([Group(unit, unit or _("Tanpa unit"), **counts) for unit, counts in found.items()])


def by_channel(groups):
    found = _folded(groups, 2)
    return [Group(code, str(label), **found[code]) for code, label in Channel.choices if code in found]


def by_priority(groups):
    found = _folded(groups, 3)
    return [Group(str(code), str(label), **found[code]) for code, label in reversed(Priority.choices) if code in found]


def _folded(groups, place):
    """{value of the dimension: {what: tickets}}."""
    found = {}
    for name, counted in groups.items():
        for key, n in counted.items():
            counts = found.setdefault(key[place], dict.fromkeys(groups, 0))
            counts[name] += n
    return found


def _busiest_first(found):
    return sorted(found, key=lambda g: (-g.received, -(g.done + g.rejected + g.cancelled), -g.open_after, g.label))


def days(scope, period):
    """Tickets received and ended, day by day, or month by month in a long period."""
    zone, daily = ZoneInfo(period.zone), period.days <= DAILY
    trunc = TruncDate if daily else TruncMonth
    received = sets.received(scope).annotate(day=trunc("created_at", tzinfo=zone)).values_list("day").annotate(n=Count("pk"))
    ended = sets.finishing(scope).annotate(day=trunc("left_at", tzinfo=zone)).values_list("day").annotate(n=Count("pk"))
    came, went = ({_date(day, zone): n for day, n in rows.order_by()} for rows in (received, ended))
    return [Day(first.isoformat(), last.isoformat(), came.get(key, 0), went.get(key, 0)) for first, last, key in _spans(period, daily)]


def _date(day, zone):
    return day.astimezone(zone).date() if isinstance(day, dt.datetime) else day


def _spans(period, daily):
    """[(first, last, key of the group)] of the days or months of the period; the outer months may be cut."""
    day = period.first
    while day <= period.last:
        if daily:
            last = key = day
        else:
            key = day.replace(day=1)
            last = min((key + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), period.last)
        yield day, last, key
        day = last + dt.timedelta(days=1)


def span_label(day):
    """ "5 Okt" or "Okt 2026" of a Day."""
    first = dt.date.fromisoformat(day.first)
    name = MONTHS[first.month - 1][:3]
    return f"{first.day} {name}" if day.first == day.last else f"{name} {first.year}"
