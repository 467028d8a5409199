"""A deadline told line by line, in Indonesian. Pure; no Django.

Jum 20 Nov 16.20–16.30: 10 menit
Sab 21–Min 22 Nov: akhir pekan
Sen 23 Nov 07.30–08.20: 50 menit
Batas: Senin, 23 November 2026 pukul 08.20 WIB
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import words
from .arithmetic import WORKING_DAYS_A_WEEK, add, between, is_open, next_opening
from .calendars import MIDNIGHT, Calendar
from .limits import Limit

MOST_LINES = 14  # of days; beyond that the middle is summed up month by month
KEPT = 4  # days told singly at either end of a long story
CLOSED_BECAUSE = {"nasional": "libur nasional", "cuti-bersama": "cuti bersama", "lokal": "kantor tutup", "khusus": "kantor tutup"}
MINUTE = timedelta(minutes=1)


def explain(calendar: Calendar, start: datetime, until: Limit | timedelta | datetime) -> list[str]:
    """Why `until` (a Limit or working time from `start`, or a moment) comes to what it does. Aware datetimes; at most some dozens of lines.

    Raises what `worktime.arithmetic.add` raises.
    """
    start = start.astimezone(calendar.tzinfo)
    if isinstance(until, datetime):
        return _measured(calendar, start, until.astimezone(calendar.tzinfo))
    due = add(calendar, start, until)
    if isinstance(until, Limit) and (until.calendar or calendar.always_open):
        lines = _by_the_clock(calendar, start, until)
    elif isinstance(until, timedelta) or until.unit in ("menit", "jam"):
        lines = _entered(calendar, start) + _days(calendar, start, due)
    elif until.unit == "bulan":
        lines = _entered(calendar, start) + _months(calendar, start, until, due)
    else:
        lines = _entered(calendar, start) + _working_days(calendar, start, until, due)
    return [*lines, f"Batas: {words.full_moment(due, calendar.zone_label)}"]


def why_closed(calendar, day):
    """Such as "libur nasional (Maulid Nabi Muhammad)", "akhir pekan", "bukan hari kerja" of a date without working time."""
    special = calendar.special.get(day)
    if special is not None:
        return f"{CLOSED_BECAUSE.get(special.kind, 'kantor tutup')} ({special.name})"
    return "akhir pekan" if day.weekday() >= 5 else "bukan hari kerja"


def _measured(calendar, start, end):
    first, last = min(start, end), max(start, end)
    worked = between(calendar, start, end)
    if calendar.always_open:
        lines = [f"{words.short_moment(first)} – {words.short_moment(last)}: layanan 24 jam, setiap jam dihitung"]
    else:
        lines = _days(calendar, first, last)
    sign = "-" if worked < timedelta(0) else ""
    return [*lines, f"Jumlah: {sign}{words.exact_length(worked.total_seconds())} waktu kerja"]


def _entered(calendar, start):
    """Where counting begins, if not at `start` itself."""
    if is_open(calendar, start):
        return []
    opening = next_opening(calendar, start)
    return [f"{words.short_moment(start)}: di luar jam kerja, dihitung sejak {words.short_moment(opening)}"]


def _by_the_clock(calendar, start, limit):
    if limit.calendar:
        return [f"{words.short_moment(start)} + {limit}: menurut jam dinding; malam, akhir pekan, dan hari libur ikut dihitung"]
    return [f"{words.short_moment(start)} + {limit}: layanan 24 jam, setiap hari dihitung"]


def _months(calendar, start, limit, due):
    start = next_opening(calendar, start)
    month = (start.month - 1 + limit.amount) % 12 + 1
    year = start.year + (start.month - 1 + limit.amount) // 12
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    day = date(year, month, min(start.day, last))
    shortened = " (tanggal terakhir bulan itu)" if day.day != start.day else ""
    lines = [f"{limit} sesudah {words.full_day(start)} pukul {start:%H.%M}: {words.full_day(day)}{shortened}"]
    if due.date() != day:
        closed = [line.text for line in _told(calendar, day, due.date() - timedelta(days=1))]
        return [*lines, *closed, "Dipindahkan ke jam buka berikutnya"]
    return lines + _moved(start, due, calendar)


def _working_days(calendar, start, limit, due):
    count = limit.amount * (WORKING_DAYS_A_WEEK if limit.unit == "minggu" else 1)
    lines = [f"{limit} = {count} hari kerja"] if limit.unit == "minggu" else []
    if is_open(calendar, start):
        lines.append(f"{words.short_moment(start)}: mulai dihitung")
    start = next_opening(calendar, start)
    number, days = 0, []
    for line in _told(calendar, start.date() + timedelta(days=1), due.date()):
        if line.worked:
            number += 1
            days.append(
                Line(f"{words.short_day(line.day)}: hari kerja ke-{number}{_note(calendar, line.day)}", line.day, line.last, line.worked)
            )
        else:
            days.append(line)
    return lines + _shortened(days, "hari kerja") + _moved(start, due, calendar)


def _moved(start, due, calendar):
    """Said when the clock time of `start` is not within the hours of the last day."""
    if start.time() == due.time():
        return []
    hours = words.hours(calendar.hours(due.date()))
    return [f"Pukul {start:%H.%M} di luar jam kerja hari itu ({hours}), menjadi {due:%H.%M}"]


@dataclass(frozen=True)
class Line:
    """One or more days that are told in one line. `worked`: timedelta, zero when closed."""

    text: str
    day: date
    last: date
    worked: timedelta


def _days(calendar, start, end):
    """The lines of every day from `start` to `end` (local datetimes), with the hours counted."""
    return _shortened(_told(calendar, start.date(), end.date(), start, end), "waktu kerja")


def _told(calendar, first, last, start=None, end=None):
    """Lines of the days `first` to `last` inclusive; runs of closed days with one reason make one line."""
    lines, day = [], first
    while day <= last:
        pieces = _pieces(calendar, day, start, end)
        if pieces:
            lines.append(_open_line(calendar, day, pieces))
        elif not calendar.hours(day):
            lines.append(_closed_line(calendar, day, lines))
        day += timedelta(days=1)
    return [line for place, line in enumerate(lines) if place + 1 == len(lines) or lines[place + 1].day != line.day]


def _pieces(calendar, day, start, end):
    """Working intervals of `day` between the local datetimes `start` and `end` (None: the whole day), as timedeltas after midnight."""
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=calendar.tzinfo)
    since = max(start - midnight, timedelta(0)) if start else timedelta(0)
    until = min(end - midnight, MIDNIGHT * MINUTE) if end else MIDNIGHT * MINUTE
    found = ((max(opens * MINUTE, since), min(closes * MINUTE, until)) for opens, closes in calendar.hours(day))
    return [(opens, closes) for opens, closes in found if opens < closes]


def _open_line(calendar, day, pieces):
    spans = words.hours((opens // MINUTE, closes // MINUTE) for opens, closes in pieces)
    worked = sum((closes - opens for opens, closes in pieces), timedelta(0))
    text = f"{words.short_day(day)} {spans}: {words.exact_length(worked.total_seconds())}{_note(calendar, day)}"
    return Line(text, day, day, worked)


def _closed_line(calendar, day, lines):
    """A closed day; it swallows the line before it when that tells the same of the day before."""
    reason, first = why_closed(calendar, day), day
    if lines and not lines[-1].worked and lines[-1].text.endswith(f": {reason}") and day - lines[-1].last == timedelta(days=1):
        first = lines[-1].day
    return Line(f"{_span(first, day)}: {reason}", first, day, timedelta(0))


def _span(first, last):
    if first == last:
        return words.short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{words.SHORT_DAYS[first.weekday()]} {first.day}–{words.short_day(last)}"
    return f"{words.short_day(first)} – {words.short_day(last)}"


def _note(calendar, day):
    """Why the hours of `day` are not the ordinary ones."""
    special = calendar.special.get(day)
    if special is not None:
        return f" ({special.name})"
    pattern = calendar.pattern(day)
    return f" ({pattern.name})" if pattern else ""


def _shortened(lines, what):
    """Texts of `lines`; of a long story the middle is one line a month."""
    if len(lines) <= MOST_LINES:
        return [line.text for line in lines]
    months = {}
    for line in lines[KEPT:-KEPT]:
        months.setdefault((line.day.year, line.day.month), []).append(line)
    middle = [_month_line(group, what) for group in months.values()]
    return [line.text for line in lines[:KEPT]] + middle + [line.text for line in lines[-KEPT:]]


def _month_line(group, what):
    days = sum(1 for line in group if line.worked)
    worked = sum((line.worked for line in group), timedelta(0))
    closed = [line.text for line in group if not line.worked and "(" in line.text]
    span = f"{words.short_day(group[0].day)} – {words.short_day(group[-1].last)} {group[-1].last.year}"
    hours = f", {words.exact_length(worked.total_seconds())}" if what == "waktu kerja" else ""
    return f"{span}: {days} hari kerja{hours}" + (f"; {'; '.join(closed)}" if closed else "")
