"""Official letters: a row from the moment the act that issues them is taken, a file as soon as it is rendered."""

import secrets
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
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

    def stuck(self):
        """Given up, or waiting for something an administrator has to mend."""
        return self.filter(Q(status=Letter.Status.FAILED) | (Q(status=Letter.Status.WAITING, attempts=0) & ~Q(error="")))

    def standing(self):
        """Not void."""
        return self.filter(voided_at=None)

    def of_one_number(self, letter):
        """`letter` and its other versions: they share the number, and stand or fall together."""
        return self.filter(ticket=letter.ticket_id, kind=letter.kind, title=letter.title, number=letter.number)


class Letter(models.Model):
    """One version of one letter. Number, date and `facts` are fixed when the act is taken; rendering only draws them.

    `facts`: everything printed, see documents.facts. `attempts`: of rendering, counted before each so that one that kills its worker ends.
    `seal`: see documents.seals. `certificate`: whom the certificate that signed the file names, "" when none did.
    Where an office types its numbers, a letter waits for one before it is drawn; `sequence` stays None. A void letter keeps file and number.
    """

    class Status(models.TextChoices):
        NUMBERLESS = "nomor", _("Menunggu nomor")
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
    number = models.CharField(_("nomor"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(null=True, blank=True)
    numbered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    numbered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    issued_on = models.DateField(_("tanggal"))
    facts = models.JSONField()
    status = models.CharField(_("keadaan"), max_length=10, choices=Status, default=Status.WAITING)
    file = models.FileField(upload_to=letter_path, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True, editable=False)
    certificate = models.CharField(_("ditandatangani dengan sertifikat"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)
    # A version that no act issued: who corrected the one before, and why.
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    correction_reason = models.CharField(_("alasan perbaikan"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind", "title", "version"], condition=Q(voided_at=None), name="letter_version_once_per_ticket"
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "sequence", "version"], name="letter_number_once_per_kind_and_year"
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "year", "number", "version"],
                condition=~Q(number=""),
                name="letter_number_text_once_per_kind_and_year",
            ),
            models.CheckConstraint(
                condition=Q(status="nomor", number="") | (~Q(status="nomor") & ~Q(number="")),
                name="letter_has_a_number_unless_it_waits_for_one",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")), name="void_letter_says_why"
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
    def is_void(self):
        return self.voided_at is not None

    @property
    def lacks_number(self):
        return self.status == self.Status.NUMBERLESS

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def has_failed(self):
        return self.status == self.Status.FAILED

    @property
    def held_because(self):
        """Why a letter waits although nothing failed (an attempt that was not counted), else ""."""
        return self.error if self.is_waiting and not self.attempts else ""

    @property
    def is_stuck(self):
        """As LetterQuerySet.stuck."""
        return self.has_failed or bool(self.held_because)

    @property
    def kind_name(self):
        return LETTER_KINDS.get(self.kind, self.kind)

    @cached_property
    def is_superseded(self):
        """Whether a newer version has taken its place (issued or still being made)."""
        return Letter.objects.filter(supersedes=self).exists()

    @property
    def signed_copy(self):
        """The SignedCopy that was uploaded last, or None. A query that knows there is none says so as `copied`."""
        if getattr(self, "copied", None) is False:
            return None
        return next(iter(self.signed_copies.all()), None)

    @property
    def file_name(self):
        """`Berita-Acara-BPS-2026-000123.pdf`, a later version with `-v2`: letters, digits and dashes only."""
        return file_name(self.kind_name, self.ticket.number, f"v{self.version}" if self.version > 1 else "")


def file_name(*parts):
    """A file name that every system and header takes: ASCII letters, digits and dashes."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in " ".join(parts)).split()
    return "-".join(words) + ".pdf"


def copy_path(copy, _filename):
    return f"letters/{copy.uuid.hex[:2]}/{copy.uuid.hex}-salinan.pdf"


class SignedCopy(models.Model):
    """A letter as it came back signed from elsewhere: by BSrE, or as a scan. Kept as uploaded, beside the file that was issued.

    `same`: it begins with the issued file, whose pages are untouched; else somebody said that it is this letter all the same.
    `findings`: what its signatures were worth when it was uploaded (documents.signing.copies).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="signed_copies")
    file = models.FileField(upload_to=copy_path)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    same = models.BooleanField()
    by_bsre = models.BooleanField()
    findings = models.JSONField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("salinan bertanda tangan")
        verbose_name_plural = _("salinan bertanda tangan")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "sha256"], name="signed_copy_kept_once")]

    def get_absolute_url(self):
        return reverse("surat-salinan-unduh", args=[self.uuid])

    @property
    def is_electronic(self):
        """Whether it carries a signature that holds; else it is a scan."""
        return bool(self.findings)

    @property
    def file_name(self):
        return self.letter.file_name.removesuffix(".pdf") + "-bertanda-tangan.pdf"


