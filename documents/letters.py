"""From the act that names a letter to its file: a row in the act's own transaction, a PDF after commit, perhaps drawn twice, kept once."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import office_day
from sop.registry import LETTER_KINDS
from tickets import registry

from . import drafts, facts, numbering, rendering, seals
from .kinds import KINDS
from .models import Letter, letter_path
from .signing import signers
from .signing.backend import CannotSign, signer_of

log = logging.getLogger(__name__)

BUILT = tuple(KINDS)  # kinds that are really made
MAX_ATTEMPTS = 3
CLAIMED_FOR = timedelta(seconds=120)  # a letter somebody is drawing is left alone so long; a killed worker costs at most this


# Issuing


def issue_for_event(ticket, event):
    """Registered with tickets.registry: a Letter for each letter of a kind that is built which `event` names. Counters come last."""
    named = sorted({(kind, title_of(kind, title)) for kind, title in event.data.get("letters", []) if registry.makes_letter(kind)})
    return [_issue(ticket, event, kind, title) for kind, title in named]


def title_of(kind, title=""):
    return (title or LETTER_KINDS[kind])[:200]


def _issue(ticket, event, kind, title):
    before = newest(ticket, kind, title)
    day = office_day(ticket.organisation, event.at)
    said = facts.snapshot(ticket, event=event, on=day, edited=drafts.taken(ticket, kind, title), **named(kind, title, before))
    number = numbering.continued(before) if before else numbering.allot(ticket.organisation, kind, day)
    said["number"] = number.text or numbering.ROOM
    letter = Letter.objects.create(
        organisation=ticket.organisation,
        ticket=ticket,
        event=event,
        kind=kind,
        title=title,
        number=number.text,
        year=number.year,
        sequence=number.sequence,
        status=Letter.Status.WAITING if number.text else Letter.Status.NUMBERLESS,
        version=said["version"],
        supersedes=before,
        issued_on=day,
        facts=said,
    )
    queue_on_commit(letter)
    return letter


def named(kind, title, before, number=""):
    """Arguments of facts.snapshot that say which letter it is: the next version of `before` (Letter or None)."""
    return {
        "kind": kind,
        "title": title,
        "number": number,
        "version": before.version + 1 if before else 1,
        "replaces": before.issued_on if before else None,
        "before": before.facts if before else None,
    }


def queue_on_commit(letter):
    """Ask a worker to draw `letter` once it is committed. A broker that is away only costs time: the sweep finds the row."""
    from .tasks import render

    def queue():
        render.delay(letter.pk)

    transaction.on_commit(queue, robust=True)


# Drawing


def produce(letter_id, now=None):
    """Draw a waiting letter and keep its file. Nothing happens to one that is issued, failed, or being drawn. Returns whether it was kept."""
    letter = _claim(letter_id, now or timezone.now())
    if letter is None:
        return False
    try:
        signer = signer_of(letter.organisation)
        if signer:
            signer.require_ready()
        content = rendering.pdf(letter.facts, check_url=check_url(letter.token))
        if signer:
            content = signer.sign(content, reason=str(letter), place=letter.organisation.city)
    except CannotSign as lacking:  # never out unsigned where the office signs: it waits for the administrator
        _hold(letter, str(lacking))
        return False
    except Exception as error:  # whatever a template or the PDF engine raises: count it, say it, try again later
        log.exception("rendering letter %s failed (attempt %d)", letter.uuid, letter.attempts)
        _give_back(letter, str(error) if isinstance(error, rendering.CannotRender) else type(error).__name__)
        return False
    return _keep(letter, content, signer)


def _claim(letter_id, now):
    """The Letter, with this attempt counted before the work, so that a letter that kills its worker ends; None when it is not ours to draw."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    mine = Letter.objects.waiting().filter(free, pk=letter_id, attempts__lt=MAX_ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1, claimed_at=now):
        return None
    return Letter.objects.get(pk=letter_id)


def _keep(letter, content, signer=None):
    """Store the file and mark the letter issued, unless another worker was faster. `signer`: what signed it, if anything."""
    with transaction.atomic():
        row = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
        if not row.is_waiting:
            return False
        default_storage.delete(letter_path(row, ""))  # what a worker killed between file and commit left behind
        row.file.save("surat.pdf", ContentFile(content), save=False)
        row.status, row.rendered_at, row.error, row.claimed_at = Letter.Status.ISSUED, timezone.now(), "", None
        row.sha256, row.size = hashlib.sha256(content).hexdigest(), len(content)
        row.certificate, row.seal = signer.subject[:200] if signer else "", seals.seal(row)
        row.save(update_fields=["file", "status", "rendered_at", "error", "claimed_at", "sha256", "size", "certificate", "seal"])
        signers.record(row, signer)
        registry.announce_letter(row.ticket, row)
    return True


def _give_back(letter, error):
    """After an attempt that raised: to be tried again, or given up after the last."""
    status = Letter.Status.FAILED if letter.attempts >= MAX_ATTEMPTS else Letter.Status.WAITING
    Letter.objects.waiting().filter(pk=letter.pk).update(status=status, error=error[:300], claimed_at=None)


def _hold(letter, why):
    """After an attempt that could not be meant: it does not count, and the next one comes after CLAIMED_FOR or by retry()."""
    Letter.objects.waiting().filter(pk=letter.pk).update(attempts=0, error=why[:300])


def abandoned(now=None):
    """Give up waiting letters whose last attempt died with its worker; ids of those that may be drawn (again)."""
    now = now or timezone.now()
    free = Letter.objects.waiting().filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR))
    free.filter(attempts__gte=MAX_ATTEMPTS).update(status=Letter.Status.FAILED, error=_("Proses pembuatnya berhenti."), claimed_at=None)
    return list(free.filter(attempts__lt=MAX_ATTEMPTS).order_by("pk").values_list("pk", flat=True))


def retry(letter):
    """Give a letter that failed or is held three new attempts, at once. Returns whether there was something to do."""
    changed = Letter.objects.stuck().filter(pk=letter.pk).update(status=Letter.Status.WAITING, attempts=0, error="", claimed_at=None)
    if changed:
        queue_on_commit(letter)
    return bool(changed)


def check_url(token):
    """Where the QR code leads: built from the settings, never from a request."""
    return settings.PORTAL_URL + reverse("surat-periksa", args=[token])


def draft_arguments(ticket, kind, title, *, action=None, user=None, now=None):
    """Arguments of facts.snapshot for the letter as it would be issued now, if `user` took `action` (sop.definition.Action)."""
    day = office_day(ticket.organisation, now)
    number = numbering.written(numbering.rule_of(ticket.organisation, kind), None, day)
    return {"action": action, "user": user, "on": day, **named(kind, title, newest(ticket, kind, title), number)}


def draft(ticket, kind, title, *, action=None, user=None, now=None):
    """PDF bytes of draft_facts, marked DRAF: no number, no QR code, nothing kept."""
    title = title_of(kind, title)
    written = drafts.of(ticket, kind, title)
    arguments = draft_arguments(ticket, kind, title, action=action, user=user, now=now)
    return rendering.pdf(facts.snapshot(ticket, edited=written.parts if written else {}, **arguments), draft=True)


def newest(ticket, kind, title):
    """The newest version of a ticket's letter that stands, or None."""
    return Letter.objects.standing().filter(ticket=ticket, kind=kind, title=title).order_by("version").last()
