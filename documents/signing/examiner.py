"""What signatures a PDF carries, found in a process of its own: the file may be anybody's, and made to exhaust or to crash its reader.

`python examiner.py` reads one line of JSON (`roots`, `own`: PEM texts; `base`: bytes at the start that count as the original, or 0) and
then the PDF from standard input, and writes JSON: {"readable": bool, "pages_untouched": bool or null, "signatures": [...]}. It knows neither
Django nor the network: no certificate, revocation list or time stamp is ever fetched.
"""

import io
import json
import resource
import sys
from datetime import UTC, datetime
from hashlib import sha256

SECONDS, MEMORY = 10, 1024 * 1024 * 1024  # of processor time; bytes of address space
MOST = 16  # signatures looked at


def main():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline())
    json.dump(examined(sys.stdin.buffer.read(), **asked), sys.stdout)


def examined(content, *, roots, own, base):
    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.reader import PdfFileReader

    roots = [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in roots]
    own = [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in own]
    try:
        reader = PdfFileReader(io.BytesIO(content))
        found = reader.embedded_regular_signatures
        untouched = _untouched(reader, PdfFileReader(io.BytesIO(content[:base]))) if 0 < base < len(content) else None
    except Exception:  # whatever a malformed file makes a parser raise
        return {"readable": False, "pages_untouched": None, "signatures": []}
    return {
        "readable": True,
        "pages_untouched": untouched,
        "signatures": [_signature(embedded, roots, own) for embedded in found[:MOST]],
    }


def _untouched(reader, original):
    """Whether what follows the `original` (PdfFileReader) only signs, fills in forms or keeps validation data: pages stay as they were."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult

    last = original.xrefs.total_revisions - 1
    if reader.xrefs.total_revisions <= last + 1:
        return False
    if reader.xrefs.get_startxref_for_revision(last) != original.xrefs.get_startxref_for_revision(last):
        return False  # what follows does not build on the original
    if "/AcroForm" not in original.root:  # the policy compares forms: it needs one to begin with
        return _only_signed(reader, original, last)
    return isinstance(DEFAULT_DIFF_POLICY.review_file(reader, last), DiffResult)


OF_THE_FILE = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}  # what signing adds to the catalogue ...
OF_A_PAGE = {"/Annots"}  # ... and to a page


def _only_signed(reader, original, last):
    """Whether the revisions after `last` add objects, and change the catalogue and pages of the `original` only where signing does."""
    pages = list(_pages(original.root.raw_get("/Pages")))
    root = original.root_ref
    about = {d.raw_get(name).reference for d, name in ((original.root, "/Metadata"), (original.trailer, "/Info")) if name in d}
    known = {ref for n in range(last + 1) for ref in original.xrefs.explicit_refs_in_revision(n)}
    later = range(last + 1, reader.xrefs.total_revisions)
    changed = {ref for n in later for ref in reader.xrefs.explicit_refs_in_revision(n) | reader.xrefs.refs_freed_in_revision(n)} & known
    if reader.root_ref != root or not changed <= {root, *pages, *about}:
        return False
    if not _same(original.root, reader.root, OF_THE_FILE):
        return False
    return all(_page_only_signed(original.get_object(page), reader.get_object(page)) for page in changed & set(pages))


def _pages(node):
    """References of the pages under `node`, in order."""
    found = node.get_object()
    if found["/Type"] == "/Page":
        yield node.reference
        return
    for kid in found["/Kids"]:
        yield from _pages(kid)


def _same(old, new, besides):
    """Whether two dictionaries hold the same entries, references as they are, `besides` left out."""
    return _entries(old, besides) == _entries(new, besides)


def _entries(dictionary, besides):
    return {name: repr(dictionary.raw_get(name)) for name in dictionary if name not in besides}


def _page_only_signed(old, new):
    """A page that differs by fields to sign at most."""
    before, after = list(old.get("/Annots", ())), list(new.get("/Annots", ()))
    added = [annotation.get_object() for annotation in after[len(before) :]]
    kept = [repr(annotation) for annotation in after[: len(before)]] == [repr(annotation) for annotation in before]
    return kept and _same(old, new, OF_A_PAGE) and all(annotation["/Subtype"] == "/Widget" for annotation in added)


def _signature(embedded, roots, own):
    """One signature, as plain JSON; a broken one says {"intact": false}."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signing = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)

    def status_at(moment=None):
        trusted = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment)
        clocks = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
        return validate_pdf_signature(embedded, trusted, clocks, key_usage_settings=signing)

    try:
        status = status_at()
        stamp, certificate = status.timestamp_validity, status.signing_cert
        stamped = bool(stamp and stamp.valid and stamp.intact and stamp.trusted)
        at = stamp.timestamp if stamped else status.signer_reported_dt
        # The certificate may have ended since: what counts is the day of signing.
        rooted = status if status.trusted or not at else status_at(at)
        path = rooted.validation_path if rooted.trusted else None
        is_own = any(sha256(certificate.dump()).digest() == sha256(c.dump()).digest() for c in own)
        return {
            "intact": bool(status.intact and status.valid),
            "covers": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            "changes_allowed": status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
            and bool(status.docmdp_ok)
            and not _suspicious(status),
            "known": bool(rooted.trusted or is_own),
            "ended": certificate.not_valid_after < datetime.now(UTC),
            "own": is_own,
            "subject": _name(certificate.subject),
            "issuer": _name(certificate.issuer),
            "authorities": sorted({c.issuer.human_friendly[:400] for c in path}) if path else [],
            "at": at.isoformat() if at else "",
            "stamped": stamped,
        }
    except Exception:  # hashes nobody trusts any more, malformed CMS, a byte range that leaves the file, ...
        return {"intact": False}


def _suspicious(status):
    from pyhanko.sign.diff_analysis import SuspiciousModification

    return isinstance(status.diff_result, SuspiciousModification)


def _name(name):
    parts = name.native
    return str(parts.get("common_name") or parts.get("organization_name") or name.human_friendly)[:200]


if __name__ == "__main__":
    main()
