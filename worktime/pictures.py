"""The week and the year as the pages draw them: plain values for templates. Widths are text, because "12,5%" is no CSS."""

from calendar import Calendar as Months
from dataclasses import dataclass, field
from datetime import date

from . import words
from .calendars import MIDNIGHT, Week
from .models import Holiday

OFFICE_HOURS = (6 * 60, 18 * 60)  # what is drawn of a day when all work lies within
MARKS = {  # of a day in the year: a letter beside the colour
    Holiday.Kind.NATIONAL: "N",
    Holiday.Kind.JOINT_LEAVE: "C",
    Holiday.Kind.LOCAL: "T",
    Holiday.Kind.HOURS: "½",
}


@dataclass(frozen=True)
class DayBar:
    """A day of the week picture. `bars`: (left, width) in percent as text."""

    name: str
    hours: str
    total: str
    bars: list


@dataclass(frozen=True)
class WeekPicture:
    """`since`, `until`: the part of the day drawn, in minutes; `ticks`: (left in percent, "08") every two or four hours."""

    since: int
    until: int
    ticks: list
    days: list
    total: str


def week_picture(week: Week) -> WeekPicture:
    edges = [edge for day in week for interval in day for edge in interval]
    inside = not edges or (OFFICE_HOURS[0] <= min(edges) and max(edges) <= OFFICE_HOURS[1])
    since, until = OFFICE_HOURS if inside else (0, MIDNIGHT)
    step = 120 if inside else 240
    ticks = [(_percent(minute - since, until - since), f"{minute // 60:02d}") for minute in range(since, until + 1, step)]
    days = [_bar(name, day, since, until) for name, day in zip(words.DAYS, week, strict=True)]
    return WeekPicture(since, until, ticks, days, words.exact_length(sum(_minutes(day) for day in week) * 60))


def _bar(name, day, since, until):
    bars = [(_percent(start - since, until - since), _percent(end - start, until - since)) for start, end in day]
    return DayBar(name, words.hours(day), words.exact_length(_minutes(day) * 60) if day else "", bars)


def _minutes(day):
    return sum(end - start for start, end in day)


def _percent(part, whole):
    return f"{100 * part / whole:.3f}%"


@dataclass
class Cell:
    """A day of the year. `kind`: Holiday.Kind, "akhir-pekan" or "" (ordinary); `title` tells it in words."""

    day: date
    kind: str = ""
    mark: str = ""
    title: str = ""
    proposed: bool = False
    other_hours: bool = False  # a dated week: Ramadan
    today: bool = False


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list = field(default_factory=list)  # of seven Cells, None outside the month


def year_picture(year, calendar, holidays, today) -> list[Month]:
    """The twelve months. `calendar`: worktime Calendar in force; `holidays`: Holiday rows of the year, proposals included."""
    by_day = {}
    for holiday in holidays:
        by_day.setdefault(holiday.date, []).append(holiday)
    months = []
    for number, name in enumerate(words.MONTHS, start=1):
        weeks = [
            [_cell(date(year, number, day), calendar, by_day, today) if day else None for day in week]
            for week in Months().monthdayscalendar(year, number)
        ]
        months.append(Month(name, weeks))
    return months


def _cell(day, calendar, by_day, today):
    cell = Cell(day, today=day == today)
    pattern = calendar.pattern(day)
    if pattern is not None and calendar.weekly_hours(day):
        cell.other_hours, cell.title = True, pattern.name
    if not calendar.weekly_hours(day):
        cell.kind = "akhir-pekan"
    holidays = sorted(by_day.get(day, ()), key=lambda holiday: (not holiday.confirmed, bool(holiday.hours)))
    if holidays:
        first = holidays[0]
        cell.kind, cell.mark, cell.proposed = first.kind, MARKS[Holiday.Kind(first.kind)], not first.confirmed
        cell.title = "; ".join(f"{holiday.get_kind_display()}: {holiday.name}" for holiday in holidays)
    return cell
