"""Beranda: what is my turn, and what became of what I asked for."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Status
from ..presenting import queues
from ..presenting.first_steps import first_steps
from ..presenting.rows import rows
from ..querysets import view_of
from .common import office_page

SHOWN = 20  # of my turn; the rest is a list of its own
ASKED = 8  # of what I asked for: the newest
DRAFTS = 12


@require_safe
@office_page
def home(request):
    user, now = request.user, timezone.now()
    mine = _ids(queues.my_queue(user).order_by(*queues.BY_DUE), SHOWN)
    asked = _ids(queues.asked_by(user).filter(status__in=(Status.RUNNING, Status.HELD)).order_by("-pk"), ASKED)
    drafts = _ids(queues.asked_by(user).filter(status=Status.DRAFT, opened_by=user).order_by("-pk"), DRAFTS)
    found = {row.pk: row for row in rows([*{*mine, *asked, *drafts}], user.organisation, now)}
    context = {
        "queue": [found[pk] for pk in mine if pk in found],
        "waiting": queues.waiting(user),
        "asked": [found[pk] for pk in asked if pk in found],
        "drafts": [found[pk] for pk in drafts if pk in found],
        "first_steps": first_steps(user),
        "counts": queues.office_counts(user, now) if view_of(user).oversees else None,
    }
    return render(request, "tickets/home.html", context)


def _ids(tickets, most):
    return list(tickets.values_list("pk", flat=True)[:most])
