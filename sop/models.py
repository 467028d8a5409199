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


class ProcedureQuerySet(models.QuerySet):
    def offered(self, organisation):
        """Procedures of `organisation` that can be asked for: those in the revision in force of their document."""
        return self.filter(organisation=organisation, revision_in_force__isnull=False)


class Procedure(models.Model):
    """One SOP table, known by `code` in its organisation whatever revision is in force."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="procedures")
    sop = models.ForeignKey(Sop, models.CASCADE, related_name="procedures")
    code = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=300)
    # None: not in force yet, or dropped by a newer revision; its old tickets go on, new ones are not opened. Kept by sop.services.
    revision_in_force = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")
    # Office roles that work on its tickets, over all revisions; the requester's role is not among them. Kept by sop.services.
    roles = models.JSONField(default=list)
    confidential = models.BooleanField(_("rahasia"), default=False)

    objects = ProcedureQuerySet.as_manager()

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

    # What a revision that is or was in force says, and when: refused here with a sentence, by a trigger in any case (0002).
    FROZEN = ("sop_id", "sequence", "technical", "effective_on", "content_hash", "source", "in_force_since")

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

    def save(self, *args, **kwargs):
        stored = getattr(self, "_stored", {})
        if stored.get("status", self.Status.DRAFT) != self.Status.DRAFT and (
            self.status == self.Status.DRAFT or any(self.__dict__.get(name) != stored[name] for name in self.FROZEN if name in stored)
        ):
            raise ValidationError(_("Revisi yang sudah berlaku tidak dapat diubah; muat revisi baru."))
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._stored = {name: row.__dict__[name] for name in (*cls.FROZEN, "status") if name in row.__dict__}
        return row

    @property
    def definition(self):
        """The document as a sop.definition.Sop. Parsed once per process: a stored revision never changes."""
        return _definition(self.pk, self.content_hash)


@lru_cache(maxsize=256)
def _definition(pk, content_hash):
    from .loader import from_content

    return from_content(Revision.objects.values_list("content", flat=True).get(pk=pk))
