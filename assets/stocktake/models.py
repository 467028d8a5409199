"""A stock-take and what was seen of each asset."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User

from ..models.asset import Condition


class Stocktake(models.Model):
    """One count of the assets in `location` (and all below it) and of `category`, as they stood when it began.

    `applied`: what was seen was written to the register when it was closed.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="stocktakes")
    name = models.CharField(_("nama inventarisasi"), max_length=120, help_text=_("Misalnya Inventarisasi semester II 2026."))
    location = models.ForeignKey(
        "assets.Location",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stocktakes",
        verbose_name=_("lokasi, dengan yang di dalamnya"),
    )
    category = models.ForeignKey(
        "assets.Category", models.PROTECT, null=True, blank=True, related_name="stocktakes", verbose_name=_("kategori")
    )
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    applied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("inventarisasi")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, applied=False) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="stocktake_closed_by_somebody",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("aset-inventarisasi", args=[self.pk])

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def scope(self):
        """Which assets are counted, in words."""
        parts = [self.location.path if self.location_id else "", self.category.name if self.category_id else ""]
        return " · ".join(filter(None, parts)) or str(_("Semua aset"))


class Count(models.Model):
    """What was seen of one asset. `recorded_at`, `recorded_condition`: what the register said when the stock-take began, or it was met.

    `expected`: it belongs to the scope; others were met all the same. `place`: where it was, when elsewhere.
    """

    class State(models.TextChoices):
        WAITING = "belum", _("Belum dihitung")
        FOUND = "ditemukan", _("Ditemukan")
        ELSEWHERE = "tempat-lain", _("Di tempat lain")
        MISSING = "tidak-ditemukan", _("Tidak ditemukan")

    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="counts", db_index=False)
    asset = models.ForeignKey("assets.Asset", models.PROTECT, related_name="counts")
    expected = models.BooleanField(default=True)
    recorded_place = models.ForeignKey("assets.Location", models.PROTECT, null=True, related_name="+")
    recorded_condition = models.CharField(max_length=2, choices=Condition)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    place = models.ForeignKey("assets.Location", models.PROTECT, null=True, blank=True, related_name="+")
    condition = models.CharField(max_length=2, choices=Condition, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "asset"], name="asset_counted_once_per_stocktake"),
            models.CheckConstraint(
                condition=Q(state="belum", by=None, at=None) | (~Q(state="belum") & Q(by__isnull=False, at__isnull=False)),
                name="counted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="tempat-lain") | Q(place__isnull=False), name="elsewhere_is_somewhere"),
        ]
        indexes = [models.Index(fields=["stocktake", "state", "id"], name="count_by_state")]
