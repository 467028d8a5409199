"""Values on their way into a sheet or a CSV file."""

import re
import unicodedata

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML document may hold these


def text(value):
    """`value` as a text no program takes for a formula: one that begins like it wears an apostrophe.

    What shows nothing does not hide a beginning, and the full-width ＝ counts as the equals sign that some programs read it as.
    """
    cleaned = ILLEGAL.sub("", str(value))
    seen = next((character for character in cleaned if not _shows_nothing(character)), "")
    dangerous = cleaned.startswith(DANGEROUS) or unicodedata.normalize("NFKC", seen).startswith(DANGEROUS)
    return f"'{cleaned}" if dangerous else cleaned


def _shows_nothing(character):
    """Space, control and format characters (zero width, byte order mark), and marks that need a letter before them."""
    return unicodedata.category(character)[0] in "ZCM"
