"""A letter that was issued never changes: a correction is a new version with the same number, by whom and why."""

import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import office_day
from tickets import transitions
from tickets.models import Ticket

from .. import facts, letters, words
from ..kinds import KINDS
from ..kinds.base import is_empty
from ..models import Letter
from .forms import may_be_edited


def editable(letter):
    """[(Part, content as issued)] of what a correction may change; parts that were empty may be written for the first time."""
    said = {part["code"]: part["content"] for part in facts.lifted(letter.facts)["parts"]}
    found = [(part, said.get(part.code, facts.blank(part.form))) for part in KINDS[letter.kind].parts]
    return [(part, content) for part, content in found if may_be_edited(part, content)]


@transaction.atomic
def issue(letter, parts, reason, *, by, now=None):
    """Issue a new version of `letter` that says `parts` ({part code: content}) instead, and tell the ticket. Returns it.

    Raises ValidationError when there is a newer version, the letter is void, or nothing is changed.
    """
    ticket = Ticket.objects.locked().get(pk=letter.ticket_id)
    letter = Letter.objects.get(pk=letter.pk)
    if letter.is_void or letter.is_superseded:
        raise ValidationError(_("Surat ini sudah digantikan atau dibatalkan. Buka versi terbarunya."))
    if not parts:
        raise ValidationError(_("Belum ada yang diubah. Perbaiki isinya dahulu."))
    new = Letter.objects.create(
        organisation=letter.organisation,
        ticket=ticket,
        event=letter.event,
        kind=letter.kind,
        title=letter.title,
        number=letter.number,
        year=letter.year,
        sequence=letter.sequence,
        numbered_by=letter.numbered_by,
        numbered_at=letter.numbered_at,
        version=letter.version + 1,
        supersedes=letter,
        issued_on=letter.issued_on,
        facts=corrected(letter, parts, office_day(letter.organisation, now)),
        corrected_by=by,
        correction_reason=reason,
    )
    told = _("Memperbaiki %(title)s nomor %(number)s menjadi versi %(version)d. Alasan: %(reason)s") % {
        "title": letter.title, "number": letter.number, "version": new.version, "reason": reason,
    }  # fmt: skip
    transitions.comment(ticket.pk, actor=by, text=told, now=now)
    letters.queue_on_commit(new)
    return new


def corrected(letter, parts, day):
    """The facts of `letter` saying `parts` instead, corrected on `day`; its date stays the one it was issued under."""
    said = copy.deepcopy(facts.lifted(letter.facts))
    there = {part["code"]: part for part in said["parts"]}
    for part in KINDS[letter.kind].parts:
        if part.code in parts:
            there[part.code] = {**there.get(part.code, facts.entry(part, "")), "content": parts[part.code]}
    order = [part.code for part in KINDS[letter.kind].parts]
    kept = [part for part in there.values() if not is_empty(part["content"])]
    return said | {
        "parts": sorted(kept, key=lambda part: order.index(part["code"])),
        "version": letter.version + 1,
        "replaces": words.long_date(letter.issued_on),
        "corrected_on": words.long_date(day),
    }
