"""What became of an asset and who named it: history, tickets, photos; and the views somebody saved of the list."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models import Ticket, TicketEvent

from .asset import Asset


class AssetEvent(models.Model):
    """One change of one asset, append-only: triggers refuse UPDATE, DELETE and TRUNCATE.

    `changes`: {field: [before, after]} in canonical JSON, objects as {"id", "label"}. `ticket_event`: the step that caused it, None for
    what was typed into the register. `letters`: kinds of the letters that step issued. `cost`: rupiah.
    """

    class Kind(models.TextChoices):
        RECORDED = "dicatat", _("Dicatat pada daftar aset")
        EDITED = "diubah", _("Data diubah")
        PLANNED = "aset.rencana", _("Direncanakan")
        RECEIVED = "aset.terima", _("Diterima")
        MOVED = "aset.pindah", _("Dipindahkan")
        HANDED_OVER = "aset.serah-terima", _("Diserahterimakan")
        RETURNED = "aset.kembali", _("Dikembalikan")
        REPAIR_BEGUN = "aset.mulai-perbaikan", _("Perbaikan dimulai")
        REPAIRED = "aset.selesai-perbaikan", _("Perbaikan selesai")
        WITHDRAWN = "aset.tarik", _("Ditarik")
        DISPOSAL_PROPOSED = "aset.usul-hapus", _("Diusulkan untuk dihapus")
        DISPOSAL_APPROVED = "aset.setujui-hapus", _("Disetujui untuk dihapus")
        DISPOSED = "aset.hapus", _("Dihapus dari daftar barang")
        NOTED = "aset.catat", _("Data dicatat")
        RELEASED = "dilepas", _("Kembali seperti semula")
        PHOTO = "foto", _("Foto")

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=24, choices=Kind)
    changes = models.JSONField(default=dict)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # None: Sistem
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=3, blank=True)  # "", "plh" or "plt"
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="asset_events")
    ticket_event = models.ForeignKey(TicketEvent, models.PROTECT, null=True, blank=True, related_name="asset_events")
    letters = models.JSONField(default=list)
    cost = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    warranty_claim = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["asset", "id"], name="asset_event_by_asset")]


class TicketAsset(models.Model):
    """A ticket names an asset, or changed it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="asset_links", db_index=False)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="ticket_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "asset"], name="asset_once_per_ticket")]


def photo_path(photo, _filename):
    """Random name, no extension: what the visitor called the file is no path."""
    return f"assets/{photo.token.hex[:2]}/{photo.token.hex}"


class AssetPhoto(models.Model):
    """A picture of an asset, kept outside the web root, drawn anew at upload, shown only through a permission check."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="photos")
    file = models.FileField(upload_to=photo_path)
    caption = models.CharField(_("keterangan foto"), max_length=150, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class SavedView(models.Model):
    """The list as somebody wants it again: `query` is a query string of allowed parameters."""

    person = models.ForeignKey(User, models.CASCADE, related_name="asset_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], condition=~Q(name=""), name="asset_view_once_per_person")]
