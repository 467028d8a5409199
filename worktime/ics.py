"""Reading holidays out of an iCalendar (.ics) file. Pure; no Django, no network.

Only all-day events matter here. A file from outside is never trusted: size, number of events and their length are bounded, and whatever
cannot be read is passed over and said so.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_BYTES = 1_000_000
MOST_EVENTS = 500
LONGEST_DAYS = 31
FIRST_YEAR, LAST_YEAR = 2000, 2099
_ESCAPED = re.compile(r"\\(.)")
_DURATION = re.compile(r"P(?:(?P<weeks>[0-9]{1,2})W|(?P<days>[0-9]{1,3})D)")


@dataclass(frozen=True)
class Event:
    """An all-day event; `first` and `last` inclusive."""

    first: date
    last: date
    name: str

    @property
    def days(self):
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass
class Reading:
    events: list[Event] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)  # Indonesian sentences


def read(data: bytes) -> Reading:
    """The all-day events of an .ics file. Raises ValueError with an Indonesian sentence when it is none, or too large."""
    if len(data) > MOST_BYTES:
        raise ValueError("Berkas lebih dari 1 MB. Pilih kalender hari libur saja.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("Berkas ini bukan teks UTF-8. Ekspor ulang kalendernya sebagai .ics.") from None
    lines = _unfolded(text)
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:20]):
        raise ValueError("Ini bukan berkas kalender (.ics): baris BEGIN:VCALENDAR tidak ada.")
    reading = Reading()
    for properties in _events(lines):
        if len(reading.events) == MOST_EVENTS:
            reading.passed_over.append(f"Hanya {MOST_EVENTS} acara pertama yang dibaca.")
            break
        _take(properties, reading)
    return reading


def _unfolded(text):
    """Logical lines: a line that starts with a blank continues the one before."""
    return re.sub(r"\r?\n[ \t]", "", text.replace("\r\n", "\n")).split("\n")


def _events(lines):
    """Of each VEVENT a dict of its properties by upper-case name: (parameters, value). Inner parts (alarms) are left out."""
    inside, depth, properties = False, 0, {}
    for line in lines:
        head, colon, value = line.strip().partition(":")
        name, _semicolon, parameters = head.upper().partition(";")
        if not colon:
            continue
        if name == "BEGIN" and not inside:
            inside, depth, properties = value.upper() == "VEVENT", 0, {}
        elif name == "BEGIN":
            depth += 1
        elif name == "END" and inside and depth:
            depth -= 1
        elif name == "END" and inside:
            inside = False
            yield properties
        elif inside and not depth:
            properties.setdefault(name, (parameters, value))


def _take(properties, reading):
    name = _plain(properties.get("SUMMARY", ("", ""))[1]) or "Hari libur"
    if properties.get("STATUS", ("", ""))[1].upper() == "CANCELLED":
        return
    start = _day(properties.get("DTSTART", ("", ""))[1])
    if start is None:
        reading.passed_over.append(f"“{name}” bukan acara sepanjang hari atau tanggalnya tidak terbaca.")
        return
    # The year first: reckoning with the first or last day there is leaves the calendar.
    last = _last_day(properties, start) if FIRST_YEAR <= start.year <= LAST_YEAR else None
    if last is None or not 0 <= (last - start).days < LONGEST_DAYS:
        reading.passed_over.append(f"“{name}” ({start:%d-%m-%Y}) terlalu panjang atau tahunnya di luar jangkauan.")
        return
    if "RRULE" in properties:
        reading.passed_over.append(f"“{name}” berulang: hanya tanggal pertamanya, {start:%d-%m-%Y}, yang dibaca.")
    reading.events.append(Event(start, last, name))


def _last_day(properties, start):
    """DTEND is the day after the last one; without it, and without DURATION, the event takes one day."""
    end = _day(properties.get("DTEND", ("", ""))[1])
    if end is not None:
        return max(end, start + timedelta(days=1)) - timedelta(days=1)
    length = _DURATION.fullmatch(properties.get("DURATION", ("", ""))[1].strip().upper())
    days = int(length["days"] or 0) + 7 * int(length["weeks"] or 0) if length else 1
    return start + timedelta(days=max(days, 1) - 1)


def _day(value):
    """The date of `20261225`; None for anything else, a time of day included."""
    value = value.strip()
    if not re.fullmatch(r"[0-9]{8}", value):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return None


def _plain(value):
    """TEXT without its escapes, on one line, at most 120 characters."""
    text = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:120]
