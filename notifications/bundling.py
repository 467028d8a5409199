"""Who comments twenty times in a minute fills no mail box: of one person's words on one ticket, one message leaves at a time.

The inbox always has them all. By mail and chat the first is told at once; the next ones wait for PAUSE, and the newest of them is told for
all. Whoever has read the notice before is told at once again.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from .kinds import Kind
from .models import Delivery

SAID = (Kind.COMMENTED, Kind.MENTIONED)
PAUSE = timedelta(minutes=10)


def hold_back(event, deliveries):
    """Move unsaved `deliveries` of notices about what was said in `event` to when they may leave, in place; drop what they tell for."""
    said = [row for row in deliveries if row.notice.kind in SAID and not row.digest]
    if not said:
        return
    earlier = _earlier(event, {row.notice.recipient_id for row in said})
    told_for = []
    for row in said:
        for before in earlier.get(_way(row), ()):
            if before.state == Delivery.State.WAITING and not before.attempts and before.due_at > event.at:
                told_for.append(before.pk)
                row.due_at = max(row.due_at, before.due_at)
            elif before.notice.read_at is None:
                row.due_at = max(row.due_at, (before.sent_at or before.due_at) + PAUSE)
    waiting = Delivery.objects.waiting().filter(pk__in=told_for, attempts=0)
    waiting.update(state=Delivery.State.DROPPED, error=_("Digabung dengan pemberitahuan berikutnya dari tiket yang sama."), queued_at=None)


def _earlier(event, people):
    """{way: [Delivery]} of what the same person said on the same ticket, sent lately or still waiting, in order."""
    recent = Q(state=Delivery.State.WAITING) | Q(sent_at__gt=event.at - PAUSE)
    rows = Delivery.objects.filter(
        recent, digest=False, notice__ticket=event.ticket_id, notice__kind__in=SAID, notice__recipient__in=people,
        notice__event__actor=event.actor_id,
    )  # fmt: skip
    found = {}
    for row in rows.select_related("notice").order_by("pk"):
        found.setdefault(_way(row), []).append(row)
    return found


def _way(row):
    return row.notice.recipient_id, row.channel, row.chat_id
