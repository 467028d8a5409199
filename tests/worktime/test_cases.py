"""Due moments worked out by hand, from the office hours below and a paper calendar.

Ordinary hours: Mon–Thu 07.30–12.00, 13.00–16.00; Fri 07.30–11.30, 13.00–16.30.
A moment is written "Jum 2026-11-20 16.20": the weekday is checked against the date, and times are the office's own unless a zone follows.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from worktime.arithmetic import add, between, share
from worktime.calendars import DEFAULT_WEEK, RAMADAN_WEEK, Calendar, DatedWeek, SpecialDay
from worktime.limits import Limit
from worktime.words import SHORT_DAYS

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura", "UTC": "UTC"}


def closed(*days, kind="nasional"):
    return {date.fromisoformat(day): SpecialDay("libur", kind) for day in days}


def opened(day, *hours):
    return {date.fromisoformat(day): SpecialDay("jam khusus", "khusus", hours)}


def every_day(*hours):
    return (hours,) * 7


BIASA = Calendar()
WITA = Calendar(zone="Asia/Makassar")
WIT = Calendar(zone="Asia/Jayapura")
# Thursday 24 December is cuti bersama, Friday 25 Christmas, Friday 1 January New Year.
NATAL = Calendar(special=closed("2026-12-24", "2026-12-25", "2027-01-01"))
# Ramadan hours from Thursday 19 February to Friday 20 March 2026 (08.00–12.00, 12.30–15.00; Fri 08.00–11.30, 12.30–15.30).
# Wed 18 to Tue 24 March are Nyepi, Idul Fitri and the cuti bersama around them.
RAMADAN = Calendar(
    dated=(DatedWeek("Ramadan", RAMADAN_WEEK, date(2026, 2, 19), date(2026, 3, 20)),),
    special=closed("2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24"),
)
# Thursday 31 December only from 07.30 to 11.30; New Year closed; Saturday 5 December open by order from 08.00 to 12.00.
SETENGAH = Calendar(special=opened("2026-12-31", (450, 690)) | opened("2026-12-05", (480, 720)) | closed("2027-01-01"))
# The regent declares Friday 20 November a day off.
MENDADAK = Calendar(special=closed("2026-11-20", kind="lokal"))
JAM24 = Calendar(always_open=True, special=closed("2026-11-20"))
MALAM = Calendar(week=every_day((0, 360), (1320, 1440)))
SAMBUNG = Calendar(week=(((450, 600), (600, 720), (780, 960)),) * 5 + ((), ()))
ENAM_HARI = Calendar(week=(((450, 840),),) * 6 + ((),))  # Mon–Sat 07.30–14.00
# New ordinary hours from Monday 4 January 2027, an hour later: 08.30–12.00, 13.00–16.30.
JAM_BARU = Calendar(dated=(DatedWeek("baru", (((510, 720), (780, 990)),) * 5 + ((), ()), date(2027, 1, 4)),))

CASES = [
    # within a day
    ("in the morning", BIASA, "Sen 2026-11-16 08.00", "60 menit", "Sen 2026-11-16 09.00"),
    ("from opening on", BIASA, "Sel 2026-11-17 07.30", "30 menit", "Sel 2026-11-17 08.00"),
    ("over the lunch break", BIASA, "Sen 2026-11-16 11.30", "60 menit", "Sen 2026-11-16 13.30"),
    ("ends exactly at the break", BIASA, "Sen 2026-11-16 11.00", "60 menit", "Sen 2026-11-16 12.00"),
    ("enters exactly at the break", BIASA, "Sen 2026-11-16 12.00", "1 menit", "Sen 2026-11-16 13.01"),
    ("enters during the break", BIASA, "Sen 2026-11-16 12.40", "15 menit", "Sen 2026-11-16 13.15"),
    ("Friday prayer", BIASA, "Jum 2026-11-20 11.00", "60 menit", "Jum 2026-11-20 13.30"),
    ("enters as Friday prayer begins", BIASA, "Jum 2026-11-20 11.30", "10 menit", "Jum 2026-11-20 13.10"),
    ("enters during Friday prayer", BIASA, "Jum 2026-11-20 12.15", "10 menit", "Jum 2026-11-20 13.10"),
    ("one minute before the break", BIASA, "Sen 2026-11-16 11.59", "1 menit", "Sen 2026-11-16 12.00"),
    ("one minute before closing", BIASA, "Sen 2026-11-16 15.59", "1 menit", "Sen 2026-11-16 16.00"),
    ("nothing to do, in hours", BIASA, "Sen 2026-11-16 10.00", "0 menit", "Sen 2026-11-16 10.00"),
    # over night and weekend
    ("ends exactly at closing time", BIASA, "Sen 2026-11-16 15.00", "60 menit", "Sen 2026-11-16 16.00"),
    ("one minute more than the day holds", BIASA, "Sen 2026-11-16 15.00", "61 menit", "Sel 2026-11-17 07.31"),
    ("enters exactly at closing time", BIASA, "Sen 2026-11-16 16.00", "30 menit", "Sel 2026-11-17 08.00"),
    ("enters at night", BIASA, "Sen 2026-11-16 22.00", "30 menit", "Sel 2026-11-17 08.00"),
    ("enters before dawn", BIASA, "Sel 2026-11-17 05.00", "30 menit", "Sel 2026-11-17 08.00"),
    ("half a minute before closing", BIASA, "Sen 2026-11-16 15.59.30", "1 menit", "Sel 2026-11-17 07.30.30"),
    ("Friday afternoon", BIASA, "Jum 2026-11-20 16.20", "60 menit", "Sen 2026-11-23 08.20"),
    ("Friday at closing", BIASA, "Jum 2026-11-20 16.30", "1 menit", "Sen 2026-11-23 07.31"),
    ("on Saturday", BIASA, "Sab 2026-11-21 10.00", "10 menit", "Sen 2026-11-23 07.40"),
    ("Sunday, a minute to midnight", BIASA, "Min 2026-11-22 23.59", "10 menit", "Sen 2026-11-23 07.40"),
    ("nothing to do, on Saturday", BIASA, "Sab 2026-11-21 10.00", "0 menit", "Sen 2026-11-23 07.30"),
    ("half an hour more than a day", BIASA, "Sen 2026-11-16 07.30", "8 jam", "Sel 2026-11-17 08.00"),
    ("a working week of 37,5 hours", BIASA, "Sen 2026-11-16 07.30", "37,5 jam", "Jum 2026-11-20 16.30"),
    ("a minute more than the week", BIASA, "Sen 2026-11-16 07.30", "2251 menit", "Sen 2026-11-23 07.31"),
    ("48 hours are working hours unless said", BIASA, "Sen 2026-11-16 07.30", "48 jam", "Sel 2026-11-24 10.30"),
    # working days and weeks
    ("tomorrow at the same time", BIASA, "Sen 2026-11-16 10.00", "1 hari", "Sel 2026-11-17 10.00"),
    ("two days over a weekend", BIASA, "Kam 2026-11-19 15.00", "2 hari", "Sen 2026-11-23 15.00"),
    ("later than Monday closes", BIASA, "Jum 2026-11-20 16.20", "1 hari", "Sen 2026-11-23 16.00"),
    ("into Friday prayer", BIASA, "Kam 2026-11-19 11.45", "1 hari", "Jum 2026-11-20 13.00"),
    ("to the start of Friday prayer", BIASA, "Kam 2026-11-19 11.30", "1 hari", "Jum 2026-11-20 11.30"),
    ("a day from Saturday counts from Monday", BIASA, "Sab 2026-11-21 10.00", "1 hari", "Sel 2026-11-24 07.30"),
    ("a day from Friday night", BIASA, "Jum 2026-11-20 18.00", "1 hari", "Sel 2026-11-24 07.30"),
    ("a day from before dawn", BIASA, "Sen 2026-11-16 05.00", "1 hari", "Sel 2026-11-17 07.30"),
    ("a day from closing time", BIASA, "Sen 2026-11-16 16.00", "1 hari", "Rab 2026-11-18 07.30"),
    ("a day from the break", BIASA, "Sen 2026-11-16 12.30", "1 hari", "Sel 2026-11-17 13.00"),
    ("five days", BIASA, "Rab 2026-11-18 09.00", "5 hari", "Rab 2026-11-25 09.00"),
    ("'hari kerja' is the same word", BIASA, "Rab 2026-11-18 09.00", "5 hari kerja", "Rab 2026-11-25 09.00"),
    ("a week is five working days", BIASA, "Rab 2026-11-18 09.00", "1 minggu", "Rab 2026-11-25 09.00"),
    ("a week over Christmas", NATAL, "Sen 2026-12-21 09.00", "1 minggu", "Rab 2026-12-30 09.00"),
    ("no days at all", BIASA, "Sab 2026-11-21 10.00", "0 hari", "Sen 2026-11-23 07.30"),
    # months
    ("the last of January to the last of February", BIASA, "Jum 2025-01-31 10.00", "1 bulan", "Jum 2025-02-28 10.00"),
    ("the last of January in a leap year", BIASA, "Sen 2028-01-31 10.00", "1 bulan", "Sel 2028-02-29 10.00"),
    ("a year from 29 February", BIASA, "Sel 2028-02-29 10.00", "12 bulan", "Rab 2029-02-28 10.00"),
    ("a month that ends on Sunday", BIASA, "Jum 2026-11-20 09.00", "1 bulan", "Sen 2026-12-21 07.30"),
    ("two months over the year", BIASA, "Sel 2026-11-17 14.00", "2 bulan", "Sen 2027-01-18 07.30"),
    ("shortened month that ends on Sunday", BIASA, "Sen 2026-11-30 10.00", "3 bulan", "Sen 2027-03-01 07.30"),
    ("a month into Friday prayer", BIASA, "Rab 2026-11-18 11.45", "1 bulan", "Jum 2026-12-18 13.00"),
    ("a month later than that day closes", BIASA, "Jum 2026-11-20 16.20", "2 bulan", "Rab 2027-01-20 16.00"),
    ("a month from a Saturday counts from Monday", BIASA, "Sab 2026-01-31 10.00", "1 bulan", "Sen 2026-03-02 07.30"),
    ("a month that ends on a holiday", NATAL, "Rab 2026-11-25 09.00", "1 bulan", "Sen 2026-12-28 07.30"),
    # by the clock
    ("48 calendar hours", BIASA, "Jum 2026-11-20 16.20", "48 jam kalender", "Min 2026-11-22 16.20"),
    ("2x24 jam", BIASA, "Jum 2026-11-20 16.20", "2x24 jam", "Min 2026-11-22 16.20"),
    ("a calendar day", BIASA, "Jum 2026-11-20 16.20", "1 hari kalender", "Sab 2026-11-21 16.20"),
    ("a calendar week", BIASA, "Jum 2026-11-20 16.20", "1 minggu kalender", "Jum 2026-11-27 16.20"),
    ("a calendar month, at night", BIASA, "Jum 2025-01-31 22.00", "1 bulan kalender", "Jum 2025-02-28 22.00"),
    ("calendar hours do not wait for opening", BIASA, "Sen 2026-11-16 22.00", "24 jam kalender", "Sel 2026-11-17 22.00"),
    ("calendar hours over a holiday", NATAL, "Rab 2026-12-23 20.00", "12 jam kalender", "Kam 2026-12-24 08.00"),
    # long weekends and the turn of the year
    ("the day before a long weekend", NATAL, "Rab 2026-12-23 15.50", "60 menit", "Sen 2026-12-28 08.20"),
    ("done just before the long weekend", NATAL, "Rab 2026-12-23 15.00", "60 menit", "Rab 2026-12-23 16.00"),
    ("a day before the long weekend", NATAL, "Rab 2026-12-23 15.00", "1 hari", "Sen 2026-12-28 15.00"),
    ("enters on Christmas", NATAL, "Jum 2026-12-25 09.00", "30 menit", "Sen 2026-12-28 08.00"),
    ("enters the night before Christmas leave", NATAL, "Rab 2026-12-23 20.00", "10 menit", "Sen 2026-12-28 07.40"),
    ("over New Year", NATAL, "Kam 2026-12-31 15.30", "60 menit", "Sen 2027-01-04 08.00"),
    ("a day over New Year", NATAL, "Kam 2026-12-31 10.00", "1 hari", "Sen 2027-01-04 10.00"),
    ("into new hours", JAM_BARU, "Jum 2027-01-01 16.00", "60 menit", "Sen 2027-01-04 09.00"),
    ("the old hours still hold in December", JAM_BARU, "Kam 2026-12-31 07.30", "30 menit", "Kam 2026-12-31 08.00"),
    # Ramadan
    ("the eve of Ramadan", RAMADAN, "Rab 2026-02-18 15.30", "60 menit", "Kam 2026-02-19 08.30"),
    ("first morning of Ramadan, before eight", RAMADAN, "Kam 2026-02-19 07.40", "10 menit", "Kam 2026-02-19 08.10"),
    ("the office closes at three", RAMADAN, "Kam 2026-02-19 14.50", "20 menit", "Jum 2026-02-20 08.10"),
    ("half an hour's break in Ramadan", RAMADAN, "Kam 2026-02-19 11.45", "30 menit", "Kam 2026-02-19 12.45"),
    ("Friday prayer in Ramadan", RAMADAN, "Jum 2026-02-20 11.00", "60 menit", "Jum 2026-02-20 13.00"),
    ("a day into the first of Ramadan, afternoon", RAMADAN, "Rab 2026-02-18 15.45", "1 hari", "Kam 2026-02-19 15.00"),
    ("a day into the first of Ramadan, morning", RAMADAN, "Rab 2026-02-18 07.40", "1 hari", "Kam 2026-02-19 08.00"),
    ("from Ramadan over Idul Fitri into ordinary hours", RAMADAN, "Sel 2026-03-17 14.30", "60 menit", "Rab 2026-03-25 08.00"),
    ("a day over Idul Fitri", RAMADAN, "Sel 2026-03-17 09.00", "1 hari", "Rab 2026-03-25 09.00"),
    # half days and days opened by order
    ("the half day ends", SETENGAH, "Kam 2026-12-31 11.00", "60 menit", "Sen 2027-01-04 08.00"),
    ("a day to the half day", SETENGAH, "Rab 2026-12-30 14.00", "1 hari", "Kam 2026-12-31 11.30"),
    ("a half day is a working day", SETENGAH, "Rab 2026-12-30 09.00", "2 hari", "Sen 2027-01-04 09.00"),
    ("a Saturday opened by order", SETENGAH, "Jum 2026-12-04 16.00", "60 menit", "Sab 2026-12-05 08.30"),
    ("a day to the opened Saturday", SETENGAH, "Jum 2026-12-04 15.00", "1 hari", "Sab 2026-12-05 12.00"),
    # a holiday declared while the step is running: the same step before and after
    ("before the declaration", BIASA, "Kam 2026-11-19 15.30", "60 menit", "Jum 2026-11-20 08.00"),
    ("after the declaration", MENDADAK, "Kam 2026-11-19 15.30", "60 menit", "Sen 2026-11-23 08.00"),
    ("in days, after the declaration", MENDADAK, "Kam 2026-11-19 15.30", "1 hari", "Sen 2026-11-23 15.30"),
    ("declared on the day the step was entered", MENDADAK, "Jum 2026-11-20 10.00", "60 menit", "Sen 2026-11-23 08.30"),
    # round the clock
    ("a night service over midnight", JAM24, "Sab 2026-11-21 23.50", "20 menit", "Min 2026-11-22 00.10"),
    ("ends exactly at midnight", JAM24, "Jum 2026-11-20 23.00", "60 menit", "Sab 2026-11-21 00.00"),
    ("a whole day is 24 hours, none lost at midnight", JAM24, "Sen 2026-11-16 00.00", "24 jam", "Sel 2026-11-17 00.00"),
    ("a day, on a holiday, into the weekend", JAM24, "Jum 2026-11-20 16.20", "1 hari", "Sab 2026-11-21 16.20"),
    ("a week of a service round the clock has seven days", JAM24, "Jum 2026-11-20 16.20", "1 minggu", "Jum 2026-11-27 16.20"),
    ("a guard from 22.00 to 06.00", MALAM, "Sen 2026-11-16 23.30", "60 menit", "Sel 2026-11-17 00.30"),
    ("the guard goes home at six", MALAM, "Sen 2026-11-16 05.30", "60 menit", "Sen 2026-11-16 22.30"),
    # other weeks
    ("touching intervals are one", SAMBUNG, "Sen 2026-11-16 09.30", "60 menit", "Sen 2026-11-16 10.30"),
    ("the seam is no closing time", SAMBUNG, "Sen 2026-11-16 10.00", "1 hari", "Sel 2026-11-17 10.00"),
    ("six days a week", ENAM_HARI, "Sab 2026-11-21 13.30", "60 menit", "Sen 2026-11-23 08.00"),
    ("Saturday is a working day there", ENAM_HARI, "Jum 2026-11-20 10.00", "1 hari", "Sab 2026-11-21 10.00"),
    ("a week is still five working days", ENAM_HARI, "Sen 2026-11-16 10.00", "1 minggu", "Sab 2026-11-21 10.00"),
    # zones
    ("an office in WITA", WITA, "Jum 2026-11-20 16.20", "60 menit", "Sen 2026-11-23 08.20"),
    ("an office in WITA, seen from UTC", WITA, "Jum 2026-11-20 08.20 UTC", "60 menit", "Sen 2026-11-23 00.20 UTC"),
    ("an office in WIT, seen from UTC", WIT, "Jum 2026-11-20 07.20 UTC", "60 menit", "Min 2026-11-22 23.20 UTC"),
    ("16.20 in WIB is after hours in WITA", WITA, "Jum 2026-11-20 16.20 WIB", "60 menit", "Sen 2026-11-23 08.30 WITA"),
    ("07.10 in WIB is working time in WITA", WITA, "Sen 2026-11-16 07.10 WIB", "60 menit", "Sen 2026-11-16 08.10 WIB"),
    ("06.00 in WIB is working time in WIT", WIT, "Sen 2026-11-16 06.00 WIB", "1 hari", "Sel 2026-11-17 08.00 WIT"),
    ("Sunday evening in UTC is Monday morning in WIT", WIT, "Min 2026-11-15 23.00 UTC", "30 menit", "Sen 2026-11-16 08.30 WIT"),
]


def moment(text, calendar):
    """ "Jum 2026-11-20 16.20[.30] [WIB]" as an aware datetime; the zone is the calendar's unless written."""
    weekday, day, clock, *zone = text.split()
    hour, minute, *second = (int(part) for part in clock.split("."))
    found = date.fromisoformat(day)
    assert SHORT_DAYS[found.weekday()] == weekday, f"{text}: wrong weekday in the table"
    return datetime(*found.timetuple()[:3], hour, minute, *second, tzinfo=ZoneInfo(ZONES[zone[0]] if zone else calendar.zone))


