"""The office's register of IT assets (BMN/BMD): what there is, where, in what condition, with whom."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User

BMN_GROUPS = (1, 2, 2, 2, 3)  # digits of golongan, bidang, kelompok, subkelompok, sub-subkelompok
FIRST_YEAR = 1950


class Condition(models.TextChoices):
    GOOD = "B", _("Baik")
    LIGHT = "RR", _("Rusak ringan")
    HEAVY = "RB", _("Rusak berat")


def normal_code(raw):
    """A kode barang with its dots: ten digits in a row are grouped as BMN codes are, `3100102002` → `3.10.01.02.002`."""
    code = re.sub(r"\s", "", str(raw or "")).strip(".")
    if re.fullmatch(rf"\d{{{sum(BMN_GROUPS)}}}", code):
        parts, at = [], 0
        for digits in BMN_GROUPS:
            parts.append(code[at : at + digits])
            at += digits
        return ".".join(parts)
    return code


def normal_register(raw):
    """A NUP or register number: `7`, `007` and `0007` are the same thing, written `0007`."""
    number = re.sub(r"\s", "", str(raw or ""))
    return f"{int(number):04d}" if number.isascii() and number.isdecimal() and len(number) <= 10 else number


def not_in_the_future(year):
    if year > timezone.localdate().year:
        raise ValidationError(_("Tahun perolehan belum tiba."))


class AssetQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(organisation=organisation)

    def active(self):
        return self.filter(active=True)

    def search(self, text):
        """Every word of `text` (first six, any case) somewhere in what identifies an asset, where it is, or who has it."""
        found = self
        for word in str(text).replace("\x00", "").split()[:6]:
            word = word[:100]
            match = Q(holder__name__icontains=word)
            for name in ("code", "register_number", "name", "brand", "serial_number", "location", "holder_text", "hostname"):
                match |= Q(**{f"{name}__icontains": word})
            if re.fullmatch(r"[0-9a-fA-F.:]+", word):
                match |= Q(ip__startswith=word.lower())
            found = found.filter(match)
        return found


class Asset(models.Model):
    """One registered good. `holder`: a person with an account; `holder_text`: anybody else, or a unit. Never deleted, only set inactive."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assets")
    code = models.CharField(
        _("kode barang"),
        max_length=30,
        validators=[RegexValidator(r"^\d+(\.\d+)+$", _("Kode barang terdiri dari angka dan titik, misalnya 3.10.01.02.002."))],
        help_text=_("Misalnya 3.10.01.02.002 (BMN) atau 1.3.2.10.01.02.002 (BMD)."),
    )
    register_number = models.CharField(
        _("NUP/nomor register"),
        max_length=10,
        validators=[RegexValidator(r"^\d+$", _("NUP atau nomor register terdiri dari angka, misalnya 0007."))],
        help_text=_("Misalnya 0007."),
    )
    name = models.CharField(_("nama barang"), max_length=150)
    brand = models.CharField(_("merk/tipe"), max_length=150, blank=True)
    serial_number = models.CharField(_("nomor seri"), max_length=100, blank=True)
    condition = models.CharField(_("kondisi"), max_length=2, choices=Condition, default=Condition.GOOD)
    location = models.CharField(_("lokasi/ruangan"), max_length=150, blank=True)
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="held_assets", verbose_name=_("pemegang"))
    holder_text = models.CharField(
        _("pemegang tanpa akun"), max_length=150, blank=True, help_text=_("Nama orang atau unit yang tidak punya akun di portal.")
    )
    ip = models.GenericIPAddressField(_("IP Address"), null=True, blank=True)
    hostname = models.CharField(_("nama PC/host"), max_length=100, blank=True)
    acquired_year = models.PositiveSmallIntegerField(
        _("tahun perolehan"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2200), not_in_the_future]
    )
    note = models.TextField(_("keterangan"), max_length=2000, blank=True)
    active = models.BooleanField(
        _("masih terdaftar"), default=True, help_text=_("Kosongkan bila sudah dihapus dari daftar barang; datanya tetap tersimpan.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("aset")
        verbose_name_plural = _("aset")
        ordering = ["code", "register_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "register_number"],
                name="asset_number_once_per_organisation",
                violation_error_message=_("Kode barang dengan NUP/nomor register ini sudah ada di daftar."),
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(holder_text=""),
                name="asset_has_one_holder",
                violation_error_message=_("Isi salah satu saja: pemegang, atau pemegang tanpa akun."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "active", "code", "register_number"], name="asset_by_office")]

    def __str__(self):
        """`3.10.01.02.002-0007 Laptop Lenovo T14 — R. TU`."""
        what = " ".join(filter(None, [self.full_code, self.name, self.brand]))
        return f"{what} — {self.location}" if self.location else what

    def get_absolute_url(self):
        return reverse("aset", args=[self.pk])

    def clean(self):
        super().clean()
        if self.holder_id and self.holder.organisation_id != self.organisation_id:
            raise ValidationError({"holder": _("Pilih orang dari instansi Anda.")})

    @property
    def full_code(self):
        """Kode barang and NUP together, as inventory labels have it."""
        return f"{self.code}-{self.register_number}"

    @property
    def holder_name(self):
        return self.holder.name if self.holder_id else self.holder_text
