"""When something may be sent: quiet hours, days off, the daily digest. Pure; moments are aware datetimes."""

import datetime as dt

FARTHEST_DAYS = 60  # a calendar closed for longer is a mistake that must not silence the office
DIGEST_TIME = dt.time(7, 30)  # where the calendar knows no opening

MIDNIGHT = dt.time(0)


def allowed(at, wish, calendar):
    """The first moment from `at` on that is neither in the quiet hours nor, if so wished, on a day off.

    `wish`: has quiet_from, quiet_until (times at the office, or None) and working_days_only. `calendar`: worktime Calendar.
    """
    local = at.astimezone(calendar.tzinfo)
    for _day in range(FARTHEST_DAYS):
        later = _after_quiet(local, wish.quiet_from, wish.quiet_until)
        if wish.working_days_only and not calendar.hours(later.date()):
            later = _midnight(later.date() + dt.timedelta(days=1), calendar)
        if later == local:
            return local
        local = later
    return at


def _after_quiet(local, start, end):
    """`local`, or the end of the quiet hours it lies in. They may span midnight; equal ends mean none."""
    if start is None or start == end:
        return local
    now = local.time()
    if start < end:
        return _at(local, end) if start <= now < end else local
    if now >= start:
        return _at(local + dt.timedelta(days=1), end)
    return _at(local, end) if now < end else local


def _at(local, time):
    return dt.datetime.combine(local.date(), time, tzinfo=local.tzinfo)


def _midnight(day, calendar):
    return dt.datetime.combine(day, MIDNIGHT, tzinfo=calendar.tzinfo)


def next_digest(at, calendar):
    """The first opening of a working day after `at`: one digest a day, none on days off."""
    local = at.astimezone(calendar.tzinfo)
    for days in range(FARTHEST_DAYS):
        day = local.date() + dt.timedelta(days=days)
        hours = calendar.hours(day)
        if hours:
            opening = _midnight(day, calendar) + dt.timedelta(minutes=hours[0][0])
            if opening > local:
                return opening
    return _at(local + dt.timedelta(days=1), DIGEST_TIME)
