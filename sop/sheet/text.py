"""Widths of texts and their lines. Measured with the fonts in static/fonts, so that no machine's fonts change a sheet.

Sizes and widths are in sheet units: 1 unit is 1 pt on paper; on a page CSS scales it.
"""

import re
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "liberation-sans"
FAMILY = "Liberation Sans"
# XML 1.0 allows no other control character; the private use area marks places in the drawing (see page.py).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
# A word may be broken after these: addresses, "dan/atau", "pengaturan/konfigurasi/perbaikan", "e-mail".
_PIECES = re.compile(r"[^/\-_.:,;]*[/\-_.:,;]*")
ELLIPSIS = "…"


def clean(text):
    """`text` on one line, without characters that XML forbids."""
    return " ".join(FORBIDDEN.sub("", str(text)).split())


@lru_cache(maxsize=2)
def _advances(bold):
    """{code point: advance in em} of the font."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def _em(text, bold):
    advances = _advances(bold)
    # What the font lacks is drawn from another one, at most a full square wide.
    return sum(advances.get(ord(character), 1.0) for character in text)


def width(text, size, bold=False):
    return _em(text, bold) * size


def wrap(text, room, size, bold=False):
    """Lines of `text`, none wider than `room` units; a word that is too long is broken, at / - . first."""
    lines, line = [], ""
    for word in clean(text).split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined, size, bold) <= room:
            line = joined
            continue
        if line and width(word, size, bold) <= room:
            lines.append(line)
            line = word
            continue
        *full, line = _broken(line, word, room, size, bold)
        lines += full
    return [*lines, line] if line else lines


def _broken(line, word, room, size, bold):
    """`word`, too long for a line of its own, after `line`: the full lines and the started one."""
    lines = []
    start = f"{line} " if line else ""
    for piece in _pieces(word, room, size, bold):
        if width(start + piece, size, bold) <= room:
            start += piece
            continue
        if start.strip():
            lines.append(start.strip())
        start = piece
    return [*lines, start]


def _pieces(word, room, size, bold):
    for piece in filter(None, _PIECES.findall(word)):
        if width(piece, size, bold) <= room:
            yield piece
        else:
            yield from piece  # letter by letter


def longest_word(text, size, bold=False):
    """Width of the widest piece of `text` that should not be broken."""
    pieces = (piece for word in clean(text).split(" ") for piece in _PIECES.findall(word))
    return max((width(piece, size, bold) for piece in pieces if piece), default=0.0)


def fit(text, room, size, bold=False):
    """`text`, or its beginning and an ellipsis, not wider than `room`."""
    text = clean(text)
    if width(text, size, bold) <= room:
        return text
    while text and width(text + ELLIPSIS, size, bold) > room:
        text = text[:-1]
    return text.rstrip(" ,.;:/-") + ELLIPSIS


def shortened(text, room, most, size, bold=False):
    """At most `most` lines of `text`; what does not fit ends in an ellipsis."""
    lines = wrap(text, room, size, bold)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), room, size, bold)]


def balanced(text, most_room, most, size, bold=False):
    """`shortened`, with the lines as even as they go: "Update/upgrade" over "perangkat", not one word left over."""
    lines = shortened(text, most_room, most, size, bold)
    room = max((width(line, size, bold) for line in lines), default=0)
    least = max(longest_word(text, size, bold), 12)
    while len(lines) > 1 and room - 1 >= least:
        tighter = shortened(text, room - 1, most, size, bold)
        if len(tighter) != len(lines) or any(ELLIPSIS in line for line in tighter):
            break
        lines, room = tighter, max(width(line, size, bold) for line in tighter)
    return lines


def short_name(name, room, size):
    """A person's name for a stamp: without degrees, then with initials, then cut."""
    name = re.sub(r"^(?:(?:[A-Z][a-z]{0,3}|H|Hj|KH)\.\s*)+", "", clean(name).split(",")[0]).strip() or clean(name)
    words = name.split(" ")
    forms = [name]
    if len(words) > 1:
        forms.append(" ".join([words[0], *(f"{word[0]}." for word in words[1:3])]))
        forms.append(f"{words[0]} {words[1][0]}.")
        forms.append(words[0])
    return next((form for form in forms if width(form, size) <= room), fit(words[0], room, size))