class Signature(models.Model):
    """Somebody who signs a letter, in order. `capacity`: what stands over the name, such as "Mengetahui"; `position` with Plh. or Plt.

    `signed_at`: of a wet signature the moment of their own act on the ticket, None as long as there is none; of the others, the signing.
    """

    class Method(models.TextChoices):
        WET = "basah", _("Tanda tangan basah")
        CERTIFICATE = "sertifikat", _("Sertifikat elektronik kantor")
        COPY = "salinan", _("Tanda tangan elektronik pada salinan")

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=10, choices=Method, default=Method.WET)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "place"]
        constraints = [models.UniqueConstraint(fields=["letter", "place"], name="one_signature_per_place")]

    def __str__(self):
        return self.name


class NumberRule(models.Model):
    """How an office numbers one kind of letter, where it differs from the office's own pattern (documents.numbering)."""

    class Security(models.TextChoices):
        NORMAL = "B", _("B – Biasa")
        LIMITED = "T", _("T – Terbatas")
        SECRET = "R", _("R – Rahasia")
        TOP_SECRET = "SR", _("SR – Sangat Rahasia")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="number_rules")
    kind = models.CharField(_("jenis surat"), max_length=40)
    pattern = models.CharField(_("pola"), max_length=120, blank=True, help_text=_("Kosong: mengikuti pola instansi."))
    mark = models.CharField(_("kode jenis"), max_length=12, blank=True, help_text=_("Mengisi {jenis}. Kosong: kode bawaan."))
    classification = models.CharField(
        _("kode klasifikasi"), max_length=30, blank=True, help_text=_("Mengisi {klasifikasi}, misalnya 000.8.3.3 atau PL.02.")
    )
    security = models.CharField(
        _("kode keamanan"), max_length=2, blank=True, choices=Security, default=Security.NORMAL, help_text=_("Mengisi {kode_keamanan}.")
    )
    digits = models.PositiveSmallIntegerField(
        _("banyak angka nomor urut"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("Paling sedikit; 3 berarti 007, 1 berarti 7."),
    )
    yearly = models.BooleanField(_("mulai dari 1 setiap tahun"), default=True)
    by_hand = models.BooleanField(
        _("nomor diketik tangan"),
        default=False,
        help_text=_("Surat menunggu nomor dari buku agenda atau SRIKANDI; tiketnya tetap berjalan."),
    )

    class Meta:
        verbose_name = _("aturan nomor surat")
        verbose_name_plural = _("aturan nomor surat")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_number_rule_per_kind")]

    def __str__(self):
        return LETTER_KINDS.get(self.kind, self.kind)


class LetterDraft(models.Model):
    """What somebody wrote instead of the proposal, for a letter that an act has still to issue. Gone once it is issued.

    `parts`: {part code: content}, see documents.kinds.base. `edition` grows with every save, so that of two writers the later one is told.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="letter_drafts")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    parts = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "title"], name="one_draft_per_letter")]
