"""Imports from the upload to the end: a row, a task, and a page that shows how far it is. The truth is the row; a task may come twice."""

import hashlib
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tickets.attachments import safe_name

from ..models import Import, ImportRow
from . import applying
from .checking import Checker
from .reading import CannotRead, opened

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
CLAIMED_FOR = timedelta(minutes=3)  # without a sign of life for so long, a check is begun anew
PREVIEW_FOR = timedelta(days=1)  # the register goes on: what was checked longer ago is checked again
KEPT_FOR = timedelta(days=30)  # what was imported, by whom: afterwards the office's log alone remembers
SIGN_OF_LIFE = 0.5  # seconds between two updates of the share
MOST_OPEN = 5  # files of one office that wait for somebody's word
State = Import.State
PENDING = (State.WAITING, State.CHECKING, State.APPLYING)


def begin(organisation, user, upload, now=None):
    """An Import of an uploaded file, its check queued on commit. ValidationError for what is no table at first sight."""
    limit = settings.ATTACHMENT_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(_("Berkas ini terlalu besar: paling besar %d MB. Bagi menjadi beberapa berkas.") % (limit // (1024 * 1024)))
    if not upload.size:
        raise ValidationError(_("Berkas ini kosong. Pilih berkas yang berisi daftar aset."))
    if not upload.name.lower().endswith((".xlsx", ".csv", ".txt")):
        raise ValidationError(_("Kirim daftarnya sebagai XLSX atau CSV."))
    job = Import(
        organisation=organisation, asked_by=user, asked_at=now or timezone.now(), name=safe_name(upload.name), sha256=_digest(upload)
    )
    job.file.save("", upload, save=False)
    try:
        job.save()
    except BaseException:
        default_storage.delete(job.file.name)
        raise
    for old in Import.objects.filter(organisation=organisation, state__in=(State.READY, State.FAILED)).order_by("-pk")[MOST_OPEN:]:
        forget(old)
    queue_on_commit(job)
    return job


def confirm(job, user, *, skip_bad=False, now=None):
    """Have a checked Import applied as `user`'s doing. Returns whether it was ready for that: with bad rows only if they may be left out."""
    fresh = Q(asked_at__gte=(now or timezone.now()) - PREVIEW_FOR)
    ready = Import.objects.filter(fresh, Q(new__gt=0) | Q(changed__gt=0), pk=job.pk, state=State.READY)
    if not skip_bad:
        ready = ready.filter(bad=0)
    if not ready.update(state=State.APPLYING, applied_by=user, skip_bad=skip_bad, attempts=0, claimed_at=None):
        return False
    queue_on_commit(job)
    return True


def has_expired(job, now=None):
    return job.is_ready and job.asked_at < (now or timezone.now()) - PREVIEW_FOR


def queue_on_commit(job):
    """A broker that is away only costs time: the sweep finds the row."""
    from ..tasks import carry_on_import

    transaction.on_commit(lambda: carry_on_import.delay(job.pk), robust=True)


def carry_on(job_id, now=None):
    """Check or apply a waiting Import; nothing happens to one that is ready, done, or in other hands. Returns whether something was done."""
    now = now or timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    mine = Import.objects.filter(free, pk=job_id, state__in=PENDING, attempts__lt=MAX_ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1, claimed_at=now):
        return False
    job = Import.objects.select_related("organisation").get(pk=job_id)
    try:
        with translation.override("id"):
            return applying.apply(job_id) if job.is_applying else check(job)
    except applying.Outdated:
        Import.objects.filter(pk=job_id, state=State.APPLYING).update(state=State.WAITING, outdated=True, attempts=0, claimed_at=None)
        queue_on_commit(job)
    except CannotRead as reason:
        _settle(job, State.FAILED, str(reason))
    except Exception as error:  # whatever it was: count it, say it, try again later
        log.exception("import %s failed (attempt %d)", job.uuid, job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            _settle(job, State.FAILED, _("Berkas ini tidak dapat diproses (%s).") % type(error).__name__)
        else:
            Import.objects.filter(pk=job_id).update(claimed_at=None)
    return False


def _settle(job, state, error):
    Import.objects.filter(pk=job.pk, state__in=PENDING).update(state=state, error=error[:300], claimed_at=None)


def check(job):
    """Hold the file against the register and keep what it would change. Writes to the register nothing."""
    Import.objects.filter(pk=job.pk).update(state=State.CHECKING, share=0)
    job.rows.all().delete()
    checker, tick = Checker(job.organisation), _Tick(job)
    counts = dict.fromkeys(("", *ImportRow.Outcome.values), 0)
    with job.file.open("rb") as file, opened(file, checker.columns) as table:
        waiting = []
        for line in checker.lines(table):
            counts[line.outcome] += 1
            if line.outcome:
                waiting.append(_row(job, line))
            if len(waiting) >= 500:
                ImportRow.objects.bulk_create(waiting)
                waiting = []
            tick(sum(counts.values()) / max(table.length, 1))
        ImportRow.objects.bulk_create(waiting)
        passed_over = _passed_over(table)
    Import.objects.filter(pk=job.pk, state=State.CHECKING).update(
        state=State.READY,
        share=100,
        claimed_at=None,
        error="",
        new=counts[ImportRow.Outcome.NEW],
        changed=counts[ImportRow.Outcome.CHANGED],
        bad=counts[ImportRow.Outcome.BAD],
        same=counts[""],
        passed_over=passed_over,
        places=sorted(checker.places.new.values()),
    )
    return True


def _passed_over(table):
    """Sentences about what of the file was not read."""
    said = [_("Kolom “%s” tidak dikenal dan tidak dibaca.") % title for title in table.unknown]
    if table.nameless:
        rows = ", ".join(map(str, table.nameless[:10])) + (" …" if len(table.nameless) > 10 else "")
        said.append(_("Baris %s tidak memuat nama, kode, atau nomor barang dan tidak dibaca.") % rows)
    return said


def _row(job, line):
    asset_id = line.asset.pk if line.asset else None
    return ImportRow(
        job=job,
        number=line.number,
        outcome=line.outcome,
        label=line.label,
        asset_id=asset_id,
        version=line.version,
        values=line.values,
        told=line.told,
    )


class _Tick:
    """Writes how far a check is, twice a second at most. Called with 0 to 1."""

    def __init__(self, job):
        self.job, self.last = job, time.monotonic()

    def __call__(self, share):
        if time.monotonic() - self.last >= SIGN_OF_LIFE:
            self.last = time.monotonic()
            Import.objects.filter(pk=self.job.pk, state=State.CHECKING).update(share=min(99, int(share * 100)), claimed_at=timezone.now())


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def abandoned(now=None):
    """Give up imports whose last attempt died with its worker; ids of those that may be carried on."""
    now = now or timezone.now()
    free = Import.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR), state__in=PENDING)
    free.filter(attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED, error=_("Proses pengimpornya berhenti."), claimed_at=None)
    return list(free.filter(attempts__lt=MAX_ATTEMPTS).order_by("pk").values_list("pk", flat=True))


def tidy(now=None):
    """Forget previews of yesterday and imports of last month, files first."""
    now = now or timezone.now()
    old = Q(state__in=(State.READY, State.FAILED), asked_at__lt=now - PREVIEW_FOR) | Q(state=State.DONE, asked_at__lt=now - KEPT_FOR)
    for job in Import.objects.filter(old):
        forget(job)


def forget(job):
    default_storage.delete(job.file.name)
    job.rows.all().delete()
    job.delete()
