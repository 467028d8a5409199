"""A file on its way into the register, row by row, and what the labels on the devices say."""

import secrets
import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User

from .asset import Asset


def import_path(job, _filename):
    """Random name, no extension: what the visitor called the file is no path."""
    return f"assets/impor/{job.uuid.hex}"


def new_token():
    return secrets.token_urlsafe(12)


class Import(models.Model):
    """A file with assets: checked first (rows: ImportRow), applied in one transaction when somebody says so, forgotten after a while.

    `new`, `changed`, `same`, `bad`: numbers of rows. `passed_over`: sentences about what was not read. `places`: paths of locations that would be
    made. `skip_bad`: whoever applied it wanted the bad rows left out. `outdated`: the register changed meanwhile, it was checked again.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu diperiksa")
        CHECKING = "diperiksa", _("Sedang diperiksa")
        READY = "siap", _("Sudah diperiksa")
        APPLYING = "dicatat", _("Sedang dicatat")
        DONE = "selesai", _("Sudah dicatat")
        FAILED = "gagal", _("Tidak dapat dibaca")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="asset_imports", db_index=False)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # None: the command line
    asked_at = models.DateTimeField()
    file = models.FileField(upload_to=import_path)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    share = models.PositiveSmallIntegerField(default=0)  # per cent checked
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    passed_over = models.JSONField(default=list)
    places = models.JSONField(default=list)
    outdated = models.BooleanField(default=False)
    skip_bad = models.BooleanField(default=False)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="asset_import_by_office")]

    def get_absolute_url(self):
        return reverse("aset-impor-hasil", args=[self.uuid])

    @property
    def is_pending(self):
        return self.state in (self.State.WAITING, self.State.CHECKING, self.State.APPLYING)

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_applying(self):
        return self.state == self.State.APPLYING

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def to_apply(self):
        """Rows that would be written."""
        return self.new + self.changed


class ImportRow(models.Model):
    """One row of the file that would change something, or is wrong. `number`: as the spreadsheet counts.

    `values`: {field: plain value} to write, objects as {"id"}, a place to be made as {"path"}, a part's whole as {"row": number}.
    `told`: [[column title, before, after]], or [[column title, value, what is wrong]].
    """

    class Outcome(models.TextChoices):
        NEW = "baru", _("Baru")
        CHANGED = "berubah", _("Berubah")
        BAD = "salah", _("Salah")

    job = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    label = models.CharField(max_length=200)
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(null=True, blank=True)
    values = models.JSONField(default=dict)
    told = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["job", "outcome", "number"], name="asset_import_row")]


class AssetLabel(models.Model):
    """What the QR code of an asset's label leads by: nobody guesses it, and it outlives every key of the portal."""

    asset = models.OneToOneField(Asset, models.PROTECT, related_name="label")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
