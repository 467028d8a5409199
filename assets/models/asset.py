"""One registered good."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tickets.models import Ticket

from .places import Category, Location

BMN_GROUPS = (1, 2, 2, 2, 3)  # digits of golongan, bidang, kelompok, subkelompok, sub-subkelompok
FIRST_YEAR = 1950
MOST_WORDS = 6  # of a search
# Of what was disposed of before the portal kept decrees: no number is made up for it.
UNRECORDED_DECREE = "tidak tercatat"


class Condition(models.TextChoices):
    GOOD = "B", _("Baik")
    LIGHT = "RR", _("Rusak ringan")
    HEAVY = "RB", _("Rusak berat")


class Kind(models.TextChoices):
    HARDWARE = "perangkat-keras", _("Perangkat keras")
    SERVER = "server", _("Server")
    SOFTWARE = "perangkat-lunak", _("Perangkat lunak")
    LICENCE = "lisensi", _("Lisensi")
    DATA = "data", _("Data")


class Status(models.TextChoices):
    PLANNED = "diusulkan", _("Diusulkan")
    AVAILABLE = "tersedia", _("Tersedia")
    IN_USE = "dipakai", _("Dipakai")
    IN_REPAIR = "diperbaiki", _("Diperbaiki")
    WITHDRAWN = "ditarik", _("Ditarik")
    DISPOSAL_PROPOSED = "diusulkan-hapus", _("Diusulkan untuk dihapus")
    DISPOSAL_APPROVED = "disetujui-hapus", _("Disetujui untuk dihapus")
    DISPOSED = "dihapus", _("Dihapus")


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
        """Still in the register: neither disposed of nor only planned."""
        return self.exclude(status=Status.DISPOSED).exclude(status=Status.PLANNED)

    def locked(self):
        """Lock in the order of ids; the ticket, if there is one, is locked before (SQLite: its one writer is the lock)."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")

    def described(self):
        """With what the label and the list need."""
        return self.select_related("location", "holder")

    def search(self, text, organisation=None):
        """Every word of `text` (first six, any case) in what identifies an asset, where it is, or who has it.

        Two small queries find the people and places meant (of `organisation`, if given), so that the third can use its indexes.
        """
        words = [word[:100].lower() for word in str(text).replace("\x00", "").split()[:MOST_WORDS]]
        people, places = _named(User, "name", words, organisation), _named(Location, "path", words, organisation)
        found = self
        for word in words:
            match = Q(words__contains=word)
            for column, rows in (("holder", people), ("location", places)):
                ids = [pk for pk, name in rows if word in name.lower()]
                if ids:
                    match |= Q(**{f"{column}__in": ids})
            found = found.filter(match)
        return found


def _named(model, column, words, organisation):
    """[(id, name)] of the rows whose `column` has one of `words` in it."""
    if not words:
        return []
    match = Q()
    for word in words:
        match |= Q(**{f"{column}__icontains": word})
    rows = model.objects.filter(match)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return list(rows.order_by().values_list("pk", column))


