"""Organisations, people, roles and dated substitutes. The lowest floor: nothing here knows of SOPs or tickets."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import nip as nips
from .signals import ticket_prefix_wanted

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]

# Starts with a letter: a user name of 18 digits could pose as somebody's NIP at sign-in.
username_validator = RegexValidator(
    r"^[a-z][a-z0-9._@-]{2,}\Z", _("Nama pengguna diawali huruf kecil, paling sedikit 3 karakter: huruf kecil, angka, titik, garis, @.")
)


class Organisation(models.Model):
    """An office (instansi). Nothing leaks between two of them."""

    code = models.SlugField(_("kode"), max_length=60, unique=True, help_text=_("Misalnya bps-bengkulu."))
    short_name = models.SlugField(_("nama pendek"), max_length=20, unique=True, help_text=_("Dipakai pada nama pengguna dan nomor tiket."))
    name = models.CharField(_("nama"), max_length=200)
    zone = models.CharField(_("zona waktu"), max_length=40, choices=ZONES, default="Asia/Jakarta")
    ticket_prefix = models.CharField(
        _("awalan nomor tiket"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,11}$", _("Huruf besar dan angka, 2–12."))],
    )
    # Letterhead (kop): the two lines above the rule, and the address below them.
    head_line_1 = models.CharField(_("kop baris 1"), max_length=200, blank=True, help_text=_("Misalnya PEMERINTAH KABUPATEN KARANGANYAR."))
    head_line_2 = models.CharField(_("kop baris 2"), max_length=200, blank=True, help_text=_("Misalnya DINAS KOMUNIKASI DAN INFORMATIKA."))
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    city = models.CharField(_("tempat"), max_length=100, blank=True, help_text=_("Tempat penandatanganan surat."))
    postcode = models.CharField(_("kode pos"), max_length=5, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)
    website = models.CharField(_("laman"), max_length=120, blank=True)
    logo = models.FileField(_("logo"), upload_to="logo/", blank=True)
    # Placeholders: accounts.patterns.PARTS; see documents.numbering.
    letter_number_pattern = models.CharField(_("pola nomor surat"), max_length=120, default="{urut}/{jenis}/{unit}/{bulan_romawi}/{tahun}")
    letter_unit_code = models.CharField(_("kode unit pada nomor surat"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def zone_label(self):
        return dict(ZONES)[self.zone]

    def clean(self):
        """A prefix that an office gave up stays on its tickets: with another office's counter the numbers would meet."""
        super().clean()
        if self.pk and Organisation.objects.filter(pk=self.pk, ticket_prefix=self.ticket_prefix).exists():
            return
        answers = ticket_prefix_wanted.send(Organisation, ticket_prefix=self.ticket_prefix, organisation=self)
        if any(carried for _receiver, carried in answers):
            raise ValidationError(
                {"ticket_prefix": _("Awalan ini ada pada nomor tiket instansi lain. Pilih awalan yang belum pernah dipakai.")}
            )


class PersonManager(UserManager):
    def active(self):
        return self.filter(is_active=True)


