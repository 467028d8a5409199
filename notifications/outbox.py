"""Sending what waits: claim, ask again, send, say what became of it. Perhaps twice, never not at all.

A try is counted, and the next one booked, before anything is sent: a worker killed in the middle leaves a row that is found again, and a
notice that kills its worker three times is given up.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audience
from .channels import NotSent, chat, email
from .kinds import Channel
from .models import Delivery
from .texts import chat_text

log = logging.getLogger(__name__)

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600)]  # after the first, second, ... failure; then it is dead
MAX_CRASHES = 3
LEASE = timedelta(minutes=2)  # longer than any single sending may take; a killed worker costs at most this
QUEUED_FOR = timedelta(seconds=60)  # a row already queued is left alone so long; a lost message costs at most this
AT_ONCE = 1000
MOST_IN_A_DIGEST = 200

State = Delivery.State


def find(now, limit=AT_ONCE):
    """Ids of deliveries to queue now, the longest waiting first. Marks them as queued; of a person's digest only one is queued."""
    free = Q(queued_at=None) | Q(queued_at__lt=now - QUEUED_FOR)
    rows = list(Delivery.objects.due(now).filter(free).order_by("due_at", "pk").values_list("pk", "digest", "notice__recipient")[:limit])
    Delivery.objects.filter(pk__in=[pk for pk, _digest, _person in rows]).update(queued_at=now)
    found, digests = [], set()
    for pk, digest, person in rows:
        if digest and person in digests:
            continue
        if digest:
            digests.add(person)
        found.append(pk)
    return found


def deliver(delivery_id, now=None):
    """Send one delivery, or the whole digest it belongs to. Returns how many notices left the house."""
    now = now or timezone.now()
    rows = _claim(delivery_id, now)
    rows = [row for row in rows if _wanted(row, now)]
    if not rows:
        return 0
    try:
        _send(rows)
    except NotSent as problem:
        return _failed(rows, str(problem))
    except Exception as error:  # a template or a library: count it, say it, try again later
        log.exception("sending delivery %s failed", delivery_id)
        return _failed(rows, _("Kesalahan di portal (%s).") % type(error).__name__)
    return Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.SENT, sent_at=timezone.now(), attempts=F("failures") + 1, error="", queued_at=None
    )


def _claim(delivery_id, now):
    """The rows this try is about, counted and booked for the next; none when another worker was faster or it is not yet time."""
    with transaction.atomic():
        first = Delivery.objects.due(now).filter(pk=delivery_id).select_related("notice").first()
        if first is None:
            return []
        wanted = Delivery.objects.due(now).filter(pk=delivery_id)
        if first.digest:
            wanted = Delivery.objects.due(now).filter(digest=True, notice__recipient=first.notice.recipient_id)
        ids = list(wanted.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)[:MOST_IN_A_DIGEST])
        given_up = Delivery.objects.filter(pk__in=ids, attempts__gte=F("failures") + MAX_CRASHES)
        given_up.update(state=State.DEAD, error=_("Pekerja mati setiap kali mengirim ini."), queued_at=None)
        Delivery.objects.due(now).filter(pk__in=ids).update(attempts=F("attempts") + 1, due_at=now + LEASE)
        rows = (
            Delivery.objects.waiting()
            .filter(pk__in=ids)
            .select_related("notice__recipient__organisation", "notice__ticket__organisation", "notice__event", "chat")
        )
        return list(rows.order_by("pk"))


def _wanted(row, now):
    """Whether it may still be sent; if not, it is dropped and says why."""
    person = row.notice.recipient
    if not person.is_active:
        reason = _("Akun penerima sudah tidak aktif.")
    elif row.notice.ticket_id and not audience.may_still_see(person, row.notice.ticket_id):
        reason = _("Penerima tidak lagi berhak melihat tiket ini.")
    elif row.channel == Channel.EMAIL and not person.email:
        reason = _("Penerima tidak lagi punya alamat pos-el.")
    else:
        return True
    Delivery.objects.filter(pk=row.pk).update(state=State.DROPPED, error=reason, queued_at=None)
    return False


def _send(rows):
    first = rows[0]
    if first.channel == Channel.CHAT:
        chat.send(first.chat, chat_text(first.notice))
    elif first.digest:
        email.send_digest(rows)
    else:
        email.send_notice(first)


def _failed(rows, reason):
    """Book the next try after a growing pause, or give up. Returns 0."""
    now = timezone.now()
    for row in rows:
        failures = row.failures + 1
        dead = failures > len(PAUSES)
        Delivery.objects.filter(pk=row.pk).update(
            failures=failures,
            attempts=failures,  # crashes are counted anew: it came back alive
            state=State.DEAD if dead else State.WAITING,
            due_at=now if dead else now + PAUSES[failures - 1],
            error=reason[:300],
            queued_at=None,
        )
    return 0


def resend(deliveries):
    """Bring dead deliveries (a queryset) back to life, to be tried at once and from the first pause on. Returns how many."""
    now = timezone.now()
    return deliveries.filter(state=State.DEAD).update(state=State.WAITING, attempts=0, failures=0, due_at=now, queued_at=None, error="")


def oldest_unsent(now):
    """The due moment of the delivery that has waited longest, or None when nothing is late."""
    return Delivery.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