class Asset(models.Model):
    """One registered good. `holder`: a person with an account; `holder_text`: anybody else, or a unit. Never deleted.

    `busy_with`: the ticket that repairs or disposes of it now; `status_before`: what it goes back to when that ticket lets it go.
    `code` is empty until the office has numbered it. `extra`: {field code of the category: plain value}. `value`: rupiah.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assets", db_index=False)
    kind = models.CharField(_("jenis"), max_length=16, choices=Kind, default=Kind.HARDWARE)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("kategori"))
    code = models.CharField(
        _("kode barang"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^\d+(\.\d+)+$", _("Kode barang terdiri dari angka dan titik, misalnya 3.10.01.02.002."))],
        help_text=_("Misalnya 3.10.01.02.002 (BMN) atau 1.3.2.10.01.02.002 (BMD)."),
    )
    register_number = models.CharField(
        _("NUP/nomor register"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d+$", _("NUP atau nomor register terdiri dari angka, misalnya 0007."))],
        help_text=_("Misalnya 0007."),
    )
    name = models.CharField(_("nama barang"), max_length=150)
    brand = models.CharField(_("merk/tipe"), max_length=150, blank=True)
    serial_number = models.CharField(_("nomor seri"), max_length=100, blank=True)
    specification = models.TextField(_("spesifikasi"), max_length=4000, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.AVAILABLE)
    condition = models.CharField(_("kondisi"), max_length=2, choices=Condition, default=Condition.GOOD)
    location = models.ForeignKey(Location, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("lokasi/ruangan"))
    rack = models.CharField(_("posisi di rak"), max_length=30, blank=True, help_text=_("Misalnya U12–U13."))
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="held_assets", verbose_name=_("pemegang"))
    holder_text = models.CharField(
        _("pemegang tanpa akun"), max_length=150, blank=True, help_text=_("Nama orang atau unit yang tidak punya akun di portal.")
    )
    unit = models.CharField(_("unit pengguna"), max_length=150, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("bagian dari aset"))
    ip = models.GenericIPAddressField(_("IP Address"), null=True, blank=True)
    hostname = models.CharField(_("nama PC/host"), max_length=100, blank=True)
    domain = models.CharField(_("nama domain"), max_length=200, blank=True)
    network_group = models.CharField(_("nama group jaringan"), max_length=100, blank=True)
    acquired_year = models.PositiveSmallIntegerField(
        _("tahun perolehan"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2200), not_in_the_future]
    )
    value = models.DecimalField(
        _("nilai perolehan (Rp)"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    source = models.CharField(_("asal usul"), max_length=150, blank=True, help_text=_("Misalnya APBD 2026, DIPA 2025, atau hibah."))
    contract = models.CharField(_("kontrak atau dokumen perolehan"), max_length=150, blank=True)
    warranty_until = models.DateField(_("garansi sampai"), null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    note = models.TextField(_("keterangan"), max_length=2000, blank=True)
    decree_number = models.CharField(_("nomor SK Penghapusan"), max_length=100, blank=True)
    decree_date = models.DateField(_("tanggal SK Penghapusan"), null=True, blank=True)

    busy_with = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="+")
    status_before = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)  # a form made for an older one is refused
    words = models.TextField(blank=True, editable=False)  # what the search looks through, lower case
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("aset")
        verbose_name_plural = _("aset")
        ordering = ["code", "register_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "register_number"],
                condition=~Q(code=""),
                name="asset_number_once_per_organisation",
                violation_error_message=_("Kode barang dengan NUP/nomor register ini sudah ada di daftar."),
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(holder_text=""),
                name="asset_has_one_holder",
                violation_error_message=_("Isi salah satu saja: pemegang, atau pemegang tanpa akun."),
            ),
            models.CheckConstraint(
                condition=~Q(status="dihapus")
                | (~Q(decree_number="") & (Q(decree_date__isnull=False) | Q(decree_number=UNRECORDED_DECREE))),
                name="asset_disposed_of_by_decree_only",
                violation_error_message=_("Aset dihapus hanya dengan nomor dan tanggal SK Penghapusan."),
            ),
            models.CheckConstraint(condition=~Q(status="diperbaiki") | ~Q(status_before=""), name="asset_in_repair_knows_its_way_back"),
        ]
        indexes = [
            models.Index(fields=["organisation", "code", "register_number", "id"], name="asset_by_number"),
            models.Index(fields=["organisation", "status", "code", "register_number", "id"], name="asset_by_status"),
            models.Index(fields=["organisation", "condition", "code", "register_number", "id"], name="asset_by_condition"),
            models.Index(fields=["organisation", "name", "id"], name="asset_by_name"),
            models.Index(fields=["organisation", "-changed_at", "-id"], name="asset_by_change"),
            models.Index(
                fields=["organisation", "warranty_until", "id"], condition=Q(warranty_until__isnull=False), name="asset_by_warranty"
            ),
        ]

    def __str__(self):
        """`3.10.01.02.002-0007 Laptop Lenovo T14 — R. TU`; its serial number stands for the number it does not have yet."""
        what = " ".join(filter(None, [self.full_code, self.name, self.brand, "" if self.full_code else self.serial_number]))
        return f"{what} — {self.location.path}" if self.location_id else what

    def save(self, *args, update_fields=None, **kwargs):
        self.words = self.search_words()
        if update_fields is not None:
            update_fields = {*update_fields, "words"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("aset", args=[self.pk])

    def clean(self):
        super().clean()
        if self.holder_id and self.holder.organisation_id != self.organisation_id:
            raise ValidationError({"holder": _("Pilih orang dari instansi Anda.")})

    def search_words(self):
        """What the search finds this asset by, people and places apart."""
        said = [self.full_code, self.code.replace(".", ""), self.name, self.brand, self.serial_number, self.holder_text, self.unit]
        said += [self.ip, self.hostname, self.domain, self.network_group, self.contract, self.decree_number]
        return " ".join(str(text) for text in said if text).lower()

    @property
    def full_code(self):
        """Kode barang and NUP together, as inventory labels have it; empty while the asset is not numbered."""
        return "-".join(filter(None, [self.code, self.register_number]))

    @property
    def holder_name(self):
        return self.holder.name if self.holder_id else self.holder_text

    @property
    def is_disposed(self):
        return self.status == Status.DISPOSED
