"""What comes round, and each time it did."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from sop.models import Procedure
from tickets.models import Ticket


class Unit(models.TextChoices):
    DAY = "hari", _("hari")
    WEEK = "minggu", _("minggu")
    MONTH = "bulan", _("bulan")
    YEAR = "tahun", _("tahun")


class MaintenancePlan(models.Model):
    """Opens a ticket of `procedure` every so often: on `starts_on` and each `every` `unit` after it, at `at` of the office's clock.

    `asset`, or all assets of `category`, or neither. `from_sop`: kept by `plans.services.follow_sops`; such a plan has a `role` instead of
    an `opener` until somebody names one. `next_on`: the date the next ticket is for, before it is moved to a working day. `answers`: of the
    first form, as tickets keep them. `ended`: its SOP no longer asks for it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="maintenance_plans")
    name = models.CharField(_("nama rencana"), max_length=150, help_text=_("Misalnya Perawatan AC ruang server."))
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="maintenance_plans", verbose_name=_("layanan"))
    asset = models.ForeignKey("assets.Asset", models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("aset"))
    category = models.ForeignKey(
        "assets.Category", models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("atau semua aset berkategori")
    )
    opener = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="maintenance_plans", verbose_name=_("pembuka tiket")
    )
    role = models.CharField(max_length=40, blank=True)
    every = models.PositiveSmallIntegerField(_("setiap"), default=1, validators=[MinValueValidator(1), MaxValueValidator(365)])
    unit = models.CharField(_("satuan"), max_length=6, choices=Unit, default=Unit.MONTH)
    at = models.TimeField(_("pukul"))
    starts_on = models.DateField(
        _("mulai tanggal"), help_text=_("Tanggal pertama. Yang jatuh pada hari libur pindah ke hari kerja berikutnya.")
    )
    next_on = models.DateField()
    answers = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    from_sop = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("rencana pemeliharaan")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asset=None) | Q(category=None),
                name="plan_names_an_asset_or_a_category",
                violation_error_message=_("Pilih satu saja: sebuah aset, atau sebuah kategori."),
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="plan_moves_on"),
            models.UniqueConstraint(fields=["procedure"], condition=Q(from_sop=True), name="one_plan_per_scheduled_procedure"),
        ]
        indexes = [models.Index(fields=["next_on"], condition=Q(active=True, ended=False), name="plan_by_next_date")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("aset-rencana", args=[self.pk])

    @property
    def runs_now(self):
        return self.active and not self.ended

    @property
    def rhythm(self):
        """`setiap 3 bulan, pukul 07.30`."""
        words = {"count": self.every, "unit": self.get_unit_display(), "at": f"{self.at:%H.%M}"}
        return (_("setiap %(unit)s, pukul %(at)s") if self.every == 1 else _("setiap %(count)d %(unit)s, pukul %(at)s")) % words


class PlanRun(models.Model):
    """One date of a plan. `ticket` None: it could not be opened, `problem` says why. `skipped`: earlier dates it stands for."""

    plan = models.ForeignKey(MaintenancePlan, models.PROTECT, related_name="runs", db_index=False)
    due_on = models.DateField()
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, blank=True, related_name="plan_run")
    problem = models.CharField(max_length=500, blank=True)
    skipped = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="one_ticket_per_plan_and_date"),
            models.CheckConstraint(condition=Q(ticket__isnull=False) | ~Q(problem=""), name="plan_run_opened_or_says_why"),
        ]


class Contract(models.Model):
    """A contract with somebody outside: maintenance, licence, lease. Assets belong to it whose own contract column is its number."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="asset_contracts")
    number = models.CharField(_("nomor kontrak"), max_length=150, help_text=_("Seperti tertulis pada isian kontrak asetnya."))
    subject = models.CharField(_("perihal"), max_length=200)
    partner = models.CharField(_("pihak ketiga"), max_length=150, blank=True)
    starts_on = models.DateField(_("mulai"), null=True, blank=True)
    ends_on = models.DateField(_("berakhir"))
    note = models.TextField(_("keterangan"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("kontrak")
        ordering = ["ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="contract_number_once_per_organisation",
                violation_error_message=_("Kontrak dengan nomor ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_begins",
                violation_error_message=_("Tanggal berakhir mendahului tanggal mulai."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}"


class Reminder(models.Model):
    """Somebody was told that a warranty or a contract ends on `until`, at most `days` days before. A new date is told of anew."""

    asset = models.ForeignKey("assets.Asset", models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    until = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "until", "days"], condition=Q(contract=None), name="reminded_once_of_a_warranty"),
            models.UniqueConstraint(fields=["contract", "until", "days"], condition=Q(asset=None), name="reminded_once_of_a_contract"),
            models.CheckConstraint(condition=Q(asset=None) ^ Q(contract=None), name="reminder_of_one_thing"),
        ]
