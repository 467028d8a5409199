"""Where assets are, as a tree, and what kinds of them an office tells apart."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

SEPARATOR = " / "


class Category(models.Model):
    """A kind of asset of one office with questions of its own. `fields`: [{"code", "label", "kind", "choices"}], kind of FIELD_KINDS."""

    FIELD_KINDS = {"teks": _("Teks"), "angka": _("Angka"), "tanggal": _("Tanggal"), "pilihan": _("Pilihan"), "centang": _("Ya/tidak")}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="asset_categories", db_index=False)
    name = models.CharField(_("nama kategori"), max_length=80)
    fields = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="asset_category_once_per_organisation",
                violation_error_message=_("Kategori dengan nama ini sudah ada."),
            )
        ]

    def __str__(self):
        return self.name


class Location(models.Model):
    """A building, a room or a rack. `path`: names from the root, `Gedung A / Ruang Server / Rak C-08`; `trail`: ids, `/3/7/12/`.

    Both are written by `assets.places.save_location` only, for the location and all below it.
    """

    class Kind(models.TextChoices):
        BUILDING = "gedung", _("Gedung")
        ROOM = "ruang", _("Ruang")
        RACK = "rak", _("Rak")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="asset_locations", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("bagian dari"))
    kind = models.CharField(_("jenis"), max_length=6, choices=Kind, default=Kind.ROOM)
    name = models.CharField(_("nama lokasi"), max_length=150)
    path = models.CharField(max_length=600, editable=False)
    trail = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("path"),
                name="asset_location_once_per_organisation",
                violation_error_message=_("Lokasi dengan nama ini sudah ada di tempat yang sama."),
            )
        ]

    def __str__(self):
        return self.path

    @property
    def depth(self):
        return self.trail.count("/") - 2
