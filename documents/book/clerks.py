"""What a clerk does to a letter that is issued: give it the number from the office's own book, or cancel it.

Both lock the ticket first, so that no new version is issued meanwhile, and change all versions of the number together.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.models import Ticket

from .. import numbering
from ..letters import queue_on_commit
from ..models import Letter

LONGEST = Letter._meta.get_field("number").max_length


@transaction.atomic
def give_number(letter, text, *, actor, now=None):
    """Give the waiting `letter` (and its other versions) the number that was typed; they are drawn after commit.

    Raises ValidationError with a sentence: malformed, already used, or no longer wanted.
    """
    text = _tidy(text)
    letter = _locked(letter)
    if letter.is_void or not letter.lacks_number:
        raise ValidationError(_("Surat ini sudah bernomor atau sudah dibatalkan. Muat ulang halamannya."))
    numbering.locked(letter.organisation, letter.kind, letter.year)
    _refuse_used(letter, text)
    for version in Letter.objects.standing().of_one_number(letter):
        version.number, version.facts["number"] = text, text
        version.status, version.numbered_by, version.numbered_at = Letter.Status.WAITING, actor, now or timezone.now()
        version.save(update_fields=["number", "facts", "status", "numbered_by", "numbered_at"])
        queue_on_commit(version)


def _locked(letter):
    """`letter` as it is now, under the lock of its ticket."""
    Ticket.objects.locked().get(pk=letter.ticket_id)
    return Letter.objects.get(pk=letter.pk)


def _refuse_used(letter, text):
    same = Letter.objects.filter(organisation=letter.organisation, kind=letter.kind, year=letter.year, number__iexact=text)
    if used := same.select_related("ticket").first():
        told = {"number": used.number, "kind": letter.kind_name, "year": letter.year, "ticket": used.ticket.number}
        raise ValidationError(
            _(
                "Nomor %(number)s sudah dipakai untuk %(kind)s tahun %(year)d pada tiket %(ticket)s. Periksa buku agenda, lalu isi nomor lain."
            )
            % told
        )


def _tidy(text):
    text = " ".join("".join(c for c in str(text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).split())
    if not any(c.isalnum() for c in text):
        raise ValidationError(_("Isi nomornya, seperti tertulis di buku agenda."))
    if len(text) > LONGEST:
        raise ValidationError(_("Nomor paling panjang %d karakter.") % LONGEST)
    return text


@transaction.atomic
def void(letter, reason, *, actor, now=None):
    """Cancel `letter` and its other versions: files and number stay, marked void, and the number is never given again.

    Raises ValidationError when it is void already or no reason is given.
    """
    reason = " ".join(str(reason).split())
    if not reason:
        raise ValidationError(_("Isi alasan pembatalan: ia tercatat di buku agenda."))
    letter = _locked(letter)
    if letter.is_void:
        raise ValidationError(_("Surat ini sudah dibatalkan sebelumnya."))
    Letter.objects.standing().of_one_number(letter).update(voided_at=now or timezone.now(), voided_by=actor, void_reason=reason[:300])
