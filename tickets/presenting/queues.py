"""What waits for a person: the sets and the numbers that badges, Beranda, lists and Persetujuan agree on."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from ..models import OPEN, Status, Ticket, Turn
from ..querysets import view_of

BY_DUE = (F("due_at").asc(nulls_last=True), "-priority", "pk")
BY_PRIORITY = ("-priority", F("due_at").asc(nulls_last=True), "pk")
NEWEST = ("-pk",)


@dataclass(frozen=True)
class Waiting:
    """Tickets that wait for this person: all of them, and those where they decide."""

    turns: int
    approvals: int


def my_queue(user):
    """Running tickets whose turn is this person's; a konsep of their own is not a turn yet."""
    return Ticket.objects.my_turn(user).filter(status=Status.RUNNING)


def to_approve(user):
    """Of those, the ones that wait for a decision (persetujuan)."""
    return Ticket.objects.my_turn(user, approval=True).filter(status=Status.RUNNING)


def asked_by(user):
    """Tickets this person asked for or opened for somebody."""
    return Ticket.objects.filter(organisation=user.organisation_id).filter(Q(requester=user) | Q(opened_by=user))


def waiting(user):
    """The Waiting of `user`, in one query per request."""
    if not hasattr(user, "_waiting"):
        user._waiting = _count(user)
    return user._waiting


def _count(user):
    if user.organisation_id is None or not user.is_active:
        return Waiting(0, 0)
    rows = Turn.objects.filter(view_of(user).turns, organisation=user.organisation_id, ticket__status=Status.RUNNING)
    counts = rows.aggregate(turns=Count("ticket", distinct=True), approvals=Count("ticket", distinct=True, filter=Q(approval=True)))
    return Waiting(**counts)


def office_counts(user, now):
    """{name: count} of open tickets for those who oversee the office; each equals a list of tickets.views.listing."""
    open_tickets = Ticket.objects.visible_to(user).filter(status__in=OPEN)
    return open_tickets.aggregate(
        running=Count("pk", filter=Q(status=Status.RUNNING)),
        overdue=Count("pk", filter=overdue(now)),
        held=Count("pk", filter=Q(status=Status.HELD)),
        urgent=Count("pk", filter=Q(status=Status.RUNNING, priority=4)),
    )


def overdue(now):
    """Q over tickets whose running step is over its limit at `now`. Held ones are not: their clock stands."""
    return Q(status=Status.RUNNING, due_at__lt=now)
