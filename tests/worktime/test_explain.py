"""A deadline told line by line."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.worktime.test_cases import BIASA, JAM24, NATAL, RAMADAN, SETENGAH, WITA, moment
from worktime.calendars import Calendar, SpecialDay
from worktime.explain import explain
from worktime.limits import Limit


def told(calendar, start, limit):
    return explain(calendar, moment(start, calendar), Limit.parse(limit))


def test_minutes_over_a_weekend():
    assert told(BIASA, "Jum 2026-11-20 16.20", "60 menit") == [
        "Jum 20 Nov 16.20–16.30: 10 menit",
        "Sab 21–Min 22 Nov: akhir pekan",
        "Sen 23 Nov 07.30–08.20: 50 menit",
        "Batas: Senin, 23 November 2026 pukul 08.20 WIB",
    ]


def test_a_long_weekend_names_its_holidays():
    calendar = Calendar(
        special={
            date(2026, 12, 24): SpecialDay("Cuti Bersama Hari Raya Natal", "cuti-bersama"),
            date(2026, 12, 25): SpecialDay("Hari Raya Natal", "nasional"),
        }
    )

    assert told(calendar, "Rab 2026-12-23 15.10", "2 jam") == [
        "Rab 23 Des 15.10–16.00: 50 menit",
        "Kam 24 Des: cuti bersama (Cuti Bersama Hari Raya Natal)",
        "Jum 25 Des: libur nasional (Hari Raya Natal)",
        "Sab 26–Min 27 Des: akhir pekan",
        "Sen 28 Des 07.30–08.40: 1 jam 10 menit",
        "Batas: Senin, 28 Desember 2026 pukul 08.40 WIB",
    ]


def test_the_break_is_seen_in_the_line_of_its_day():
    assert told(BIASA, "Jum 2026-11-20 11.00", "60 menit")[0] == "Jum 20 Nov 11.00–11.30, 13.00–13.30: 1 jam"


def test_entering_at_night_says_from_when_it_counts():
    assert told(BIASA, "Sen 2026-11-16 22.00", "30 menit") == [
        "Sen 16 Nov 22.00: di luar jam kerja, dihitung sejak Sel 17 Nov 07.30",
        "Sel 17 Nov 07.30–08.00: 30 menit",
        "Batas: Selasa, 17 November 2026 pukul 08.00 WIB",
    ]


def test_days_are_numbered_and_a_moved_clock_is_told():
    assert told(BIASA, "Jum 2026-11-20 16.20", "1 hari") == [
        "Jum 20 Nov 16.20: mulai dihitung",
        "Sab 21–Min 22 Nov: akhir pekan",
        "Sen 23 Nov: hari kerja ke-1",
        "Pukul 16.20 di luar jam kerja hari itu (07.30–12.00, 13.00–16.00), menjadi 16.00",
        "Batas: Senin, 23 November 2026 pukul 16.00 WIB",
    ]


def test_a_week_says_that_it_is_five_working_days():
    lines = told(NATAL, "Sen 2026-12-21 09.00", "1 minggu")

    assert lines[0] == "1 minggu = 5 hari kerja"
    assert "Rab 30 Des: hari kerja ke-5" in lines


def test_a_month_says_which_day_it_fell_on():
    assert told(BIASA, "Sen 2026-11-30 10.00", "3 bulan") == [
        "3 bulan sesudah Senin, 30 November 2026 pukul 10.00: Minggu, 28 Februari 2027 (tanggal terakhir bulan itu)",
        "Min 28 Feb: akhir pekan",
        "Dipindahkan ke jam buka berikutnya",
        "Batas: Senin, 1 Maret 2027 pukul 07.30 WIB",
    ]


def test_ramadan_hours_and_half_days_are_named():
    assert told(RAMADAN, "Rab 2026-02-18 15.30", "60 menit")[1] == "Kam 19 Feb 08.00–08.30: 30 menit (Ramadan)"
    assert told(SETENGAH, "Kam 2026-12-31 11.00", "60 menit")[0] == "Kam 31 Des 11.00–11.30: 30 menit (jam khusus)"


def test_calendar_hours_and_services_round_the_clock_are_one_line():
    assert told(BIASA, "Jum 2026-11-20 16.20", "48 jam kalender") == [
        "Jum 20 Nov 16.20 + 48 jam kalender: menurut jam dinding; malam, akhir pekan, dan hari libur ikut dihitung",
        "Batas: Minggu, 22 November 2026 pukul 16.20 WIB",
    ]
    assert told(JAM24, "Jum 2026-11-20 16.20", "1 hari")[0] == "Jum 20 Nov 16.20 + 1 hari: layanan 24 jam, setiap hari dihitung"


def test_a_long_story_is_summed_up_by_month_and_still_adds_up():
    lines = told(BIASA, "Sen 2026-11-16 07.30", "300 jam")  # forty days of seven and a half hours

    assert len(lines) <= 12
    summed_up = sum(int(found[1]) for line in lines if (found := re.search(r": ([0-9]+) hari kerja, ", line)))
    told_singly = sum(1 for line in lines if line.endswith(": 7 jam 30 menit"))
    assert summed_up + told_singly == 40
    assert lines[-1] == "Batas: Jumat, 8 Januari 2027 pukul 16.30 WIB"


def test_seconds_are_told_so_that_the_lines_add_up():
    start = datetime(2026, 11, 20, 16, 20, 33, tzinfo=ZoneInfo("Asia/Jakarta"))

    assert explain(BIASA, start, Limit(60, "menit"))[:3:2] == [
        "Jum 20 Nov 16.20–16.30: 9 menit 27 detik",
        "Sen 23 Nov 07.30–08.20: 50 menit 33 detik",
    ]


def test_the_time_between_two_moments_is_told_too():
    start, end = moment("Jum 2026-11-20 16.20", BIASA), moment("Sen 2026-11-23 08.20", BIASA)

    assert explain(BIASA, start, end)[-1] == "Jumlah: 1 jam waktu kerja"
    assert explain(BIASA, end, start)[-1] == "Jumlah: -1 jam waktu kerja"
    assert explain(BIASA, start, timedelta(hours=1)) == explain(BIASA, start, Limit(60, "menit"))


def test_the_office_tells_it_in_its_own_zone():
    assert told(WITA, "Jum 2026-11-20 08.20 UTC", "60 menit")[-1] == "Batas: Senin, 23 November 2026 pukul 08.20 WITA"
