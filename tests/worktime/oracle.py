"""The slow and obvious way to the same answers: look at every single minute. Shares no code with the package but its data."""

from datetime import datetime, timedelta

ONE_MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)


def works(calendar, minute):
    """Whether the minute that begins at the local wall-clock time `minute` is worked."""
    return any(start <= minute.hour * 60 + minute.minute < end for start, end in intervals(calendar, minute.date()))


def intervals(calendar, day):
    if calendar.always_open:
        return [(0, 1440)]
    if day in calendar.special:
        return list(calendar.special[day].hours)
    for dated in calendar.dated:
        if dated.starts_on <= day and (dated.ends_on is None or day <= dated.ends_on):
            return list(dated.week[day.weekday()])
    return list(calendar.week[day.weekday()])


def opening(calendar, local):
    while not works(calendar, local):
        local += ONE_MINUTE
    return local


def due(calendar, local, limit):
    """Local wall-clock time at which `limit` from `local` (whole minutes) is over."""
    if limit.calendar:
        return by_the_clock(local, limit)
    local = opening(calendar, local)
    if limit.unit in ("menit", "jam"):
        left = limit.amount * (60 if limit.unit == "jam" else 1)
        while left:
            if works(calendar, local):
                left -= 1
            local += ONE_MINUTE
        return local
    if limit.unit == "bulan":
        return month_later(calendar, local, limit.amount)
    left = limit.amount * ((7 if calendar.always_open else 5) if limit.unit == "minggu" else 1)
    day = local.date()
    while left:
        day += ONE_DAY
        left -= bool(intervals(calendar, day))
    return into_hours(calendar, day, local)


def by_the_clock(local, limit):
    if limit.unit == "bulan":
        return same_day_of_month(local, limit.amount)
    return local + timedelta(minutes={"menit": 1, "jam": 60, "hari": 1440, "minggu": 10_080}[limit.unit]) * limit.amount


def month_later(calendar, local, months):
    local = same_day_of_month(local, months)
    return into_hours(calendar, local.date(), local) if intervals(calendar, local.date()) else opening(calendar, local)


def same_day_of_month(local, months):
    for day in (local.day, 30, 29, 28):
        try:
            number = local.year * 12 + local.month - 1 + months
            return local.replace(year=number // 12, month=number % 12 + 1, day=min(day, local.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def into_hours(calendar, day, local):
    """The clock time of `local` on `day`: as it is, or the next opening of that day, or its closing time."""
    clock = local.hour * 60 + local.minute
    edges = intervals(calendar, day)
    allowed = {minute for start, end in edges for minute in range(start, end + 1)}
    later = [minute for minute in allowed if minute >= clock]
    minute = min(later) if later else max(allowed)
    return datetime.combine(day, datetime.min.time()) + minute * ONE_MINUTE


def worked_minutes(calendar, start, end):
    """Worked minutes between two local wall-clock times on whole minutes."""
    count = 0
    while start < end:
        count += works(calendar, start)
        start += ONE_MINUTE
    return count
