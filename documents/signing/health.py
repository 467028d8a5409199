"""What the health page says about signing, for one office."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Letter
from ..words import long_date
from . import backend, examining

WARN = timedelta(days=30)  # an office needs about that long to have a certificate renewed


def part(organisation):
    """(name, state, text, advice) as tickets.registry.register_health takes it."""
    name = _("Tanda tangan elektronik")
    held = Letter.objects.stuck().filter(organisation=organisation, status=Letter.Status.WAITING).count()
    waiting = ngettext("%d surat menunggu.", "%d surat menunggu.", held) % held if held else ""
    try:
        signer = backend.signer_of(organisation)
        if signer is None:
            return (
                name,
                "mati",
                _("Surat diterbitkan tanpa tanda tangan elektronik."),
                _("Isi HALOCIK_CERTIFICATE di server bila kantor punya sertifikat."),
            )
        signer.require_ready()
        examining.trust_roots()
    except backend.CannotSign as lacking:
        return name, "buruk", f"{lacking} {waiting}".strip(), ""
    except (OSError, ValueError):
        return (
            name,
            "buruk",
            _("Sertifikat penerbit pada HALOCIK_TRUST_ROOTS tidak dapat dibaca: %s.") % settings.TRUST_ROOTS,
            _("Isi dengan berkas PEM atau DER."),
        )
    text = _("Surat ditandatangani dengan sertifikat “%(subject)s” dari %(issuer)s, berlaku sampai %(end)s.") % {
        "subject": signer.subject,
        "issuer": signer.issuer,
        "end": long_date(timezone.localtime(signer.ends_at)),
    }
    if signer.ends_at - timezone.now() < WARN:
        return (
            name,
            "buruk",
            f"{text} {waiting}".strip(),
            _("Segera minta dan pasang sertifikat yang baru; setelah tanggal itu surat tertahan."),
        )
    return name, "baik", f"{text} {waiting}".strip(), ""
