"""Hours of a day as people type them: "07.30–12.00, 13.00–16.00". Pure; no Django."""

import re
from itertools import pairwise

from .calendars import MIDNIGHT, Day, merged

MOST_INTERVALS = 8
EXAMPLE = "Contoh: 07.30–12.00, 13.00–16.00. Kosongkan bila tutup."
_SEPARATOR = re.compile(r"\s*(?:[,;]|\bdan\b)\s*", re.IGNORECASE)
_INTERVAL = re.compile(
    r"(?P<start>[0-9]{1,2}(?:[.:][0-9]{2})?)\s*(?:-|–|—|s\.?d\.?|s/d|sampai)\s*(?P<end>[0-9]{1,2}(?:[.:][0-9]{2})?)", re.IGNORECASE
)


def parse_hours(text) -> Day:
    """Intervals of the day that `text` means; () when it is empty, a dash, or "tutup". Touching intervals are joined.

    Accepts dot or colon, any dash, "s.d." and "sampai". 23.59 is read as 24.00, for no office closes for the last minute of a day.
    Raises ValueError with an Indonesian sentence.
    """
    text = " ".join(str(text).split())[:200]
    if text.lower() in {"", "-", "–", "tutup", "libur"}:
        return ()
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) > MOST_INTERVALS:
        raise ValueError(f"Paling banyak {MOST_INTERVALS} rentang jam dalam sehari.")
    intervals = sorted(_interval(part) for part in parts)
    for (start, end), (following, last) in pairwise(intervals):
        if following < end:
            raise ValueError(f"{_shown(start, end)} bertumpuk dengan {_shown(following, last)}.")
    return merged(intervals)


def _interval(part):
    found = _INTERVAL.fullmatch(part)
    if not found:
        raise ValueError(f"“{part[:40]}” bukan rentang jam. {EXAMPLE}")
    start, end = _minutes(found["start"]), _minutes(found["end"])
    if end == MIDNIGHT - 1:
        end = MIDNIGHT
    if start >= end:
        raise ValueError(
            f"{_shown(start, end)}: jam selesai harus sesudah jam mulai."
            " Jam yang melewati tengah malam dibagi dua, sampai 24.00 dan mulai 00.00."
        )
    return start, end


def _minutes(clock):
    hour, _dot, minute = clock.replace(":", ".").partition(".")
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes > MIDNIGHT or int(minute or 0) > 59:
        raise ValueError(f"Pukul {clock} tidak ada: paling akhir 24.00.")
    return minutes


def _shown(start, end):
    return f"{start // 60:02d}.{start % 60:02d}–{end // 60:02d}.{end % 60:02d}"