@pytest.mark.parametrize(("calendar", "start", "limit", "due"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_limit_is_due_when_paper_and_pencil_say(calendar, start, limit, due):
    assert add(calendar, moment(start, calendar), Limit.parse(limit)) == moment(due, calendar)


def test_the_table_is_as_long_as_promised():
    assert len(CASES) >= 60
    assert len({case[0] for case in CASES}) == len(CASES)


HELD = [
    # story, calendar, entered, limit, [(held, resumed), ...], due
    ("over the weekend nothing is held", BIASA, "Jum 2026-11-20 16.00", "60 menit",
     [("Jum 2026-11-20 16.30", "Sen 2026-11-23 07.30")], "Sen 2026-11-23 08.00"),
    ("over the weekend with half an hour of work", BIASA, "Jum 2026-11-20 16.00", "60 menit",
     [("Jum 2026-11-20 16.10", "Sen 2026-11-23 07.40")], "Sen 2026-11-23 08.30"),
    ("an hour in the morning", BIASA, "Sen 2026-11-16 08.00", "60 menit",
     [("Sen 2026-11-16 08.30", "Sen 2026-11-16 09.30")], "Sen 2026-11-16 10.00"),
    ("during the break nothing is held", BIASA, "Sen 2026-11-16 11.30", "60 menit",
     [("Sen 2026-11-16 12.00", "Sen 2026-11-16 13.00")], "Sen 2026-11-16 13.30"),
    ("pushed over closing time", BIASA, "Sen 2026-11-16 14.30", "60 menit",
     [("Sen 2026-11-16 15.00", "Sen 2026-11-16 16.00")], "Sel 2026-11-17 08.00"),
    ("a due moment at closing time stays there", BIASA, "Sen 2026-11-16 15.00", "60 menit",
     [("Sen 2026-11-16 12.10", "Sen 2026-11-16 12.50")], "Sen 2026-11-16 16.00"),
    ("twice", BIASA, "Sen 2026-11-16 08.00", "4 jam",
     [("Sen 2026-11-16 08.30", "Sen 2026-11-16 09.00"), ("Sen 2026-11-16 11.45", "Sen 2026-11-16 13.15")], "Sen 2026-11-16 14.00"),
    ("over Christmas", NATAL, "Rab 2026-12-23 15.00", "60 menit",
     [("Rab 2026-12-23 15.30", "Sen 2026-12-28 08.00")], "Sen 2026-12-28 08.30"),
    ("in Ramadan", RAMADAN, "Kam 2026-02-19 11.00", "60 menit",
     [("Kam 2026-02-19 11.45", "Kam 2026-02-19 12.45")], "Kam 2026-02-19 13.00"),
    ("a limit in days moves by the hours held", BIASA, "Rab 2026-11-18 10.00", "1 hari",
     [("Rab 2026-11-18 11.00", "Rab 2026-11-18 13.30")], "Kam 2026-11-19 11.30"),
    ("a whole working day", BIASA, "Sen 2026-11-16 15.00", "1 hari",
     [("Sel 2026-11-17 07.30", "Sel 2026-11-17 16.00")], "Rab 2026-11-18 15.00"),
    ("calendar hours are held by the clock", BIASA, "Jum 2026-11-20 16.20", "48 jam kalender",
     [("Jum 2026-11-20 17.00", "Sab 2026-11-21 17.00")], "Sen 2026-11-23 16.20"),
]  # fmt: skip


@pytest.mark.parametrize(("calendar", "start", "limit", "holds", "due"), [pytest.param(*case[1:], id=case[0]) for case in HELD])
def test_a_hold_moves_the_due_moment_by_the_working_time_held(calendar, start, limit, holds, due):
    limit = Limit.parse(limit)
    counting = calendar.counting(limit)

    found = add(calendar, moment(start, calendar), limit)
    for held, resumed in holds:
        found = add(counting, found, between(counting, moment(held, calendar), moment(resumed, calendar)))

    assert found == moment(due, calendar)


WORKED = [
    # story, calendar, from, to, minutes
    ("a morning", BIASA, "Sen 2026-11-16 08.00", "Sen 2026-11-16 09.30", 90),
    ("over lunch", BIASA, "Sen 2026-11-16 11.30", "Sen 2026-11-16 13.30", 60),
    ("a whole day", BIASA, "Sen 2026-11-16 00.00", "Sel 2026-11-17 00.00", 450),
    ("a Friday", BIASA, "Jum 2026-11-20 00.00", "Sab 2026-11-21 00.00", 450),
    ("a weekend", BIASA, "Jum 2026-11-20 16.30", "Sen 2026-11-23 07.30", 0),
    ("a week, as Perpres 21/2023 asks", BIASA, "Sen 2026-11-16 00.00", "Sen 2026-11-23 00.00", 2250),
    ("a week in Ramadan, likewise", RAMADAN, "Sen 2026-02-23 00.00", "Sen 2026-03-02 00.00", 1950),
    ("Christmas", NATAL, "Rab 2026-12-23 15.50", "Sen 2026-12-28 08.20", 60),
    ("the half day", SETENGAH, "Rab 2026-12-30 15.00", "Sen 2027-01-04 08.00", 60 + 240 + 30),
    ("backwards is negative", BIASA, "Sen 2026-11-16 09.30", "Sen 2026-11-16 08.00", -90),
    ("round the clock", JAM24, "Jum 2026-11-20 16.00", "Sen 2026-11-23 08.00", 64 * 60),
    ("the guard's night", MALAM, "Sen 2026-11-16 21.00", "Sel 2026-11-17 07.00", 480),
    ("from WIB to WIT, at the office in WITA", WITA, "Sen 2026-11-16 07.00 WIB", "Sen 2026-11-16 10.00 WIT", 60),
]


@pytest.mark.parametrize(("calendar", "start", "end", "minutes"), [pytest.param(*case[1:], id=case[0]) for case in WORKED])
def test_working_time_between_two_moments(calendar, start, end, minutes):
    assert between(calendar, moment(start, calendar), moment(end, calendar)) == timedelta(minutes=minutes)


RUNGS = [
    # story, calendar, entered, limit, percent, moment
    ("three quarters over the weekend", BIASA, "Jum 2026-11-20 16.20", "60 menit", 75, "Sen 2026-11-23 08.05"),
    ("half of it still on Friday", BIASA, "Jum 2026-11-20 16.00", "60 menit", 50, "Jum 2026-11-20 16.30"),
    ("all of it is the due moment", BIASA, "Jum 2026-11-20 16.20", "60 menit", 100, "Sen 2026-11-23 08.20"),
    ("as long again", BIASA, "Jum 2026-11-20 16.20", "60 menit", 200, "Sen 2026-11-23 09.20"),
    ("three quarters of a day of seven hours", BIASA, "Kam 2026-11-19 15.00", "1 hari", 75, "Jum 2026-11-20 13.15"),
    ("a day due at opening is not told the evening before", BIASA, "Sab 2026-11-21 10.00", "1 hari", 100, "Sel 2026-11-24 07.30"),
    ("three quarters of a minute", BIASA, "Sen 2026-11-16 08.00", "1 menit", 75, "Sen 2026-11-16 08.00.45"),
    ("calendar hours by the clock", BIASA, "Jum 2026-11-20 16.00", "48 jam kalender", 75, "Min 2026-11-22 04.00"),
    ("twice the calendar hours", BIASA, "Jum 2026-11-20 16.00", "12 jam kalender", 200, "Sab 2026-11-21 16.00"),
    ("nothing of it", BIASA, "Sab 2026-11-21 10.00", "60 menit", 0, "Sab 2026-11-21 10.00"),
]


@pytest.mark.parametrize(("calendar", "start", "limit", "percent", "at"), [pytest.param(*case[1:], id=case[0]) for case in RUNGS])
def test_the_moment_at_which_a_share_of_the_limit_has_passed(calendar, start, limit, percent, at):
    limit = Limit.parse(limit)
    entered = moment(start, calendar)
    due = add(calendar, entered, limit)

    assert share(calendar.counting(limit), entered, due, percent) == moment(at, calendar)


def test_the_default_weeks_are_those_of_the_presidential_regulation():
    assert sum(end - start for day in DEFAULT_WEEK for start, end in day) == 37.5 * 60
    assert sum(end - start for day in RAMADAN_WEEK for start, end in day) == 32.5 * 60
