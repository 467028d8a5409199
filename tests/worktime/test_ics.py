"""Holidays out of calendar files, whatever is in them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worktime import ics


def calendar(*events, head="BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"{head}{body}END:VCALENDAR\r\n".encode()


CHRISTMAS = "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Hari Raya Natal"


def test_an_all_day_event_is_a_day():
    event = ics.read(calendar(CHRISTMAS)).events[0]

    assert (event.first, event.last, event.name) == (date(2026, 12, 25), date(2026, 12, 25), "Hari Raya Natal")


def test_several_days_end_before_dtend():
    event = ics.read(calendar("DTSTART;VALUE=DATE:20260318\r\nDTEND;VALUE=DATE:20260325\r\nSUMMARY:Lebaran")).events[0]

    assert event.days[0] == date(2026, 3, 18)
    assert event.days[-1] == date(2026, 3, 24)


@pytest.mark.parametrize(("end", "days"), [("", 1), ("DURATION:P2D\r\n", 2), ("DURATION:P1W\r\n", 7), ("DTEND;VALUE=DATE:20261225\r\n", 1)])
def test_without_a_proper_end_an_event_takes_its_duration_or_a_day(end, days):
    event = ics.read(calendar(f"DTSTART;VALUE=DATE:20261225\r\n{end}SUMMARY:Natal")).events[0]

    assert len(event.days) == days


def test_folded_lines_escapes_and_the_mark_at_the_start_of_a_file():
    reading = ics.read(b"\xef\xbb\xbf" + calendar("SUMMARY:Cuti Bersama\\, Hari\r\n  Raya\\nNatal \\; Kamis\r\nDTSTART:20261224"))

    assert reading.events[0].name == "Cuti Bersama, Hari Raya Natal ; Kamis"


def test_alarms_inside_an_event_do_not_rename_it():
    alarm = "BEGIN:VALARM\r\nSUMMARY:Ingatkan\r\nDTSTART:20200101\r\nEND:VALARM\r\n"

    assert [event.name for event in ics.read(calendar(alarm + CHRISTMAS)).events] == ["Hari Raya Natal"]


def test_what_is_no_whole_day_is_passed_over_and_said_so():
    reading = ics.read(
        calendar(
            "DTSTART:20261120T020000Z\r\nSUMMARY:Rapat",
            "DTSTART;VALUE=DATE:20261399\r\nSUMMARY:Bulan ketiga belas",
            "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Setahun penuh",
            "DTSTART;VALUE=DATE:18990101\r\nSUMMARY:Dahulu",
            "STATUS:CANCELLED\r\n" + CHRISTMAS,
        )
    )

    assert reading.events == []
    assert len(reading.passed_over) == 4
    assert "“Rapat” bukan acara sepanjang hari" in reading.passed_over[0]


def test_a_repeated_event_counts_once_and_says_so():
    reading = ics.read(calendar(CHRISTMAS + "\r\nRRULE:FREQ=YEARLY"))

    assert len(reading.events) == 1
    assert "berulang" in reading.passed_over[0]


def test_only_so_many_events_are_taken():
    reading = ics.read(calendar(*[CHRISTMAS] * (ics.MOST_EVENTS + 5)))

    assert len(reading.events) == ics.MOST_EVENTS
    assert "pertama yang dibaca" in reading.passed_over[-1]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "VCALENDAR"), (b"PK\x03\x04 not a calendar", "VCALENDAR"), (b"\xff\xfe\x00B", "UTF-8"), (b"x" * 1_000_001, "1 MB")],
)
def test_other_files_are_refused_with_a_sentence(data, said):
    with pytest.raises(ValueError, match=said):
        ics.read(data)


@settings(deadline=None)
@given(st.lists(st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "DTSTART:20261225", "DTEND:", "SUMMARY", ":", ";", " x", "\\",
    "DTSTART;VALUE=DATE:99999999", "DURATION:P99W", "SUMMARY:\\", "RRULE:FREQ=SECONDLY",
]) | st.text(max_size=20), max_size=30))  # fmt: skip
def test_no_file_makes_it_stumble(lines):
    for event in ics.read(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "\r\n".join(lines)).encode(errors="ignore")).events:
        assert 1 <= len(event.days) <= ics.LONGEST_DAYS
        assert event.name
