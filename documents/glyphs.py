"""Text that can be printed with the letters' own font, on every machine alike.

Without this the PDF engine would borrow missing characters from whatever fonts a machine has, and one fact would give two files.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings

FONTS = Path(settings.BASE_DIR) / "static" / "fonts" / "liberation-sans"
MISSING = "□"
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # control, format (direction marks, joiners), surrogates, private, unassigned
LONGEST_WORD = 25  # characters; a longer one is offered places to break, or it would run out of its column ...
PIECE = 10  # ... every so many characters
BREAK = "\u200b"


@cache
def drawn():
    """Code points that the font has a shape for."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "LiberationSans-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(value):
    """`value` (text, or JSON with texts in it) with every text made printable; keys stay."""
    if isinstance(value, str):
        return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", _breakable, shown(value))
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return value


def shown(text):
    """`text` with every character either drawn by the font, or a box, or gone."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(_shape(c) for c in text)


def _shape(c):
    if c == "\n":
        return c
    if unicodedata.category(c) in UNSEEN or unicodedata.combining(c) or "\ufe00" <= c <= "\ufe0f":
        return "" if ord(c) not in drawn() or unicodedata.category(c) in UNSEEN else c
    return c if ord(c) in drawn() or c.isspace() else MISSING


def _breakable(found):
    word = found[0]
    return BREAK.join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
