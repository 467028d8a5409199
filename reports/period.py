"""A period of whole days at an office: what a report is about."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from worktime.words import MONTHS

LONGEST_DAYS = 3 * 366
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2199, 12, 31)


@dataclass(frozen=True)
class Period:
    """`first` and `last` are calendar days of the office, both inclusive; `zone` its IANA zone."""

    first: dt.date
    last: dt.date
    zone: str

    def __post_init__(self):
        if not EARLIEST <= self.first <= self.last <= LATEST:
            raise ValueError(_("Tanggal awal harus sebelum atau sama dengan tanggal akhir."))
        if (self.last - self.first).days >= LONGEST_DAYS:
            raise ValueError(_("Pilih rentang paling panjang tiga tahun."))

    @classmethod
    def month(cls, year, month, zone):
        """ValueError for a month that does not exist."""
        return cls(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), zone)

    @classmethod
    def parse(cls, text, zone):
        """ "2026-10" is that month, "2026" the year, "2026-10-05..2026-10-20" those days. ValueError with a sentence for whoever typed it."""
        text = str(text).strip()
        try:
            if re.fullmatch(r"\d{4}-\d\d", text):
                return cls.month(int(text[:4]), int(text[5:]), zone)
            if re.fullmatch(r"\d{4}", text):
                return cls(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31), zone)
            if re.fullmatch(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", text):
                return cls(dt.date.fromisoformat(text[:10]), dt.date.fromisoformat(text[12:]), zone)
        except (ValueError, calendar.IllegalMonthError):
            pass
        raise ValueError(_("Periode “%s” tidak dikenal. Contoh: 2026-10, 2026, atau 2026-10-05..2026-10-20.") % text[:40])

    @property
    def start(self):
        """The first moment, as an aware datetime."""
        return dt.datetime.combine(self.first, dt.time(), ZoneInfo(self.zone))

    @property
    def end(self):
        """The first moment after it."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), ZoneInfo(self.zone))

    @property
    def days(self):
        return (self.last - self.first).days + 1

    @property
    def of_whole_months(self):
        return self.first.day == 1 and (self.last + dt.timedelta(days=1)).day == 1

    @property
    def is_month(self):
        return self.of_whole_months and (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def code(self):
        """What `parse` reads: "2026-10", or the days."""
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first}..{self.last}"

    @property
    def title(self):
        """ "Oktober 2026", "Oktober–Desember 2026", "2026", "5–20 Oktober 2026"."""
        first, last = self.first, self.last
        if self.is_month:
            return f"{MONTHS[first.month - 1]} {first.year}"
        if self.of_whole_months and first.year == last.year:
            whole = (first.month, last.month) == (1, 12)
            return str(first.year) if whole else f"{MONTHS[first.month - 1]}–{MONTHS[last.month - 1]} {first.year}"
        if (first.year, first.month) == (last.year, last.month):
            days = str(first.day) if first == last else f"{first.day}–{last.day}"
            return f"{days} {MONTHS[last.month - 1]} {last.year}"
        return f"{_day(first)} – {_day(last)}"

    def months_ago(self, count):
        """The whole month `count` months before the one this begins in (0: that month itself)."""
        number = self.first.year * 12 + self.first.month - 1 - count
        return Period.month(number // 12, number % 12 + 1, self.zone)

    def is_over(self, today):
        return self.last < today


def _day(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
