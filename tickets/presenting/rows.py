"""Tickets as rows of a list: everything a row shows, in a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from ..models import StepRun, Ticket, Turn
from .timeleft import Calendars, TimeLeft, time_left
from .turns import Waiting, waiting_for

# What no list shows. A definition is parsed once per process, so its JSON need not travel with every ticket.
HEAVY = ("words", "choices", "revision__content", "revision__source")


@dataclass(frozen=True)
class Row:
    """A ticket in a list. `step`: sop.definition.Step whose turn it is, or None. `waiting`: [Waiting]."""

    ticket: Ticket
    step: object
    waiting: list[Waiting] = field(default_factory=list)
    time: TimeLeft | None = None


def with_row_facts(tickets):
    """The queryset `tickets` with what rows() reads: two queries besides its own."""
    running = Prefetch("runs", StepRun.objects.running(), to_attr="running_runs")
    turns = Prefetch("turns", Turn.objects.select_related("person"))
    return tickets.select_related("procedure", "revision", "opened_by").defer(*HEAVY).prefetch_related(turns, running)


def rows(tickets, organisation, now=None):
    """[Row] of `tickets`, a queryset of `organisation` that went through with_row_facts()."""
    now = now or timezone.now()
    calendars = Calendars(organisation)
    return [_row(ticket, calendars, now) for ticket in tickets]


def _row(ticket, calendars, now):
    run = ticket.running_runs[0] if ticket.running_runs else None
    time = time_left(ticket, run, calendars.of(ticket.definition) if run else None, now)
    return Row(ticket, ticket.current_step, waiting_for(ticket), time)
