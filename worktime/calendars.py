"""The office calendar as a plain value. Pure; no Django. `worktime.store` loads one for an organisation.

A clock time inside a day is a number of minutes after midnight, 0 to 1440 (24.00). An interval is `(start, end)` with start < end;
its end belongs to it only as a moment something may be due. A day is a tuple of intervals, a week seven days from Monday.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

Interval = tuple[int, int]
Day = tuple[Interval, ...]
Week = tuple[Day, Day, Day, Day, Day, Day, Day]

MIDNIGHT = 1440  # 24.00, the end of a day
WHOLE_DAY: Day = ((0, MIDNIGHT),)
LAST_DAY = date.max.toordinal()
MINUTE = 60_000_000  # microseconds; arithmetic inside a day is done in these, because datetimes are exact to one

_FIVE_AND_TWO = ((), ())
# 37 hours 30 minutes, as Perpres 21/2023 asks: one hour's break, an hour and a half on Fridays.
DEFAULT_WEEK: Week = (((450, 720), (780, 960)),) * 4 + (((450, 690), (780, 990)),) + _FIVE_AND_TWO
# 32 hours 30 minutes during Ramadan: half an hour's break, an hour on Fridays.
RAMADAN_WEEK: Week = (((480, 720), (750, 900)),) * 4 + (((480, 690), (750, 930)),) + _FIVE_AND_TWO


class CalendarError(ValueError):
    """The calendar cannot answer; the message is an Indonesian sentence for whoever administers the office."""


class NoWorkingTime(CalendarError):
    """No working time for years on end: an empty week, or a mistake in the dated patterns."""


class TooFar(CalendarError):
    """The answer lies beyond the years that are searched."""


def merged(intervals) -> Day:
    """Sorted intervals, touching and overlapping ones joined. ValueError for one that ends before it starts or leaves the day."""
    joined = []
    for start, end in sorted((int(start), int(end)) for start, end in intervals):
        if not 0 <= start < end <= MIDNIGHT:
            raise ValueError(f"Rentang jam {start}–{end} (menit) tidak sah.")
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def intersection(one: Day, other: Day) -> Day:
    """Where both days are open."""
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return merged((start, end) for start, end in found if start < end)


@dataclass(frozen=True)
class DatedWeek:
    """Another week between two calendar days, both inclusive: Ramadan hours, or (without `ends_on`) new hours from a day on."""

    name: str
    week: Week
    starts_on: date
    ends_on: date | None = None

    def covers(self, day):
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class SpecialDay:
    """A date with hours of its own. Without `hours` the office is closed. `kind`: nasional, cuti-bersama, lokal, khusus."""

    name: str
    kind: str = "lokal"
    hours: Day = ()


@dataclass(frozen=True, eq=False)
class Calendar:
    """When an office works. `always_open`: a service round the clock, to which neither week nor holidays apply.

    Of the dated weeks that cover a day, one with an end goes before one without, and the later start before the earlier.
    Moments are wall-clock times of `zone`; none of Indonesia's three zones has known summer time since 1964.
    """

    zone: str = "Asia/Jakarta"
    week: Week = DEFAULT_WEEK
    dated: tuple[DatedWeek, ...] = ()
    special: MappingProxyType | dict = field(default_factory=dict)  # date -> SpecialDay
    always_open: bool = False
    version: str = ""  # of the stored calendar this was built from
    _microseconds: dict = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self):
        if len(self.week) != 7 or any(len(other.week) != 7 for other in self.dated):
            raise ValueError("Satu minggu terdiri atas tujuh hari.")
        by_weight = sorted(self.dated, key=lambda other: (other.ends_on is None, -other.starts_on.toordinal()))
        object.__setattr__(self, "dated", tuple(replace(other, week=_week(other.week)) for other in by_weight))
        object.__setattr__(self, "week", _week(self.week))
        object.__setattr__(self, "special", MappingProxyType(dict(self.special)))

    @cached_property
    def tzinfo(self):
        return ZoneInfo(self.zone)

    @cached_property
    def round_the_clock(self):
        """The same office by the clock: what a limit of calendar hours counts in."""
        return self if self.always_open else Calendar(zone=self.zone, always_open=True)

    def counting(self, limit):
        """The calendar whose hours `limit` (Limit or None) counts in. Use it for everything about that limit: rungs, holds, time left."""
        return self.round_the_clock if limit is not None and limit.calendar else self

    def pattern(self, day: date) -> DatedWeek | None:
        """The dated week in force on `day`, or None for the ordinary one."""
        return next((other for other in self.dated if other.covers(day)), None)

    def weekly_hours(self, day: date) -> Day:
        """Hours of `day` by week and dated weeks alone, as though it were no holiday."""
        other = self.pattern(day)
        return (other.week if other else self.week)[day.weekday()]

    def hours(self, day: date) -> Day:
        """Working intervals of `day` in minutes after midnight."""
        if self.always_open:
            return WHOLE_DAY
        special = self.special.get(day)
        return merged(special.hours) if special is not None else self.weekly_hours(day)

    def microseconds(self, ordinal: int) -> tuple[tuple[tuple[int, int], ...], int]:
        """Working intervals of the day number `ordinal` (date.toordinal) in microseconds after midnight, and their sum. Remembered."""
        found = self._microseconds.get(ordinal)
        if found is None:
            if ordinal > LAST_DAY:
                raise TooFar("Batas waktunya terlalu jauh.")
            intervals = tuple((start * MINUTE, end * MINUTE) for start, end in self.hours(date.fromordinal(ordinal)))
            found = self._microseconds[ordinal] = intervals, sum(end - start for start, end in intervals)
        return found

    @cached_property
    def day_seconds(self) -> int:
        """Length of an ordinary working day, for words such as "2 hari 3 jam": the middle one of the week."""
        if self.always_open:
            return MIDNIGHT * 60
        lengths = sorted(sum(end - start for start, end in day) for day in self.week if day)
        return lengths[len(lengths) // 2] * 60 if lengths else MIDNIGHT * 60

    @property
    def zone_label(self) -> Literal["WIB", "WITA", "WIT"] | str:
        return {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}.get(self.zone, self.zone)


def _week(days):
    return tuple(merged(day) for day in days)
