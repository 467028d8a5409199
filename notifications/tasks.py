"""The outbox's tasks. The rows are the truth: a message that gets lost is queued again by the next look."""

from celery import shared_task
from django.utils import timezone

from tickets.models import Heartbeat

from . import outbox

WORKER = "worker:"  # Heartbeat names of workers


@shared_task(ignore_result=True)
def deliver_waiting():
    """Find what is due and queue each. Sends nothing itself. Returns how many."""
    found = outbox.find(timezone.now())
    for delivery_id in found:
        deliver.delay(delivery_id)
    return len(found)


@shared_task(ignore_result=True)
def deliver(delivery_id):
    """Send one notice by one channel. May run twice at once: one of them claims it. Perhaps sent twice, never not at all."""
    return outbox.deliver(delivery_id)


@shared_task(bind=True, ignore_result=True)
def heartbeat(self):
    """A worker shows that it takes work from the queue."""
    Heartbeat.beat(f"{WORKER}{self.request.hostname or 'lokal'}"[:40], timezone.now())
