"""Copies of a letter that come back signed from elsewhere: what they carry, and keeping them as they are."""

import hashlib
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Letter, Signature, SignedCopy
from . import examining


@dataclass(frozen=True)
class Reading:
    """What an uploaded file is. `same`: our file, and nothing but signatures since. `signatures`: those that are not the office's own."""

    content: bytes
    same: bool
    examined: examining.Examined

    @property
    def signatures(self):
        return [signature for signature in self.examined.signatures if not signature.own]

    @property
    def needs_word(self):
        """Whether somebody has to say that this is the letter: a scan, or a file that was rewritten before it was signed."""
        return not (self.same and self.signatures)


def read(letter, content):
    """The Reading of `content` (bytes) as a copy of the issued `letter`. Raises ValidationError with a sentence, examining.TooBusy."""
    digest = hashlib.sha256(content).hexdigest()
    if digest == letter.sha256:
        raise ValidationError(_("Berkas ini sama persis dengan surat yang diterbitkan: belum ada tanda tangan yang ditambahkan."))
    if letter.signed_copies.filter(sha256=digest).exists():
        raise ValidationError(_("Salinan ini sudah disimpan."))
    begins = hashlib.sha256(content[: letter.size]).hexdigest() == letter.sha256
    examined = examining.examine(content, base=letter.size if begins else 0)
    if examined.signatures and not examined.holds:
        raise ValidationError(
            _(
                "Tanda tangan elektronik pada berkas ini tidak sah: isinya berubah setelah ditandatangani. Minta berkas aslinya kepada penanda tangan."
            )
        )
    return Reading(content, bool(begins and examined.pages_untouched), examined)


def keep(letter, reading, *, actor, now=None):
    """Keep the file of `reading` beside the letter's own; returns the SignedCopy. Raises ValidationError where another was faster."""
    now = now or timezone.now()
    digest = hashlib.sha256(reading.content).hexdigest()
    copy = SignedCopy(letter=letter, sha256=digest, size=len(reading.content), same=reading.same, uploaded_by=actor, uploaded_at=now)
    copy.by_bsre = any(signature.by_bsre for signature in reading.signatures)
    copy.findings = [asdict(s) | {"at": s.at and s.at.isoformat(), "by_bsre": s.by_bsre} for s in reading.signatures]
    copy.file.save("salinan.pdf", ContentFile(reading.content), save=False)
    try:
        with transaction.atomic():
            row = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
            if row.is_void or row.signed_copies.filter(sha256=digest).exists():
                raise ValidationError(_("Surat ini sudah dibatalkan, atau salinan ini sudah disimpan."))
            copy.save()
            _sign(row, reading)
    except Exception:
        copy.file.delete(save=False)
        raise
    return copy


def _sign(letter, reading):
    """The newest copy says who signed electronically."""
    letter.signatures.filter(method=Signature.Method.COPY).delete()
    last = letter.signatures.order_by("place").last()
    for place, found in enumerate(reading.signatures, start=last.place + 1 if last else 1):
        Signature.objects.create(letter=letter, place=place, name=found.subject, method=Signature.Method.COPY, signed_at=found.at)


def said(copy):
    """[examining.Signature] as they were found when `copy` was uploaded."""
    return [examining.signature({name: value for name, value in row.items() if name != "by_bsre"}) for row in copy.findings]


def summary(letter, *, may_upload):
    """What the page of a letter shows of its signing: three queries."""
    copies = letter.signed_copies.select_related("uploaded_by")
    for copy in (found := list(copies)):
        copy.letter = letter
    return {
        "signatures": list(letter.signatures.all()),
        "copies": [(copy, said(copy)) for copy in found],
        "may_upload": may_upload and letter.is_issued and not letter.is_void,
    }
