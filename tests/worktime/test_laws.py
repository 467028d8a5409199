"""What must hold for every calendar, limit and hold."""

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worktime import oracle
from tests.worktime.strategies import ZONES, calendars, dates, limits, moments, working_times
from worktime.arithmetic import add, between, next_opening, share
from worktime.calendars import Calendar, NoWorkingTime, SpecialDay, TooFar
from worktime.explain import explain
from worktime.limits import Limit

pytestmark = pytest.mark.once

NOTHING = timedelta(0)
THOROUGH = int(os.environ.get("HALOCIK_TEST_THOROUGH", "1"))  # how many times the usual number of examples
many = settings(max_examples=100 * THOROUGH, deadline=None)
some = settings(max_examples=40 * THOROUGH, deadline=None)


def minutes(moment):
    return moment.replace(second=0, microsecond=0)


@many
@given(calendars(), moments, working_times)
def test_the_time_added_is_the_time_between(calendar, start, time):
    assert between(calendar, start, add(calendar, start, time)) == time


@many
@given(calendars(), moments, st.integers(0, 5_000))
def test_a_limit_in_minutes_is_that_much_work(calendar, start, amount):
    assert between(calendar, start, add(calendar, start, Limit(amount, "menit"))) == timedelta(minutes=amount)


@many
@given(calendars(), moments, working_times, working_times)
def test_adding_twice_is_adding_the_sum(calendar, start, one, other):
    assert add(calendar, add(calendar, start, one), other) == add(calendar, start, one + other)


@many
@given(calendars(), moments, moments, moments)
def test_working_time_adds_up(calendar, a, b, c):
    assert between(calendar, a, b) + between(calendar, b, c) == between(calendar, a, c)
    assert between(calendar, a, b) == -between(calendar, b, a)


@many
@given(calendars(), moments, moments, limits)
def test_who_enters_later_is_not_due_earlier(calendar, one, other, limit):
    earlier, later = sorted((one, other))
    first, second = add(calendar, earlier, limit), add(calendar, later, limit)
    if limit.unit == "bulan":
        # 30 January 11.00 and 31 January 10.00 both fall on 28 February: there the day counts, not the clock.
        first, second = first.date(), second.date()

    assert first <= second


@many
@given(calendars(), moments, limits, st.integers(1, 5))
def test_a_longer_limit_is_not_due_earlier(calendar, start, limit, more):
    assert add(calendar, start, limit) <= add(calendar, start, Limit(limit.amount + more, limit.unit, limit.calendar))


@many
@given(calendars(), moments, limits, dates)
def test_a_holiday_never_moves_a_deadline_earlier(calendar, start, limit, day):
    longer = Calendar(
        calendar.zone, calendar.week, calendar.dated, {**calendar.special, day: SpecialDay("libur", "nasional")}, calendar.always_open
    )
    before, after = add(calendar, start, limit), add(longer, start, limit)
    if limit.unit == "bulan":
        before, after = before.date(), after.date()

    assert before <= after


@many
@given(calendars(), moments, limits)
def test_a_limit_is_never_due_before_it_starts(calendar, start, limit):
    assert add(calendar, start, limit) >= start


@some
@given(calendars(), moments, limits, st.data())
def test_splitting_an_interval_in_two_changes_nothing(calendar, start, limit, data):
    def split(day):
        halves = []
        for opens, closes in day:
            middle = data.draw(st.integers(opens, closes))
            halves += [piece for piece in ((opens, middle), (middle, closes)) if piece[0] < piece[1]]
        return tuple(halves)

    week = tuple(split(day) for day in calendar.week)
    special = {day: SpecialDay(entry.name, entry.kind, split(entry.hours)) for day, entry in calendar.special.items()}
    pieces = Calendar(calendar.zone, week, calendar.dated, special, calendar.always_open)

    assert add(pieces, start, limit) == add(calendar, start, limit)
    assert explain(pieces, start, limit) == explain(calendar, start, limit)


@many
@given(calendars(), moments, limits, st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)), max_size=4))
def test_holds_move_the_deadline_by_exactly_the_working_time_held(calendar, start, limit, gaps):
    """Held and resumed any number of times, on nights, weekends and holidays too."""
    counting = calendar.counting(limit)
    untouched = due = add(calendar, start, limit)
    held, now = NOTHING, start
    for running, standing in gaps:
        paused_at = now + timedelta(minutes=running)
        now = paused_at + timedelta(minutes=standing)
        due = add(counting, due, between(counting, paused_at, now))
        held += between(counting, paused_at, now)

    assert due >= untouched
    assert between(counting, untouched, due) == held
    assert due == add(counting, untouched, held)


@many
@given(calendars(), moments, working_times, st.integers(0, 4_000), st.integers(0, 4_000))
def test_what_is_left_does_not_shrink_while_on_hold(calendar, start, time, running, standing):
    paused_at = start + timedelta(minutes=running)
    resumed_at = paused_at + timedelta(minutes=standing)
    due = add(calendar, start, time)

    moved = add(calendar, due, between(calendar, paused_at, resumed_at))

    assert between(calendar, resumed_at, moved) == between(calendar, paused_at, due)


