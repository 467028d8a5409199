"""Official letters: a row from the moment the act that issues them is taken, a file as soon as it is rendered."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from sop.registry import LETTER_KINDS
from tickets.models import Ticket, TicketEvent


def new_token():
    """128 random bits: what the QR code leads to must not be guessed."""
    return secrets.token_urlsafe(16)


def letter_path(letter, _filename):
    return f"letters/{letter.uuid.hex[:2]}/{letter.uuid.hex}.pdf"


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters of tickets `user` may see."""
        return self.filter(ticket__in=Ticket.objects.visible_to(user))

    def waiting(self):
        return self.filter(status=Letter.Status.WAITING)

    def issued(self):
        return self.filter(status=Letter.Status.ISSUED)


class Letter(models.Model):
    """One version of one letter. Number, date and `facts` are fixed when the act is taken; rendering only draws them.

    `facts`: everything printed, see documents.facts. `attempts`: of rendering, counted before each so that one that kills its worker ends.
    """

    class Status(models.TextChoices):
        WAITING = "menunggu", _("Sedang dibuat")
        ISSUED = "terbit", _("Terbit")
        FAILED = "gagal", _("Gagal dibuat")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(default=new_token, max_length=32, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="letters")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="letters")
    event = models.ForeignKey(TicketEvent, models.PROTECT, related_name="letters")
    kind = models.CharField(_("jenis"), max_length=40)
    title = models.CharField(_("judul"), max_length=200)
    number = models.CharField(_("nomor"), max_length=160)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    issued_on = models.DateField(_("tanggal"))
    facts = models.JSONField()
    status = models.CharField(_("keadaan"), max_length=10, choices=Status, default=Status.WAITING)
    file = models.FileField(upload_to=letter_path, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "kind", "title", "version"], name="letter_version_once_per_ticket"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "sequence", "version"], name="letter_number_once_per_kind_and_year"
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes=None) | Q(version__gt=1, supersedes__isnull=False), name="later_version_supersedes"
            ),
            models.CheckConstraint(
                condition=(Q(status="terbit", rendered_at__isnull=False) & ~Q(file="") & ~Q(sha256=""))
                | (~Q(status="terbit") & Q(file="", rendered_at=None)),
                name="letter_issued_iff_it_has_a_file",
            ),
        ]
        indexes = [models.Index(fields=["claimed_at"], condition=Q(status="menunggu"), name="letter_waiting")]

    def __str__(self):
        return f"{self.title} {self.number}"

    def get_absolute_url(self):
        return reverse("surat-unduh", args=[self.uuid])

    @property
    def is_issued(self):
        return self.status == self.Status.ISSUED

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def has_failed(self):
        return self.status == self.Status.FAILED

    @property
    def kind_name(self):
        return LETTER_KINDS.get(self.kind, self.kind)

    @cached_property
    def is_superseded(self):
        """Whether a newer version has taken its place (issued or still being made)."""
        return Letter.objects.filter(supersedes=self).exists()

    @property
    def file_name(self):
        """`Berita-Acara-BPS-2026-000123.pdf`, a later version with `-v2`: letters, digits and dashes only."""
        return file_name(self.kind_name, self.ticket.number, f"v{self.version}" if self.version > 1 else "")


def file_name(*parts):
    """A file name that every system and header takes: ASCII letters, digits and dashes."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in " ".join(parts)).split()
    return "-".join(words) + ".pdf"
