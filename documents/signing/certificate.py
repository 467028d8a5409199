"""The office's own certificate (PKCS#12): PAdES signatures, B-B, or B-T when a time stamp server is named. Runs in workers."""

import asyncio
import io
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from ..words import long_date
from .backend import CannotSign

FIELD = "HaloCik"
TIMESTAMP_SECONDS = 10
AWAY = "documents.timestamp-away"
AWAY_SECONDS = 60  # a time stamp server that does not answer is not asked for every waiting letter


@dataclass(frozen=True)
class OfficeCertificate:
    """`archive` and `password` open; `certificate` is whom it names. Raises CannotSign outside the days it is valid."""

    archive: bytes
    password: str
    certificate: x509.Certificate

    @classmethod
    def load(cls, archive, password):
        return cls(archive, password, _opened(archive, password))

    @property
    def subject(self):
        return _name(self.certificate.subject)

    @property
    def issuer(self):
        return _name(self.certificate.issuer)

    @property
    def ends_at(self):
        return self.certificate.not_valid_after_utc

    def as_pem(self):
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def require_valid(self, now=None):
        """CannotSign unless `now` lies in the days the certificate is valid."""
        now = now or timezone.now()
        if now > self.ends_at:
            raise CannotSign(
                _("Sertifikat elektronik kantor habis masa berlakunya pada %s. Pasang yang baru; surat yang menunggu lalu dibuat.")
                % long_date(timezone.localtime(self.ends_at))
            )
        if now < self.certificate.not_valid_before_utc:
            raise CannotSign(
                _("Sertifikat elektronik kantor baru berlaku mulai %s. Periksa juga jam server.")
                % long_date(timezone.localtime(self.certificate.not_valid_before_utc))
            )

    def require_ready(self):
        """CannotSign when signing would fail, as far as one can tell before the letter is drawn."""
        self.require_valid()
        if settings.TIMESTAMP_URL and cache.get(AWAY):
            raise CannotSign(_stamp_missing())

    def sign(self, pdf, *, reason, place):
        """`pdf` (bytes) with an invisible PAdES signature appended; what was there before is not touched. Raises CannotSign."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

        self.require_ready()
        facts = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=self.subject,
            reason=reason,
            location=place or None,
        )
        stamper = HTTPTimeStamper(settings.TIMESTAMP_URL, timeout=TIMESTAMP_SECONDS) if settings.TIMESTAMP_URL else None
        signer = signers.PdfSigner(facts, _signer(self.archive, self.password), timestamper=stamper)
        try:
            signed = asyncio.run(signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=io.BytesIO()))
        except TimestampRequestError as error:
            cache.set(AWAY, True, AWAY_SECONDS)
            raise CannotSign(_stamp_missing()) from error
        return signed.getvalue()


def _stamp_missing():
    return _("Server stempel waktu belum menjawab. Surat dicoba lagi sendiri; bila tetap begini, periksa HALOCIK_TIMESTAMP_URL.")


def _name(name):
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME) or name.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


@lru_cache(maxsize=16)
def _opened(archive, password):
    """The certificate of an archive that can sign. Raises CannotSign."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(archive, password.encode() or None)
    except ValueError as error:
        raise CannotSign(
            _("Sertifikat elektronik kantor tidak dapat dibuka: bukan berkas PKCS#12 (.p12), atau kata sandinya salah.")
        ) from error
    if key is None or certificate is None:
        raise CannotSign(
            _("Berkas sertifikat kantor tidak memuat kunci dan sertifikatnya. Ekspor ulang keduanya sebagai satu berkas .p12.")
        )
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*spki) != certificate.public_key().public_bytes(*spki):
        raise CannotSign(_("Kunci pada berkas sertifikat kantor bukan pasangan sertifikatnya. Ekspor ulang berkas .p12."))
    if not _may_sign(certificate):
        raise CannotSign(
            _("Sertifikat yang dipasang tidak dibuat untuk tanda tangan elektronik. Pasang sertifikat tanda tangan atau segel.")
        )
    return certificate


def _may_sign(certificate):
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


@lru_cache(maxsize=4)
def _signer(archive, password):
    from pyhanko.sign import signers

    return signers.SimpleSigner.load_pkcs12_data(archive, [], passphrase=password.encode() or None)
