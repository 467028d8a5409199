"""Working time in words, and the template filters."""

from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Template

from worktime import words

HOUR, DAY = 3600, words.OFFICE_DAY


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "kurang dari 1 menit"),
        (59, "kurang dari 1 menit"),
        (60, "1 menit"),
        (23 * 60 + 59, "23 menit"),
        (HOUR, "1 jam"),
        (HOUR + 600, "1 jam 10 menit"),
        (DAY - 60, "7 jam 29 menit"),
        (DAY, "1 hari"),
        (2 * DAY + 3 * HOUR + 1200, "2 hari 3 jam"),
        (-HOUR, "1 jam"),
    ],
)
def test_lengths_are_told_in_their_two_largest_units(seconds, said):
    assert words.length(seconds) == said


def test_a_day_is_as_long_as_the_office_says():
    assert words.length(13 * HOUR, day_seconds=6 * HOUR) == "2 hari 1 jam"
    assert words.length(30 * HOUR, day_seconds=24 * HOUR) == "1 hari 6 jam"


def test_time_left_and_time_over():
    assert words.time_left(23 * 60) == "sisa 23 menit kerja"
    assert words.time_left(-(HOUR + 600)) == "lewat 1 jam 10 menit kerja"
    assert words.time_left(30 * HOUR, clock=True) == "sisa 1 hari 6 jam"


def test_exact_lengths_drop_nothing():
    assert words.exact_length(7.5 * HOUR) == "7 jam 30 menit"
    assert words.exact_length(49 * 60 + 23) == "49 menit 23 detik"
    assert words.exact_length(0) == "0 menit"


def test_dates_and_moments_as_offices_write_them():
    assert words.full_day(date(2026, 11, 20)) == "Jumat, 20 November 2026"
    assert words.short_moment(datetime(2026, 11, 20, 7, 5)) == "Jum 20 Nov 07.05"
    assert words.full_moment(datetime(2026, 8, 17, 16, 20), "WITA") == "Senin, 17 Agustus 2026 pukul 16.20 WITA"


def test_filters_take_seconds_timedeltas_and_nothing():
    template = Template(
        "{% load worktime %}{{ a|working_time }}|{{ b|time_left }}|{{ c|working_time }}|{{ b|length }}|{{ b|exact_length }}|{{ d|hours }}"
    )

    page = template.render(Context({"a": 1380, "b": timedelta(hours=1), "c": None, "d": ((450, 720),)}))

    assert page == "23 menit kerja|sisa 1 jam kerja||1 jam|1 jam|07.30–12.00"