class User(AbstractUser):
    """A person with an account. Everybody but the technical superuser belongs to exactly one organisation."""

    first_name = None
    last_name = None
    username = models.CharField(
        _("nama pengguna"),
        max_length=150,
        unique=True,
        validators=[username_validator],
        help_text=_("Untuk masuk ke portal, selain NIP. Huruf kecil tanpa spasi, misalnya rina.wulandari."),
        error_messages={"unique": _("Nama pengguna ini sudah dipakai.")},
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="people")
    name = models.CharField(_("nama lengkap dengan gelar"), max_length=150)
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[nips.validate], help_text=_("18 angka; kosongkan untuk non-ASN."))
    position = models.CharField(_("jabatan"), max_length=150, blank=True)
    rank = models.CharField(_("pangkat/golongan"), max_length=80, blank=True)
    unit = models.CharField(_("unit kerja"), max_length=150, blank=True)
    phone = models.CharField(_("telepon/WhatsApp"), max_length=30, blank=True)
    administers = models.BooleanField(
        _("pengelola portal"), default=False, help_text=_("Mengatur pengguna, peran, dan pengganti di instansinya.")
    )
    must_change_password = models.BooleanField(_("harus mengganti kata sandi"), default=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonManager()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        ordering = ["name"]
        constraints = [
            # Of active accounts only: who moves to another office gets a new account there once the old one is closed.
            models.UniqueConstraint(
                fields=["nip"],
                condition=~Q(nip="") & Q(is_active=True),
                name="one_active_account_per_nip",
                violation_error_message=_("NIP ini sudah dipakai akun lain yang aktif."),
            ),
            models.UniqueConstraint(
                Lower("username"), name="username_once_in_any_case", violation_error_message=_("Nama pengguna ini sudah dipakai.")
            ),
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return self.name.split()[0] if self.name else self.username

    def clean(self):
        super().clean()
        self.nip = nips.normalise(self.nip)

    def _get_session_auth_hash(self, secret=None):
        """Sessions end when the password changes (Django's own rule) or when `session_epoch` moves on."""
        salt = "accounts.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self):
        """End every open session of this person, on all devices: their rights have changed."""
        User.objects.filter(pk=self.pk).update(session_epoch=F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    @property
    def nip_grouped(self):
        return nips.grouped(self.nip)

    @property
    def nip_masked(self):
        return nips.masked(self.nip)


class Role(models.Model):
    """A column of the SOP table (pelaksana), named by each office."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=100)
    allocates = models.BooleanField(
        _("membagi tugas"), default=False, help_text=_("Menerima pemberitahuan saat batas waktu lewat; boleh mengalihkan dan menunda.")
    )
    heads = models.BooleanField(_("pimpinan"), default=False, help_text=_("Menerima eskalasi terakhir."))
    oversees = models.BooleanField(_("mengawasi"), default=False, help_text=_("Melihat seluruh tiket instansi (Kabid, Kadis)."))

    class Meta:
        verbose_name = _("peran")
        verbose_name_plural = _("peran")
        ordering = ["organisation", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="role_code_once_per_organisation")]

    def __str__(self):
        return self.name


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` and an optional `ends_on`, both inclusive, as calendar days of the office."""

    def on(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def during(self, first, last):
        """Rows that touch any day from `first` to `last` (None: no end)."""
        touching = self.filter(Q(ends_on=None) | Q(ends_on__gte=first))
        return touching if last is None else touching.filter(starts_on__lte=last)


class RoleHolding(models.Model):
    """Who holds which role from when to when. Ended, never deleted, so that old letters can be explained."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(User, models.CASCADE, related_name="holdings")
    starts_on = models.DateField(_("mulai"), default=timezone.localdate)
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemegang peran")
        verbose_name_plural = _("pemegang peran")
        ordering = ["role", "-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="holding_ends_after_it_starts")
        ]

    def __str__(self):
        return f"{self.person}: {self.role}"

    def clean(self):
        if self.role_id and self.person_id and self.role.organisation_id != self.person.organisation_id:
            raise ValidationError(_("Peran dan orangnya harus dari instansi yang sama."))


class Delegation(models.Model):
    """A dated substitute.

    Plh. (pelaksana harian) stands in for `absent`, in all roles or in `role` only. Plt. (pelaksana tugas) fills a vacant post:
    `absent` is empty and `role` is named.
    """

    class Kind(models.TextChoices):
        PLH = "plh", "Plh."
        PLT = "plt", "Plt."

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="delegations")
    kind = models.CharField(_("jenis"), max_length=3, choices=Kind, default=Kind.PLH)
    absent = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="delegations_given", verbose_name=_("pejabat yang digantikan")
    )
    role = models.ForeignKey(Role, models.CASCADE, null=True, blank=True, related_name="delegations", verbose_name=_("peran"))
    substitute = models.ForeignKey(User, models.CASCADE, related_name="delegations_received", verbose_name=_("pengganti"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    letter_number = models.CharField(_("nomor surat perintah"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengganti")
        verbose_name_plural = _("pengganti")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kind="plh", absent__isnull=False) | Q(kind="plt", absent=None, role__isnull=False),
                name="plh_has_an_absent_person_plt_a_role",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.substitute}"

    @property
    def subject(self):
        """Whom or what is stood in for: the absent person, their role when only one is passed on, or the vacant post."""
        if self.absent_id is None:
            return str(self.role)
        return f"{self.absent} ({self.role})" if self.role_id else str(self.absent)

    def clean(self):
        if self.kind == self.Kind.PLH and not self.absent_id:
            raise ValidationError({"absent": _("Plh. menggantikan seorang pejabat: sebutkan siapa.")})
        if self.kind == self.Kind.PLT and not self.role_id:
            raise ValidationError({"role": _("Plt. mengisi jabatan yang kosong: sebutkan perannya.")})
        if self.kind == self.Kind.PLT:
            self.absent = None
        if self.absent_id and self.absent_id == self.substitute_id:
            raise ValidationError({"substitute": _("Pengganti harus orang lain.")})
        for person in (self.absent, self.substitute) if self.substitute_id else ():
            if person and person.organisation_id != self.organisation_id:
                raise ValidationError(_("Pengganti dan yang digantikan harus dari instansi yang sama."))
        if self.role_id and self.role.organisation_id != self.organisation_id:
            raise ValidationError({"role": _("Peran ini milik instansi lain.")})


class Counter(models.Model):
    """A running number of an organisation: tickets per year, letters per kind and year. Locked last (see tickets.transitions)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name", "year"], name="one_counter_per_name_and_year")]

    def __str__(self):
        return f"{self.name} {self.year}: {self.value}"

    @classmethod
    def next(cls, organisation, name, year):
        """The next number, from 1. Call inside a transaction: the row stays locked until commit, so there are no gaps."""
        table = connection.ops.quote_name(cls._meta.db_table)
        # One statement on both databases: whoever opens a ticket waits for this row, so it is held as briefly as can be.
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (organisation_id, name, year, value) VALUES (%s, %s, %s, 1)"
                f" ON CONFLICT (organisation_id, name, year) DO UPDATE SET value = {table}.value + 1 RETURNING value",
                [organisation.pk, name, year],
            )
            return cursor.fetchone()[0]


class SettingsChange(models.Model):
    """What was changed on the settings pages, by whom. Append-only; `data` holds old and new values, never a password."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="settings_changes")
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # None: from the command line
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=300)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="settings_change_by_office")]

    def __str__(self):
        return self.what

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError(_("Catatan perubahan tidak dapat diubah."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError(_("Catatan perubahan tidak dapat dihapus."))

    @property
    def details(self):
        """Lines `field: old → new` for the log page."""
        changes = self.data.get("changes", {})
        return [f"{self._label(field)}: {old or '–'} → {new or '–'}" for field, (old, new) in changes.items()]

    @staticmethod
    def _label(field):
        for model in (User, Organisation, Role):
            if field in {f.name for f in model._meta.fields}:
                return str(model._meta.get_field(field).verbose_name)
        return field
