"""The seal of an issued letter: an HMAC that only the portal can make, so that a file changed together with its row is found out."""

import hashlib
import hmac

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from tickets import registry
from tickets.events import canonical

from .models import Letter

READ_AT_ONCE = 1 << 20


def seal(letter):
    """Hex HMAC-SHA256 over what a letter is known by: itself, its ticket, number, version and file."""
    said = ["surat", str(letter.uuid), letter.ticket.number, letter.kind, letter.number, letter.version, letter.sha256]
    return hmac.new(settings.AUDIT_KEY.encode(), canonical(said).encode(), hashlib.sha256).hexdigest()


def holds(letter):
    """Whether an issued Letter is what the portal issued."""
    return hmac.compare_digest(letter.seal, seal(letter))


def check(ticket, history, *, files=False):
    """Registered with tickets.registry: sentences about letters of `ticket` that are not what was issued, or gone.

    `files`: read every file too.
    """
    letters = list(Letter.objects.filter(ticket=ticket).select_related("ticket").defer("facts").order_by("pk"))
    # What an act names without the kind being built leaves no letter; every kind is built today.
    told = {(event.pk, kind) for event in history for kind, _title in event.data.get("letters", []) if registry.makes_letter(kind)}
    kept = {(letter.event_id, letter.kind) for letter in letters}
    found = [_("Surat yang diterbitkan kejadian nomor %d hilang.") % event.number for event in history if _gone(event, told - kept)]
    for letter in letters:
        if letter.is_issued and not holds(letter):
            found.append(_("Surat %s telah diubah sesudah diterbitkan.") % letter)
        elif letter.is_issued and files and _digest(letter.file.name) != letter.sha256:
            found.append(_("Berkas surat %s hilang atau telah diubah.") % letter)
    return found


def _gone(event, missing):
    return any(pk == event.pk for pk, _kind in missing)


def _digest(name):
    """Hex SHA-256 of a stored file; "" when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(name) as file:
            while part := file.read(READ_AT_ONCE):
                digest.update(part)
    except OSError:
        return ""
    return digest.hexdigest()
