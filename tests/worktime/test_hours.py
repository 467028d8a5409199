"""Hours of a day as people type them."""

import pytest

from worktime.hours import parse_hours
from worktime.words import hours


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("07.30–12.00, 13.00–16.00", ((450, 720), (780, 960))),
        ("7:30-12:00,13:00-16:00", ((450, 720), (780, 960))),
        ("8 - 12; 12.30 s.d. 15", ((480, 720), (750, 900))),
        ("08.00 sampai 12.00 dan 13.00 s/d 16.00", ((480, 720), (780, 960))),
        ("13.00–16.00, 07.30–12.00", ((450, 720), (780, 960))),
        ("07.30–10.00, 10.00–12.00", ((450, 720),)),
        ("00.00–24.00", ((0, 1440),)),
        ("00.00–23.59", ((0, 1440),)),
        ("", ()),
        ("-", ()),
        ("Tutup", ()),
    ],
)
def test_usual_ways_of_writing_hours_are_understood(text, meant):
    assert parse_hours(text) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pagi", "bukan rentang jam"),
        ("07.30", "bukan rentang jam"),
        ("12.00–07.30", "harus sesudah jam mulai"),
        ("22.00–06.00", "dibagi dua"),
        ("08.00–08.00", "harus sesudah jam mulai"),
        ("07.30–12.00, 11.00–16.00", "bertumpuk"),
        ("07.30–25.00", "paling akhir 24.00"),
        ("07.75–12.00", "Pukul 07.75 tidak ada"),
        (",".join(f"{hour}.00-{hour}.30" for hour in range(9)), "Paling banyak"),
        ("7.30–12.00 " * 50, "bukan rentang jam"),
    ],
)
def test_what_is_no_hours_is_refused_with_a_sentence(text, said):
    with pytest.raises(ValueError, match=said):
        parse_hours(text)


def test_hours_are_written_as_they_are_read():
    assert parse_hours(hours(((450, 720), (780, 1440)))) == ((450, 720), (780, 1440))
