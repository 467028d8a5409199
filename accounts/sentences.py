"""Sentences that end with a name: an academic degree brings its own full stop."""

import re

from django.utils.safestring import SafeString, mark_safe

TWO_STOPS = re.compile(r"(?<!\.)\.((?:</\w+>)*)\.$")


def one_stop(sentence):
    """`sentence` with one full stop at its end where it has two, as in "kepada Siska, A.Md..", markup between them or not.

    Safe markup stays safe, and anything else does not become it.
    """
    found = TWO_STOPS.sub(r".\1", sentence)
    return mark_safe(found) if isinstance(sentence, SafeString) else found