@many
@given(calendars(), moments, limits)
def test_the_answer_does_not_depend_on_the_zone_of_whoever_asks(calendar, start, limit):
    answers = {add(calendar, start.astimezone(ZoneInfo(zone)), limit) for zone in (*ZONES, "UTC", "America/New_York")}

    assert len(answers) == 1
    assert answers.pop().tzinfo == ZoneInfo(calendar.zone)


@some
@given(st.data(), moments, limits)
def test_offices_in_three_zones_keep_the_same_clock(data, start, limit):
    """The same hours and the same wall-clock entry give the same wall-clock due moment in WIB, WITA and WIT."""
    first = data.draw(calendars(zone=ZONES[0]))
    local = start.replace(tzinfo=None)
    dues = set()
    for zone in ZONES:
        office = Calendar(zone, first.week, first.dated, first.special, first.always_open)
        dues.add(add(office, local.replace(tzinfo=ZoneInfo(zone)), limit).replace(tzinfo=None))

    assert len(dues) == 1


@many
@given(calendars(), moments, limits, st.integers(0, 300), st.integers(0, 300))
def test_shares_of_a_limit_follow_one_another(calendar, start, limit, one, other):
    counting = calendar.counting(limit)
    due = add(calendar, start, limit)
    less, more = sorted((one, other))

    assert share(counting, start, due, less) <= share(counting, start, due, more)
    assert share(counting, start, due, 100) == due
    assert (share(counting, start, due, less) <= due) or less > 100


@many
@given(calendars(), moments)
def test_the_next_opening_is_where_work_begins(calendar, moment):
    opening = next_opening(calendar, moment)

    assert opening >= moment
    assert between(calendar, moment, opening) == NOTHING
    assert between(calendar, opening, opening + timedelta(microseconds=1)) > NOTHING


@some
@given(calendars(), moments.map(minutes), limits.filter(lambda limit: limit.amount <= 600))
def test_minute_by_minute_comes_to_the_same_due_moment(calendar, start, limit):
    local = start.astimezone(calendar.tzinfo).replace(tzinfo=None)

    assert add(calendar, start, limit).replace(tzinfo=None) == oracle.due(calendar, local, limit)


@some
@given(calendars(), moments.map(minutes), st.integers(0, 14 * 1440))
def test_minute_by_minute_comes_to_the_same_working_time(calendar, start, length):
    end = start + timedelta(minutes=length)
    local = [moment.astimezone(calendar.tzinfo).replace(tzinfo=None) for moment in (start, end)]

    assert between(calendar, start, end) == timedelta(minutes=oracle.worked_minutes(calendar, *local))


@many
@given(calendars(), moments, limits)
def test_every_deadline_can_be_explained_in_some_dozens_of_lines(calendar, start, limit):
    lines = explain(calendar, start, limit)

    assert 1 <= len(lines) <= 60
    assert lines[-1].startswith("Batas: ")
    assert all(line.strip() and "None" not in line for line in lines)


def test_an_office_that_never_works_is_told_so_at_once():
    never = Calendar(week=((),) * 7)
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)

    for limit in (Limit(1, "menit"), Limit(0, "menit"), Limit(1, "hari"), Limit(1, "bulan"), timedelta(minutes=1)):
        with pytest.raises(NoWorkingTime, match="Periksa jam kerja"):
            add(never, start, limit)
    with pytest.raises(NoWorkingTime):
        next_opening(never, start)
    assert between(never, start, start + timedelta(days=400)) == NOTHING
    assert add(never, start, timedelta(0)) == start
    assert add(never, start, Limit(48, "jam", True)) == start + timedelta(hours=48)


@pytest.mark.parametrize(
    "limit",
    [Limit(10**9, "menit"), Limit(10**9, "hari"), Limit(10**9, "bulan"), Limit(10**9, "jam", True), timedelta(days=100_000)],
    ids=str,
)
def test_nothing_is_searched_for_ever(limit):
    with pytest.raises(TooFar):
        add(Calendar(), datetime(2026, 11, 20, 9, tzinfo=UTC), limit)


def test_moments_without_a_zone_are_refused():
    naive = datetime(2026, 11, 20, 9)

    with pytest.raises(ValueError, match="zona waktu"):
        add(Calendar(), naive, Limit(1, "menit"))
    with pytest.raises(ValueError, match="zona waktu"):
        between(Calendar(), naive, naive)


def test_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="kurang dari nol"):
        add(Calendar(), datetime(2026, 11, 20, 9, tzinfo=UTC), timedelta(minutes=-1))


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_week_of_whole_days_loses_no_minute_at_midnight(hour, minute):
    whole = Calendar(week=(((0, 1440),),) * 7)
    start = datetime(2026, 11, 20, hour, minute, tzinfo=UTC)

    assert add(whole, start, timedelta(hours=72)) == start + timedelta(hours=72)
    assert between(whole, start, start + timedelta(days=7)) == timedelta(days=7)
