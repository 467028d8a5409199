"""The dates of a plan, and the moment each is due at the office. Pure: plans are read, nothing is asked or written."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from worktime.arithmetic import is_working_day
from worktime.calendars import NoWorkingTime

from .models import Unit

# A Monday, and the first day of every longer period: what SOPs count from.
ANCHOR = dt.date(2024, 1, 1)
# `setiap` of a SOP's `jadwal` as (every, unit).
PERIODS = {
    "hari": (1, Unit.DAY),
    "minggu": (1, Unit.WEEK),
    "bulan": (1, Unit.MONTH),
    "triwulan": (3, Unit.MONTH),
    "semester": (6, Unit.MONTH),
    "tahun": (1, Unit.YEAR),
}
CLOSED_DAYS = 366  # an office closed for longer has a mistake in its calendar


@dataclass(frozen=True)
class Due:
    """The date whose ticket is opened now, and how many earlier ones it stands for."""

    day: dt.date
    skipped: int


def nth(plan, number):
    """The date number 0, 1, 2, ... of `plan`. The 31st is the last day of a shorter month."""
    step = plan.every * number
    if plan.unit == Unit.DAY:
        return plan.starts_on + dt.timedelta(days=step)
    if plan.unit == Unit.WEEK:
        return plan.starts_on + dt.timedelta(weeks=step)
    months = plan.starts_on.month - 1 + step * (12 if plan.unit == Unit.YEAR else 1)
    year, month = plan.starts_on.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(plan.starts_on.day, monthrange(year, month)[1]))


def dates_from(plan, day):
    """Endless dates of `plan`, the first not before `day`."""
    number = max(0, _about(plan, day))
    while number > 0 and nth(plan, number - 1) >= day:
        number -= 1
    while nth(plan, number) < day:
        number += 1
    while True:
        yield nth(plan, number)
        number += 1


def _about(plan, day):
    """The number of a date near `day`."""
    days = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}[Unit(plan.unit)] * plan.every
    return (day - plan.starts_on).days // days


def first_after(plan, day):
    return next(dates_from(plan, day + dt.timedelta(days=1)))


def first_to_come(plan, calendar, now):
    """The first date from today on whose moment lies ahead: what is past is not made up for."""
    for day in dates_from(plan, max(now.astimezone(calendar.tzinfo).date(), plan.starts_on)):
        if moment(calendar, day, plan.at) > now:
            return day


def moment(calendar, day, at):
    """When the ticket of the date `day` is due: at the clock time `at` of that day or of the next working day (aware, the office's zone).

    Raises NoWorkingTime when the office is closed for a year from then on.
    """
    for ahead in range(CLOSED_DAYS):
        candidate = day + dt.timedelta(days=ahead)
        if is_working_day(calendar, candidate):
            return dt.datetime.combine(candidate, at, calendar.tzinfo)
    raise NoWorkingTime(f"Kalender kantor tidak memuat hari kerja selama setahun sejak {day:%d-%m-%Y}.")


def due(plan, calendar, now):
    """The Due of `plan` at `now`, or None while it is too early. Of several missed dates only the last counts."""
    today, found, moments = now.astimezone(calendar.tzinfo).date(), None, set()
    for day in dates_from(plan, plan.next_on):
        if day > today:
            break
        when = moment(calendar, day, plan.at)
        if when > now:
            break
        found = day
        moments.add(when)
    return Due(found, len(moments) - 1) if found else None


def preview(plan, calendar, count):
    """The next `count` [(date of the plan, moment its ticket opens)], what falls on the same moment once."""
    found = {}
    for day in dates_from(plan, plan.next_on):
        when = moment(calendar, day, plan.at)
        if when not in found and len(found) == count:
            break
        found.setdefault(when, day)
    return [(day, when) for when, day in found.items()]
