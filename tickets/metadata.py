"""Pictures without what they tell about their maker: place, device, words, and second pictures hidden behind the first. Pixels untouched.

Each function takes and returns the bytes of a file; one that is malformed comes back as it was.
"""

import re

MOST_PARTS = 20_000  # of a file; a real one has some dozens

# JPEG segments. EXIF and XMP; IPTC; comments. Of APP2 the table of further pictures goes, colour profiles stay.
_JPEG_WORDS = {0xE1, 0xED, 0xFE}
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_FILL = re.compile(rb"\xff+")  # a marker may be preceded by any number of these
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # inside a scan 0xFF is followed by 0, by a restart, or by itself
_PNG_WORDS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_WORDS = {b"EXIF": 0x08, b"XMP ": 0x04}  # chunk: its flag in VP8X


def of_jpeg(content):
    out, at = bytearray(content[:2]), 2
    for _part in range(MOST_PARTS):
        filled = _FILL.match(content, at)
        if not filled:
            break
        at = filled.end() - 1
        marker = content[at + 1] if at + 1 < len(content) else 0
        if marker == 0xD9:
            return bytes(out) + content[at : at + 2]
        end = at + 2 if marker in _STANDALONE else at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + (2 if marker in _STANDALONE else 4):
            break
        if marker == 0xDA:
            found = _AFTER_SCAN.search(content, end)
            if found is None:  # cut off in the middle of its pixels
                return bytes(out) + content[at:]
            end = found.start()
        if not (marker in _JPEG_WORDS or (marker == 0xE2 and content[at + 4 : at + 8] == b"MPF\0")):
            out += content[at:end]
        at = end
    return content


def of_png(content):
    out, at = bytearray(content[:8]), 8
    for _part in range(MOST_PARTS):
        if at + 12 > len(content):
            break
        kind, end = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4], "big")
        if end > len(content):
            break
        if kind not in _PNG_WORDS:
            out += content[at:end]
        if kind == b"IEND":
            return bytes(out)
        at = end
    return content


def of_webp(content):
    out, at, last = bytearray(), 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    for _part in range(MOST_PARTS):
        if at + 8 > last:
            break
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end > last:
            return content
        if kind == b"VP8X" and size:
            flags = content[at + 8] & ~sum(_WEBP_WORDS.values())
            out += content[at : at + 8] + bytes([flags]) + content[at + 9 : end]
        elif kind not in _WEBP_WORDS:
            out += content[at:end]
        at = end
    if at < last - 1 or not out:
        return content
    return b"RIFF" + (len(out) + 4).to_bytes(4, "little") + b"WEBP" + bytes(out)


CLEANED = {"jpg": of_jpeg, "png": of_png, "webp": of_webp}
