"""The clock's tasks. The truth is in the database: the sweep finds what has passed, a small task per step run locks, asks again, records.

Everything may run twice, late, or on two machines at once; messages may get lost: the next sweep finds the same rows again.
"""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import DatabaseError
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation
from worktime import store

from . import attachments, audit, transitions
from .models import Heartbeat, Status, StepRun, Ticket

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
CLAIMED_FOR = timedelta(seconds=60)  # a run already queued is left alone so long; a lost message costs at most this
AT_ONCE = 5000
RECALCULATION = "recalculation:"  # Heartbeat of an office being recalculated
RECALCULATION_TAKES = timedelta(minutes=2)  # without a sign of life for so long, it is begun anew
SIGN_OF_LIFE = 50  # tickets


@shared_task(ignore_result=True)
def sweep():
    """Find running steps with something passed, queue each, and note that the beat is alive. Changes no ticket. Returns how many."""
    now = timezone.now()
    found = due_runs(now)
    StepRun.objects.filter(pk__in=found).update(claimed_at=now)
    for run_id in found:
        record_due.delay(run_id)
    for organisation_id in _to_recalculate(now):
        Heartbeat.beat(f"{RECALCULATION}{organisation_id}", now)
        recalculate_office.delay(organisation_id)
    Heartbeat.beat("sweep", now)
    return len(found)


def _to_recalculate(now):
    """Offices whose deadlines do not yet reflect their calendar; one that is being worked on is left alone for a while."""
    waiting = {f"{RECALCULATION}{pk}": pk for pk in store.unsettled()}
    busy = set(Heartbeat.objects.filter(name__in=waiting, at__gte=now - RECALCULATION_TAKES).values_list("name", flat=True))
    return [pk for name, pk in waiting.items() if name not in busy]


def due_runs(now, limit=AT_ONCE):
    """Ids of step runs the clock has something to record on, the longest waiting first; given-up and freshly queued ones left out."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    rows = StepRun.objects.waiting_for_the_clock(now).filter(free, attempts__lt=MAX_ATTEMPTS)
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:limit])


def given_up():
    """Step runs whose task died or failed three times: an administrator must look."""
    return StepRun.objects.running().filter(attempts__gte=MAX_ATTEMPTS, next_at__isnull=False)


def try_again(runs):
    """Let the sweep find given-up `runs` (a queryset) again. Returns how many."""
    return runs.filter(attempts__gte=MAX_ATTEMPTS).update(attempts=0, claimed_at=None)


@shared_task(ignore_result=True)
def record_due(run_id):
    """Record the rungs and the lapse of one step run. The attempt is counted before the work, so that a task that kills its worker ends."""
    now = timezone.now()
    counted = StepRun.objects.waiting_for_the_clock(now).filter(pk=run_id, attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1)
    if not counted:
        return
    ticket_id = StepRun.objects.values_list("ticket_id", flat=True).get(pk=run_id)
    transitions.record_rung(ticket_id)
    transitions.lapse(ticket_id)
    StepRun.objects.filter(pk=run_id).update(attempts=0, claimed_at=None)


@shared_task(ignore_result=True)
def recalculate_office(organisation_id):
    """Compute the running deadlines of an office anew after its calendar changed, ticket by ticket through the door."""
    organisation = Organisation.objects.get(pk=organisation_id)
    version = store.calendar_for(organisation).version
    running = Ticket.objects.filter(organisation=organisation, status__in=(Status.RUNNING, Status.HELD))
    failed = 0
    for count, ticket_id in enumerate(running.order_by("pk").values_list("pk", flat=True)):
        if count % SIGN_OF_LIFE == 0:
            Heartbeat.beat(f"{RECALCULATION}{organisation_id}", timezone.now())
        try:
            transitions.recalculate(ticket_id, reason="kalender")
        except DatabaseError:
            raise  # the connection is gone or the lock could not be had: all of it is done again
        except Exception:
            failed += 1
            log.exception("recalculating ticket %s failed", ticket_id)
    if not failed:
        store.settle(organisation, version)
        Heartbeat.objects.filter(name=f"{RECALCULATION}{organisation_id}").delete()


def calendar_changed(organisation):
    """Registered with worktime.hooks: queue the work; should the message get lost, the sweep finds the office unsettled."""
    try:
        recalculate_office.delay(organisation.pk)
    except Exception:
        log.exception("queueing the recalculation of %s failed; the sweep will", organisation.code)


@shared_task(ignore_result=True)
def checkpoint():
    """Make today's checkpoint of every organisation and forget old staged uploads. May run any number of times a day."""
    for organisation in Organisation.objects.all():
        audit.make_checkpoint(organisation)
    attachments.discard_old()
