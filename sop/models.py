"""SOP documents of an organisation, their dated revisions, and the procedures that stay the same across revisions."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User


class Sop(models.Model):
    """One SOP document. Number and name follow the revision in force; it is recognised again by its procedure codes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sops")
    number = models.CharField(_("nomor"), max_length=120, blank=True)
    name = models.CharField(_("nama"), max_length=300)

    class Meta:
        verbose_name = "SOP"
        verbose_name_plural = "SOP"
        ordering = ["organisation", "name"]

    def __str__(self):
        return self.name


class Procedure(models.Model):
    """One SOP table, known by `code` in its organisation whatever revision is in force."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="procedures")
    sop = models.ForeignKey(Sop, models.CASCADE, related_name="procedures")
    code = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=300)
    # Office roles that work on its tickets, over all revisions; the requester's role is not among them. Kept by sop.services.load.
    roles = models.JSONField(default=list)
    confidential = models.BooleanField(_("rahasia"), default=False)

    class Meta:
        verbose_name = _("prosedur")
        verbose_name_plural = _("prosedur")
        ordering = ["sop", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="procedure_code_once_per_organisation")]

    def __str__(self):
        return self.name


class RevisionQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(status=Revision.Status.IN_FORCE)

    def due(self, day):
        """Drafts whose effective day has come."""
        return self.filter(status=Revision.Status.DRAFT, effective_on__lte=day)


class Revision(models.Model):
    """One dated version of a whole document. Immutable from the day it is in force; a ticket stays on its own."""

    class Status(models.TextChoices):
        DRAFT = "draf", _("Draf")
        IN_FORCE = "berlaku", _("Berlaku")
        SUPERSEDED = "digantikan", _("Digantikan")

    sop = models.ForeignKey(Sop, models.PROTECT, related_name="revisions")
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # Only efek, dokumen or help texts differ from the one before: printed number and dates are the same.
    technical = models.BooleanField(default=False)
    effective_on = models.DateField(_("tanggal efektif"), null=True, blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    source = models.TextField(_("berkas asal"))
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    in_force_since = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    FROZEN = ("sop_id", "sequence", "content_hash", "effective_on", "technical", "source")

    class Meta:
        verbose_name = _("revisi")
        verbose_name_plural = _("revisi")
        ordering = ["sop", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["sop", "sequence"], name="revision_sequence_once_per_sop"),
            models.UniqueConstraint(fields=["sop"], condition=models.Q(status="berlaku"), name="one_revision_in_force_per_sop"),
        ]

    def __str__(self):
        return f"{self.sop} (revisi {self.sequence})"

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._loaded = {name: row.__dict__.get(name) for name in (*cls.FROZEN, "status")}
        return row

    def save(self, *args, **kwargs):
        loaded = getattr(self, "_loaded", None)
        if loaded and loaded["status"] != self.Status.DRAFT and any(loaded[n] != self.__dict__.get(n) for n in self.FROZEN if loaded[n] is not None):
            raise ValidationError(_("Revisi yang sudah berlaku tidak dapat diubah; muat revisi baru."))
        super().save(*args, **kwargs)

    @property
    def definition(self):
        """The document as a sop.definition.Sop. Parsed once per process: a stored revision never changes."""
        return _definition(self.pk, self.content_hash)


@lru_cache(maxsize=256)
def _definition(pk, content_hash):
    from .loader import from_content

    return from_content(Revision.objects.values_list("content", flat=True).get(pk=pk))
