"""Closing a month: its figures are kept as they are, and the PDF made from them. There is no way back, and the database holds that too."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import office_day
from accounts.services import record
from tickets.events import canonical

from . import paper
from .figures import Figures, build
from .models import Closing, ClosingFile


def close(organisation, period, *, actor, now=None):
    """Close the month `period` and return its Closing; the PDF is asked for by the caller. ValidationError carries a sentence."""
    now = now or timezone.now()
    if not period.is_month:
        raise ValidationError(_("Yang dapat ditutup hanya satu bulan penuh."))
    if not period.is_over(office_day(organisation, now)):
        raise ValidationError(
            _("%(month)s belum berakhir. Bulan dapat ditutup mulai hari pertama bulan berikutnya.") % {"month": period.title}
        )
    figures = build(organisation, period, now).to_json()
    try:
        with transaction.atomic():
            made = Closing.objects.create(
                organisation=organisation,
                month=period.first,
                figures=figures,
                sha256=digest(figures),
                signer=paper.signer(organisation, now),
                closed_by=actor,
                closed_at=now,
            )
            record(organisation, actor, _("Menutup laporan %(month)s") % {"month": period.title}, month=period.code, sha256=made.sha256)
    except IntegrityError:
        if not Closing.objects.filter(organisation=organisation, month=period.first).exists():
            raise
        raise ValidationError(_("%(month)s sudah ditutup.") % {"month": period.title}) from None
    return made


def digest(figures):
    """SHA-256 of figures (JSON) in their canonical form: the same on every database."""
    return hashlib.sha256(canonical(figures).encode()).hexdigest()


def is_whole(closing):
    """Whether the figures are still those that were closed."""
    return digest(closing.figures) == closing.sha256


def pdf(closing):
    """The bytes of the closed month's PDF: drawn once, then always those."""
    kept = ClosingFile.objects.filter(closing=closing).first()
    if kept is None:
        content = paper.of(closing.organisation, Figures.from_json(closing.figures), closing)
        kept = _keep(closing, content)
    with kept.file.open("rb") as file:
        return file.read()


def _keep(closing, content):
    kept = ClosingFile(closing=closing, sha256=hashlib.sha256(content).hexdigest(), size=len(content), made_at=timezone.now())
    kept.file.save(f"{closing.organisation.short_name}-{closing.code}-ditutup.pdf", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:  # another worker was faster
        kept.file.delete(save=False)
        return ClosingFile.objects.get(closing=closing)
    return kept
