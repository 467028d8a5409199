"""The sets of rows that the figures count. Lists behind a number are read from the very same set, so that the two agree.

Everything is as of the end of the period: what happens to a ticket later changes nothing of what is said about an earlier month. A konsep
is no ticket yet: only what was submitted has step runs.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform

from accounts.models import Organisation
from tickets.models import StepRun, Ticket, TicketEvent

Kind = TicketEvent.Kind


@dataclass(frozen=True)
class Scope:
    """An office from the aware moment `start` up to, and without, `end`."""

    organisation: Organisation
    start: datetime
    end: datetime

    @classmethod
    def of(cls, organisation, period):
        return cls(organisation, period.start, period.end)

    def during(self, name):
        """Q: the moment `name` lies in the period."""
        return Q(**{f"{name}__gte": self.start, f"{name}__lt": self.end})


# Step runs


def runs(scope):
    return StepRun.objects.filter(ticket__organisation=scope.organisation)


def left(scope):
    """Visits to a row that ended in the period."""
    return runs(scope).filter(scope.during("left_at"))


def is_kept(scope):
    """Q: left in time. A row that was left because the ticket was called off was not kept, only ended."""
    called_off = TicketEvent.objects.filter(ticket=OuterRef("ticket"), number=OuterRef("left_event"), kind=Kind.CANCELLED)
    return scope.during("left_at") & Q(due_at__isnull=False, missed_at=None) & ~Exists(called_off)


def is_missed(scope):
    """Q: the limit passed in the period, whether the row has been left by now or not."""
    return scope.during("missed_at")


def kept(scope):
    return runs(scope).filter(is_kept(scope))


def missed(scope):
    return runs(scope).filter(is_missed(scope))


def judged(scope):
    """Visits whose fate was decided in the period: each is judged once, and one that is never left is not hidden."""
    return runs(scope).filter(is_kept(scope) | is_missed(scope))


def running_at(scope, moment):
    """The visit each open ticket was in at `moment`."""
    return runs(scope).filter(Q(left_at=None) | Q(left_at__gte=moment), entered_at__lt=moment)


def finishing(scope):
    """The visit with which each ticket ended in the period that had not been reopened by the end of it."""
    later = StepRun.objects.filter(ticket=OuterRef("ticket"), entered_event__gte=OuterRef("left_event"), entered_at__lt=scope.end)
    return left(scope).exclude(Exists(later))


def with_outcome(finished):
    """`finished` with `outcome`: selesai, ditolak or dibatalkan. Of a cancelled ticket the event names no target."""
    event = TicketEvent.objects.filter(ticket=OuterRef("ticket"), number=OuterRef("left_event"))
    return finished.annotate(outcome=Subquery(event.values(to=KeyTextTransform("to", "data"))[:1]))


def reopening(scope):
    """The visits with which finished tickets were taken up again in the period."""
    before = StepRun.objects.filter(ticket=OuterRef("ticket"), left_event=OuterRef("entered_event"))
    first = StepRun.objects.filter(ticket=OuterRef("ticket"), entered_event__lt=OuterRef("entered_event"))
    return runs(scope).filter(Exists(first), ~Exists(before), scope.during("entered_at"))


def with_actor_role(visits):
    """`visits` with `role`: the SOP column in which the row was left."""
    event = TicketEvent.objects.filter(ticket=OuterRef("ticket"), number=OuterRef("left_event"))
    return visits.annotate(role=Subquery(event.values("role")[:1]))


# Tickets


def received(scope):
    """Submitted in the period."""
    submitted = StepRun.objects.filter(ticket=OuterRef("pk"))
    return Ticket.objects.filter(Exists(submitted), scope.during("created_at"), organisation=scope.organisation)


def tickets_of(visits):
    """The tickets that `visits` (of StepRun) belong to."""
    return Ticket.objects.filter(pk__in=visits.values("ticket"))


def ended(scope, outcome=""):
    """Tickets that had ended by the end of the period, and did so in it. `outcome`: only those that ended so."""
    found = finishing(scope)
    if outcome == "dibatalkan":
        found = with_outcome(found).filter(outcome=None)
    elif outcome:
        found = with_outcome(found).filter(outcome=outcome)
    return tickets_of(found)


def open_at(scope, moment):
    return tickets_of(running_at(scope, moment))


def late_at(scope, moment):
    """Open at `moment` in a row whose limit had passed by then."""
    return tickets_of(running_at(scope, moment).filter(missed_at__lt=moment))


def active(scope):
    """Tickets that were open at any moment of the period: the register."""
    return tickets_of(runs(scope).filter(Q(left_at=None) | Q(left_at__gte=scope.start), entered_at__lt=scope.end))


def about(tickets, word):
    """Those whose subject holds `word` (letters and digits, any case) as a whole word."""
    return tickets.filter(subject__iregex=rf"(^|[^a-z0-9]){re.escape(word)}([^a-z0-9]|$)")


# Events


def events(scope):
    """Events of the period; an act falls into a visit, so only tickets with one need be looked at."""
    return TicketEvent.objects.filter(scope.during("at"), ticket__in=active(scope).values("pk"))


def deviations(scope):
    """Moves the SOP does not print."""
    return events(scope).filter(kind__in=(Kind.OPENED, Kind.ACTED, Kind.LAPSED, Kind.REOPENED), data__deviation=True)


def acts(scope):
    return events(scope).filter(kind__in=(Kind.OPENED, Kind.ACTED))


def of_step(found, step):
    """Those of `found` events that happened at the row `step`."""
    return found.filter(act__regex=rf"^{re.escape(step)}[a-z]+$")
