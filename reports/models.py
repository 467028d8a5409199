"""What reports keep: closed months, files being made, answers of the survey."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tickets.models import Ticket

STARS = 4
UNSUR = (
    ("u1", _("Persyaratan")),
    ("u2", _("Sistem, mekanisme, dan prosedur")),
    ("u3", _("Waktu penyelesaian")),
    ("u4", _("Biaya/tarif")),
    ("u5", _("Produk layanan")),
    ("u6", _("Kompetensi pelaksana")),
    ("u7", _("Perilaku pelaksana")),
    ("u8", _("Penanganan pengaduan, saran, dan masukan")),
    ("u9", _("Sarana dan prasarana")),
)


# Said twice, because to a database a NULL is in any range as long as nobody asks.
ANSWERED = {f"{name}__isnull": False for name, _label in UNSUR} | {f"{name}__range": (1, STARS) for name, _label in UNSUR}


def score():
    return models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(STARS)])


class Survey(models.Model):
    """The requester's answer about one ticket, or their wish not to be asked (`skipped`). Who answered is nobody's business but theirs.

    `u1` to `u9`: 1 (tidak baik) to 4 (sangat baik). `detailed`: answered one by one, not by a single row of stars.
    """

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="survey")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    skipped = models.BooleanField(default=False)
    detailed = models.BooleanField(default=False)
    stars = score()
    u1, u2, u3, u4, u5, u6, u7, u8, u9 = (score() for _n in range(9))
    comment = models.TextField(_("saran"), blank=True, max_length=1000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        indexes = [models.Index(fields=["organisation", "at"], name="survey_by_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped=True, **{f"{name}__isnull": True for name, _label in UNSUR}) | Q(skipped=False, **ANSWERED),
                name="survey_skipped_or_answered_whole",
            )
        ]


class Closing(models.Model):
    """A month closed: its figures as they were. Append-only, the database refuses changes (0002); `file` (ClosingFile) follows once."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="closings")
    month = models.DateField()  # its first day
    figures = models.JSONField()  # of figures.model.Figures
    sha256 = models.CharField(max_length=64)  # of the figures as canonical JSON
    signer = models.JSONField()  # who signs the PDF: {"name", "nip", "rank", "position"}, empty texts where unknown
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bulan yang ditutup")
        verbose_name_plural = _("bulan yang ditutup")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="month_closed_once")]

    def __str__(self):
        return f"{self.organisation} {self.code}"

    @property
    def code(self):
        """As Period.parse reads it."""
        return f"{self.month:%Y-%m}"


class ClosingFile(models.Model):
    """The PDF of a closed month, made from its frozen figures. Append-only."""

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="file")
    file = models.FileField(upload_to="laporan/")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class Job(models.Model):
    """A file somebody asked for. The row is the truth; a task makes it, perhaps twice, and is given up after three counted attempts."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("Laporan PDF")
        XLSX = "xlsx", _("Laporan XLSX")
        SPBE = "spbe", _("Bukti dukung SPBE")
        CLOSING = "tutup", _("PDF bulan yang ditutup")

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu giliran")
        RUNNING = "berjalan", _("Sedang dibuat")
        DONE = "selesai", _("Selesai")
        FAILED = "gagal", _("Gagal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    closing = models.ForeignKey(Closing, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    share = models.PositiveSmallIntegerField(default=0)  # per cent done
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    file = models.FileField(blank=True, upload_to="laporan/")
    name = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pembuatan berkas")
        verbose_name_plural = _("pembuatan berkas")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="job_share_is_per_cent"),
            models.CheckConstraint(condition=Q(state="selesai", done_at__isnull=False) | ~Q(state="selesai"), name="job_done_at_if_done"),
        ]
        indexes = [models.Index(fields=["claimed_at"], condition=Q(state__in=("menunggu", "berjalan")), name="job_to_make")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.first} – {self.last}"

    def get_absolute_url(self):
        return reverse("laporan-berkas", args=[self.uuid])

    @property
    def is_pending(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def has_failed(self):
        return self.state == self.State.FAILED
