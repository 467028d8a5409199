"""Who signs the letters of an office. A backend has `sign(pdf, *, reason, place) -> bytes` and `subject` (text); today there is one.

`signer_of` says which: None where no certificate is installed. Raises CannotSign, and the letter waits, rather than going out unsigned.
"""

import base64
import binascii
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

IN_ENVIRONMENT = "base64:"
LARGEST = 1024 * 1024  # bytes of a PKCS#12 file


class CannotSign(Exception):
    """A certificate is installed and cannot be used now; the text says why and what to do, for an administrator."""


def signer_of(organisation):
    """The backend that signs for `organisation`, or None when nobody does. Raises CannotSign."""
    raw = installed(organisation)
    if raw is None:
        return None
    from .certificate import OfficeCertificate

    return OfficeCertificate.load(raw, settings.SIGNING_PASSWORD)


def installed(organisation):
    """The PKCS#12 bytes that HALOCIK_CERTIFICATE names for `organisation`, or None.

    It is a file (for every office of this portal), a folder with `<kode instansi>.p12`, or `base64:` and the content itself.
    """
    named = settings.SIGNING_CERTIFICATE
    if not named:
        return None
    if named.startswith(IN_ENVIRONMENT):
        try:
            return base64.b64decode(named.removeprefix(IN_ENVIRONMENT), validate=True)
        except binascii.Error:
            raise CannotSign(_("HALOCIK_CERTIFICATE tidak terbaca: isi sesudah base64: bukan base64.")) from None
    path = Path(named)
    if path.is_dir():
        path = next((p for p in (path / f"{organisation.code}.p12", path / f"{organisation.code}.pfx") if p.exists()), None)
        if path is None:
            return None
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise CannotSign(_("Berkas sertifikat kantor tidak dapat dibaca: %s.") % (error.strerror or error)) from error
