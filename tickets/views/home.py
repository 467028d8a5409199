"""Beranda: what is my turn, and what became of what I asked for."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import OPEN, Status, Ticket
from ..presenting import queues
from ..presenting.rows import rows
from ..querysets import view_of
from .common import office_page

SHOWN = 20  # of each part; the rest is a list of its own


@require_safe
@office_page
def home(request):
    user, now = request.user, timezone.now()
    mine = queues.my_queue(user).order_by(*queues.BY_DUE).values_list("pk", flat=True)[:SHOWN]
    asked = queues.asked_by(user).filter(status__in=OPEN).order_by("-pk").values_list("pk", flat=True)[: SHOWN + 1]
    queue_ids, asked_ids = list(mine), list(asked)
    found = {row.pk: row for row in rows(Ticket.objects.filter(pk__in={*queue_ids, *asked_ids}), user.organisation, now)}
    own = [found[pk] for pk in asked_ids if pk in found]
    context = {
        "queue": [found[pk] for pk in queue_ids if pk in found],
        "waiting": queues.waiting(user),
        "asked": [row for row in own if row.status != Status.DRAFT][:SHOWN],
        "drafts": [row for row in own if row.status == Status.DRAFT],
        "more_asked": len(asked_ids) > SHOWN,
        "counts": queues.office_counts(user, now) if view_of(user).oversees else None,
        "shown": SHOWN,
    }
    return render(request, "tickets/home.html", context)
