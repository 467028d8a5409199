"""Is this the letter that was issued? By its token (the QR code), or by a file somebody holds. Nothing of the file is kept."""

import hashlib
import re
from dataclasses import dataclass

from django.core.cache import cache

from . import seals
from .models import Letter, SignedCopy
from .signing import examining

# What a file turned out to be
ISSUED = "terbit"  # the very file that was issued
COPY = "salinan"  # a copy that came back signed and was kept
EXTENDED = "ditambah"  # our file, and signatures put on it since
CHANGED = "berubah"  # began as our file or carries our signature, and says something else now
FOREIGN = "asing"  # nothing we know

PER_MINUTE = 10  # files looked at for one address
ENDS = re.compile(rb"%%EOF(\r\n|\r|\n)?")
MOST_ENDS = 30


@dataclass(frozen=True)
class Verdict:
    """`state`: one of the above. `letter`: which it is, or began as; None when unknown. `examined`: of files that are not known as a whole."""

    state: str
    letter: Letter | None = None
    examined: examining.Examined | None = None

    @property
    def is_genuine(self):
        return self.state in (ISSUED, COPY)


def find(token):
    """The Letter with that token and what its page shows, or None."""
    letters = Letter.objects.select_related("organisation", "ticket").prefetch_related("signatures", "signed_copies").defer("facts")
    return letters.filter(token=token).first()


def judge(content):
    """The Verdict on a file (bytes). Raises examining.TooBusy."""
    digest = hashlib.sha256(content).hexdigest()
    letters = Letter.objects.issued().select_related("organisation", "ticket").defer("facts")
    if letter := letters.filter(sha256=digest).first():
        return Verdict(ISSUED if seals.holds(letter) else CHANGED, letter)
    if (
        copy := SignedCopy.objects.select_related("letter__organisation", "letter__ticket")
        .defer("letter__facts")
        .filter(sha256=digest)
        .first()
    ):
        return Verdict(COPY, copy.letter)
    original = letters.filter(sha256__in=_beginnings(content)).order_by("-size").first()
    examined = examining.examine(content, base=original.size if original else 0)
    if original:
        return Verdict(EXTENDED if examined.pages_untouched and examined.holds else CHANGED, original, examined)
    own = [signature for signature in examined.signatures if signature.own]
    return Verdict(CHANGED if any(not signature.holds for signature in own) else FOREIGN, None, examined)


def _beginnings(content):
    """SHA-256 of everything up to each place where a PDF may have ended before something was added to it."""
    whole, found, at = hashlib.sha256(), [], 0
    for end in list(ENDS.finditer(content))[:MOST_ENDS]:
        for stop in sorted({end.start() + len(b"%%EOF"), end.end()}):
            whole.update(content[at:stop])
            at = stop
            found.append(whole.hexdigest())
    return found


def may_ask(address):
    """Whether one more file from this address is looked at now; counts it. Per web process where there is no shared cache."""
    key = f"documents.check:{address}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) <= PER_MINUTE
    except ValueError:  # it ran out in between
        return True


def standing(letter):
    """Which sentence the page says of `letter`: "batal", "belum", "diubah", "digantikan" or "berlaku"."""
    if letter.is_void:
        return "batal"
    if not letter.is_issued:
        return "belum"
    if not seals.holds(letter):
        return "diubah"
    return "digantikan" if letter.is_superseded else "berlaku"
