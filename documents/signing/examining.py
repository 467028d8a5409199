"""What a PDF carries, asked of a separate process (examiner), with whom this office trusts."""

import datetime as dt
import json
import logging
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from accounts.models import Organisation

from . import backend

log = logging.getLogger(__name__)

EXAMINER = Path(__file__).with_name("examiner.py")
SECONDS = 20  # for one file, waiting for the processor included
AT_ONCE = 2  # files looked at by one web process; more would starve the pages
PATIENCE = 10  # seconds a request waits for its turn
BSRE = re.compile(r"\bBSrE\b|Balai (Besar )?Sertifikasi Elektronik", re.IGNORECASE)

_turns = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """Too many files are being looked at; try again later."""


@dataclass(frozen=True)
class Signature:
    """One signature. `intact`: the signed bytes are as they were. `covers`: nothing follows them; `changes_allowed`: what follows only signs.

    `known`: by an office of this portal (`own`), or issued under an authority that is trusted here (`authorities`: issuers up to it).
    `ended`: the certificate expired since. `stamped`: `at` comes from a trusted clock, not from the signer's.
    """

    intact: bool
    covers: bool = False
    changes_allowed: bool = False
    known: bool = False
    ended: bool = False
    own: bool = False
    subject: str = ""
    issuer: str = ""
    authorities: list = field(default_factory=list)
    at: dt.datetime | None = None
    stamped: bool = False

    @property
    def holds(self):
        """Whether the file says now what it said when it was signed."""
        return self.intact and self.changes_allowed

    @property
    def by_bsre(self):
        """A name proves nothing by itself: only a chain that ends at an authority the office trusts counts."""
        return self.holds and self.known and any(BSRE.search(name) for name in self.authorities)


@dataclass(frozen=True)
class Examined:
    """`readable`: it is a PDF that can be taken apart. `pages_untouched`: None unless asked for by `base`."""

    readable: bool
    pages_untouched: bool | None
    signatures: list

    @property
    def holds(self):
        return bool(self.signatures) and all(signature.holds for signature in self.signatures)

    @property
    def by_bsre(self):
        return self.holds and any(signature.by_bsre for signature in self.signatures)


UNREADABLE = Examined(False, None, [])


def examine(content, base=0):
    """The Examined of `content` (bytes). `base`: length of the original it may begin with. Raises TooBusy."""
    asked = json.dumps({"roots": _roots(), "own": own_certificates(), "base": base}).encode() + b"\n"
    if not _turns.acquire(timeout=PATIENCE):
        raise TooBusy
    try:
        answer = subprocess.run(
            [sys.executable, "-I", str(EXAMINER)], input=asked + content, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return UNREADABLE
    finally:
        _turns.release()
    if answer.returncode:  # it ran out of what it was given
        return UNREADABLE
    found = json.loads(answer.stdout)
    return Examined(found["readable"], found["pages_untouched"], [signature(said) for said in found["signatures"]])


def signature(said):
    """The Signature that the examiner (or a row that was kept) describes."""
    return Signature(**said | {"at": dt.datetime.fromisoformat(said["at"]) if said.get("at") else None})


def trust_roots():
    """PEM texts of the certificates in HALOCIK_TRUST_ROOTS (a file, or a folder of .pem, .crt, .cer, .der). Raises OSError, ValueError."""
    named = settings.TRUST_ROOTS
    if not named:
        return []
    path = Path(named)
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in (".pem", ".crt", ".cer", ".der")) if path.is_dir() else [path]
    return [c.public_bytes(Encoding.PEM).decode() for file in files for c in _certificates(file.read_bytes())]


def _certificates(raw):
    return x509.load_pem_x509_certificates(raw) if b"-----BEGIN" in raw else [x509.load_der_x509_certificate(raw)]


def _roots():
    try:
        return trust_roots()
    except (OSError, ValueError):  # the health page says so; without roots everybody is unknown
        log.exception("HALOCIK_TRUST_ROOTS cannot be read")
        return []


def own_certificates():
    """PEM texts of the certificates that the offices of this portal sign with now."""
    return sorted({signer.as_pem() for office in Organisation.objects.all() if (signer := _signer(office))})


def _signer(office):
    try:
        return backend.signer_of(office)
    except backend.CannotSign:
        return None
