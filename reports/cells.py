"""Values on their way into a sheet or a CSV file."""

import re

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML document may hold these


def text(value):
    """`value` as a text no program takes for a formula: one that begins like it wears an apostrophe."""
    cleaned = ILLEGAL.sub("", str(value))
    return f"'{cleaned}" if cleaned.lstrip(" \u00a0").startswith(DANGEROUS) or cleaned.startswith(DANGEROUS) else cleaned
