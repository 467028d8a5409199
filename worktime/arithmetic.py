"""Adding and measuring working time. Pure; no Django.

Every function takes a Calendar and aware datetimes of any zone, and answers in the zone of the calendar. Inside, a moment is a pair
(day number, microseconds after midnight) of the office's wall clock. An interval of work is half open: who enters at closing time starts
at the next opening, but a limit that ends exactly at closing time is due at closing time.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from .calendars import Calendar, NoWorkingTime, TooFar
from .limits import Limit

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
DAY = 86_400 * SECOND
CLOSED_DAYS = 3 * 366  # so long without an hour of work is a mistake in the calendar
FARTHEST_DAYS = 30 * 366
WORKING_DAYS_A_WEEK = 5


def add(calendar: Calendar, start: datetime, limit: Limit | timedelta) -> datetime:
    """The moment at which `limit` from `start` is over.

    A timedelta is working time, and none of it (zero) moves nothing. A Limit counts from the next opening if `start` is outside hours:
    menit and jam are working time; hari is the same clock time on the n-th following working day, moved into that day's hours; minggu is
    five of those (seven days for a service round the clock); bulan is the same day of the n-th month, or that month's last, moved into
    working hours. A Limit with `calendar` goes by the clock alone.
    Raises NoWorkingTime or TooFar (both CalendarError, ValueError); ValueError for a naive `start` or a negative timedelta.
    """
    if isinstance(limit, timedelta):
        return _add_time(calendar, start, limit)
    if limit.calendar:
        calendar = calendar.round_the_clock
    day, at = _next_opening(calendar, *_inside(calendar, start))
    if limit.unit in ("menit", "jam"):
        minutes = limit.amount * (60 if limit.unit == "jam" else 1)
        day, at = _advance(calendar, day, at, minutes * 60 * SECOND) if minutes else (day, at)
    elif limit.unit == "bulan":
        day, at = _same_clock_or_later(calendar, _months_later(day, limit.amount), at)
    else:
        day, at = _same_clock(calendar, _working_days_later(calendar, day, _days(calendar, limit)), at)
    return _outside(calendar, day, at)


def between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Working time from `a` to `b`; negative when `b` lies before `a`."""
    if b < a:
        return -between(calendar, b, a)
    first, first_at = _inside(calendar, a)
    last, last_at = _inside(calendar, b)
    if last - first > FARTHEST_DAYS:
        raise TooFar("Rentang waktunya lebih dari 30 tahun.")
    if first == last:
        return _worked(calendar, first, first_at, last_at) * MICROSECOND
    whole = sum(calendar.microseconds(day)[1] for day in range(first + 1, last))
    return (_worked(calendar, first, first_at, DAY) + whole + _worked(calendar, last, 0, last_at)) * MICROSECOND


def share(calendar: Calendar, start: datetime, due: datetime, percent: float) -> datetime:
    """The moment at which `percent` of the working time between `start` and `due` has passed; 100 is `due` itself, 200 as long again.

    For a limit by the clock pass `calendar.counting(limit)`.
    """
    if percent < 0:
        raise ValueError("Bagian waktu tidak boleh kurang dari nol.")
    if percent == 100:
        return due.astimezone(calendar.tzinfo)
    whole = max(between(calendar, start, due), timedelta(0))
    if percent > 100:
        return add(calendar, due, whole * (percent - 100) / 100)
    # A due moment may stand at an opening, while the same working time ends at the closing before it: never after `due`.
    return min(add(calendar, start, whole * percent / 100), due.astimezone(calendar.tzinfo))


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """`moment` itself if it is in working time, else the next opening."""
    return _outside(calendar, *_next_opening(calendar, *_inside(calendar, moment)))


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the office works at `moment`. At closing time it no longer does."""
    day, at = _inside(calendar, moment)
    return any(start <= at < end for start, end in calendar.microseconds(day)[0])


def is_working_day(calendar: Calendar, day: date) -> bool:
    return bool(calendar.hours(day))


# Between aware datetimes and (day number, microseconds after midnight) of the office's wall clock.


def _inside(calendar, moment):
    if moment.tzinfo is None:
        raise ValueError("Saat tanpa zona waktu tidak dapat dihitung.")
    local = moment.astimezone(calendar.tzinfo)
    return local.toordinal(), ((local.hour * 60 + local.minute) * 60 + local.second) * SECOND + local.microsecond


def _outside(calendar, day, at):
    try:
        moment = datetime.fromordinal(day) + timedelta(microseconds=at)
    except (OverflowError, ValueError):
        raise TooFar("Batas waktunya terlalu jauh.") from None
    return moment.replace(tzinfo=calendar.tzinfo)


# Walking over days.


def _next_opening(calendar, day, at):
    for ahead in range(day, day + CLOSED_DAYS):
        for start, end in calendar.microseconds(ahead)[0]:
            if at < end:
                return ahead, max(start, at)
        at = 0
    raise _closed_for_years(day)


def _advance(calendar, day, at, need):
    """`need` > 0 microseconds of work after (day, at); ends at closing time rather than at the next opening."""
    farthest, last_open = day + FARTHEST_DAYS, day
    while day <= farthest:
        intervals, total = calendar.microseconds(day)
        if total:
            last_open = day
        elif day - last_open > CLOSED_DAYS:
            raise _closed_for_years(last_open)
        if at == 0 and need > total:
            need -= total
        else:
            for start, end in intervals:
                room = end - max(start, at)
                if room >= need:
                    return day, end - room + need
                need -= max(room, 0)
        day, at = day + 1, 0
    raise TooFar("Batas waktunya lebih dari 30 tahun lagi.")


def _working_days_later(calendar, day, count):
    last_open, farthest = day, day + FARTHEST_DAYS
    while count:
        day += 1
        if day > farthest:
            raise TooFar("Batas waktunya lebih dari 30 tahun lagi.")
        if calendar.microseconds(day)[1]:
            count, last_open = count - 1, day
        elif day - last_open > CLOSED_DAYS:
            raise _closed_for_years(last_open)
    return day


def _same_clock(calendar, day, at):
    """The clock time `at` on the working day `day`, moved into its hours: forward out of the morning or a break, back to closing time."""
    intervals = calendar.microseconds(day)[0]
    for start, end in intervals:
        if at <= end:
            return day, max(start, at)
    return day, intervals[-1][1]


def _same_clock_or_later(calendar, day, at):
    if calendar.microseconds(day)[1]:
        return _same_clock(calendar, day, at)
    return _next_opening(calendar, day, at)


def _months_later(day, months):
    start = date.fromordinal(day)
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    if months > FARTHEST_DAYS // 30 or year > date.max.year:
        raise TooFar("Batas waktunya lebih dari 30 tahun lagi.")
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


def _days(calendar, limit):
    if limit.unit == "hari":
        return limit.amount
    return limit.amount * (7 if calendar.always_open else WORKING_DAYS_A_WEEK)


def _worked(calendar, day, since, until):
    return sum(max(min(end, until) - max(start, since), 0) for start, end in calendar.microseconds(day)[0])


def _add_time(calendar, start, time):
    if time < timedelta(0):
        raise ValueError("Waktu kerja yang ditambahkan tidak boleh kurang dari nol.")
    day, at = _inside(calendar, start)
    if time:
        day, at = _advance(calendar, day, at, time // MICROSECOND)
    return _outside(calendar, day, at)


def _closed_for_years(day):
    return NoWorkingTime(
        f"Kalender kantor tidak memuat jam kerja selama tiga tahun sejak {date.fromordinal(day):%d-%m-%Y}."
        " Periksa jam kerja dan hari libur."
    )
