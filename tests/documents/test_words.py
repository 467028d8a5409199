"""Numbers and dates in words, as a berita acara opens with them."""

import datetime as dt
import random
import re

import pytest

from documents import words

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (31, "tiga puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2000, "dua ribu"),
        (2026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (2_500_017, "dua juta lima ratus ribu tujuh belas"),
        (1_000_000_000, "satu miliar"),
        (7_000_000_000_001, "tujuh triliun satu"),
        (999_999_999_999_999, "sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar sembilan ratus "
         "sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_say_them(number, said):
    assert words.in_words(number) == said


@pytest.mark.parametrize("number", [-1, 10**15])
def test_what_cannot_be_said_is_refused(number):
    with pytest.raises(ValueError, match="cannot be written"):
        words.in_words(number)


UNITS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}


SCALES = {"ribu": 1000, "juta": 1_000_000}


def read(said):
    """The number behind words below a milliard: the other way round, written independently."""
    whole, part, last = 0, 0, 0
    for word in said.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if word in UNITS:
            last = UNITS[word]
        elif word == "belas":
            part, last = part + 10 + last, 0
        elif word == "puluh":
            part, last = part + 10 * last, 0
        elif word == "ratus":
            part, last = part + 100 * last, 0
        elif word in SCALES:
            whole, part, last = whole + (part + last) * SCALES[word], 0, 0
    return whole + part + last


def test_every_number_of_a_date_reads_back():
    assert [n for n in range(1, 12_000) if read(words.in_words(n)) != n] == []


def test_amounts_up_to_a_milliard_read_back():
    """Around every power of ten, at every multiple of a thousand and a million, and at ten thousand places in between."""
    chance = random.Random(7)
    around = [10**power + step for power in range(3, 9) for step in range(-12, 13)]
    amounts = [
        *around,
        *range(0, 1_000_000, 1000),
        *range(0, 10**9, 10**6),
        *(chance.randrange(10**9) for _n in range(10_000)),
        999_999_999,
    ]
    assert [n for n in amounts if n and read(words.in_words(n)) != n] == []


def test_every_day_from_2024_to_2035_is_said_as_it_is():
    day = dt.date(2024, 1, 1)
    while day.year < 2036:
        said = words.opening_date(day)
        weekday, number, month, year = re.fullmatch(
            r"(\w+), tanggal ([a-z ]+) bulan (\w+) tahun ([a-z ]+) \(\d\d-\d\d-\d{4}\)", said
        ).groups()
        assert (weekday, month) == (words.DAYS[day.isoweekday() - 1], words.MONTHS[day.month - 1])
        assert (read(number), read(year)) == (day.day, day.year)
        day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (dt.date(2026, 11, 19), "Kamis, tanggal sembilan belas bulan November tahun dua ribu dua puluh enam (19-11-2026)"),
        (dt.date(2026, 2, 1), "Minggu, tanggal satu bulan Februari tahun dua ribu dua puluh enam (01-02-2026)"),
        (dt.date(2024, 2, 29), "Kamis, tanggal dua puluh sembilan bulan Februari tahun dua ribu dua puluh empat (29-02-2024)"),
        (dt.date(2030, 12, 31), "Selasa, tanggal tiga puluh satu bulan Desember tahun dua ribu tiga puluh (31-12-2030)"),
    ],
)
def test_a_date_opens_a_berita_acara_in_words(date, said):
    assert words.opening_date(date) == said
