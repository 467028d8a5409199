"""Files that take a while: a row, a task, and a page that shows how far it is. Made perhaps twice, kept once, given up after three deaths."""

import hashlib
import logging
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import closings, evidence, exports, paper, sheets
from .models import Job
from .period import Period

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
CLAIMED_FOR = timedelta(minutes=3)  # without a sign of life for so long, a job is begun anew
KEPT_FOR = timedelta(days=7)  # a file nobody fetched is not kept for ever; a closed month's PDF is no such file
SIGN_OF_LIFE = 0.5  # seconds between two updates of the share
PENDING = (Job.State.WAITING, Job.State.RUNNING)


def ask(organisation, user, kind, period, *, closing=None, now=None):
    """A Job for that file, queued on commit; the one already on its way if `user` has asked for the same a moment ago."""
    asked = {"organisation": organisation, "asked_by": user, "kind": kind, "first": period.first, "last": period.last, "closing": closing}
    same = Job.objects.filter(state__in=PENDING, **asked).first()
    if same is not None:
        return same
    job = Job.objects.create(asked_at=now or timezone.now(), **asked)
    queue_on_commit(job)
    return job


def queue_on_commit(job):
    """A broker that is away only costs time: the sweep finds the row."""
    from .tasks import make

    def queue():
        make.delay(job.pk)

    transaction.on_commit(queue, robust=True)


def make(job_id, now=None):
    """Make the file of a waiting job. Nothing happens to one that is done, failed, or being made. Returns whether it was made."""
    job = _claim(job_id, now or timezone.now())
    if job is None:
        return False
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "berkas"
            name = MAKERS[job.kind](job, path, Tick(job))
            return _keep(job, path, name)
    except Exception as error:  # whatever a maker raises: count it, say it, try again later
        log.exception("report job %s failed (attempt %d)", job.uuid, job.attempts)
        _give_back(job, str(error) if isinstance(error, paper.CannotRender) else type(error).__name__)
        return False


def _claim(job_id, now):
    """The Job, with this attempt counted before the work; None when it is not ours to make."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR)
    mine = Job.objects.filter(free, pk=job_id, state__in=PENDING, attempts__lt=MAX_ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1, claimed_at=now, state=Job.State.RUNNING, share=0):
        return None
    return Job.objects.select_related("organisation", "asked_by", "closing").get(pk=job_id)


def _keep(job, path, name):
    """Store the file and mark the job done, unless another worker was faster."""
    digest, size = _digest(path)
    with transaction.atomic():
        row = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        if row.state not in PENDING:
            return False
        with path.open("rb") as file:
            row.file.save(f"{row.uuid.hex}{Path(name).suffix}", File(file), save=False)
        row.state, row.share, row.done_at, row.error, row.claimed_at = Job.State.DONE, 100, timezone.now(), "", None
        row.name, row.sha256, row.size = name, digest, size
        row.save()
    return True


def _digest(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size


def _give_back(job, error):
    state = Job.State.FAILED if job.attempts >= MAX_ATTEMPTS else Job.State.WAITING
    Job.objects.filter(pk=job.pk, state__in=PENDING).update(state=state, error=error[:300], claimed_at=None)


class Tick:
    """Writes how far a job is, twice a second at most. Called with 0 to 1."""

    def __init__(self, job):
        self.job, self.last = job, 0.0

    def __call__(self, share):
        if time.monotonic() - self.last >= SIGN_OF_LIFE:
            self.last = time.monotonic()
            Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING).update(share=min(99, int(share * 100)), claimed_at=timezone.now())


def abandoned(now=None):
    """Give up jobs whose last attempt died with its worker; ids of those that may be made (again)."""
    now = now or timezone.now()
    free = Job.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIMED_FOR), state__in=PENDING)
    free.filter(attempts__gte=MAX_ATTEMPTS).update(state=Job.State.FAILED, error=_("Proses pembuatnya berhenti."), claimed_at=None)
    return list(free.filter(attempts__lt=MAX_ATTEMPTS).order_by("pk").values_list("pk", flat=True))


def retry(job):
    """Give a failed job three new attempts. Returns whether there was something to do."""
    changed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.WAITING, attempts=0, share=0, error="", claimed_at=None
    )
    if changed:
        queue_on_commit(job)
    return bool(changed)


def tidy(now=None):
    """Forget what was asked for a week ago, files first."""
    old = Job.objects.filter(asked_at__lt=(now or timezone.now()) - KEPT_FOR).exclude(state__in=PENDING)
    for job in old:
        if job.file:
            default_storage.delete(job.file.name)
        job.delete()


# The files


def period_of(job):
    return Period(job.first, job.last, job.organisation.zone)


def _pdf(job, path, tick):
    period = period_of(job)
    closing = exports.closing_of(job.organisation, period)
    figures = exports.figures_of(job.organisation, period, closing)
    tick(0.5)
    path.write_bytes(paper.of(job.organisation, figures, closing))
    return exports.file_name(job.organisation, period, "pdf")


def _xlsx(job, path, tick):
    period = period_of(job)
    figures = exports.figures_of(job.organisation, period, exports.closing_of(job.organisation, period))
    tick(0.2)
    sheets.write(path, job.organisation, period, figures, reader=job.asked_by, tick=lambda share: tick(0.2 + 0.8 * share))
    return exports.file_name(job.organisation, period, "xlsx")


def _spbe(job, path, tick):
    evidence.write(path, job.organisation, period_of(job), reader=job.asked_by, tick=tick)
    return exports.file_name(job.organisation, period_of(job), "zip", word="bukti-dukung-spbe")


def _closing(job, path, tick):
    path.write_bytes(closings.pdf(job.closing))
    return exports.file_name(job.organisation, period_of(job), "pdf")


MAKERS = {Job.Kind.PDF: _pdf, Job.Kind.XLSX: _xlsx, Job.Kind.SPBE: _spbe, Job.Kind.CLOSING: _closing}
