"""Random calendars, moments and limits for the laws."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from worktime.calendars import Calendar, DatedWeek, SpecialDay
from worktime.limits import Limit

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
FIRST = date(2026, 1, 1)

zones = st.sampled_from(ZONES)


@st.composite
def days(draw):
    """Up to three intervals of a day; some of them touch."""
    edges = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
    intervals = list(zip(edges[::2], edges[1::2], strict=False))
    if intervals and intervals[0][1] - intervals[0][0] > 1 and draw(st.booleans()):
        (start, end), *rest = intervals
        middle = (start + end) // 2
        intervals = [(start, middle), (middle, end), *rest]
    return tuple(intervals)


# At least an hour: a limit must end within the thirty years that are searched.
proper_days = st.builds(lambda start, length: ((start, start + length),), st.integers(0, 840), st.integers(60, 600))


@st.composite
def weeks(draw):
    """Seven days of at most four kinds, one of them closed; at least one has working time."""
    kinds = [(), draw(proper_days), draw(days()), draw(days())]
    week = [kinds[number] for number in draw(st.lists(st.integers(0, 3), min_size=7, max_size=7))]
    if kinds[1] not in week:
        week[draw(st.integers(0, 6))] = kinds[1]
    return tuple(week)


@st.composite
def special_days(draw):
    return SpecialDay("khusus", "khusus", draw(st.one_of(st.just(()), days())))


dates = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def calendars(draw, zone=None):
    """A week, perhaps a Ramadan of thirty days, holidays and half days around it; sometimes a service round the clock."""
    zone = zone or draw(zones)
    if draw(st.integers(0, 19)) == 0:
        return Calendar(zone=zone, always_open=True)
    starts_on = draw(dates)
    ramadan = DatedWeek("Ramadan", draw(weeks()), starts_on, starts_on + timedelta(days=29))
    return Calendar(
        zone=zone,
        week=draw(weeks()),
        dated=(ramadan,) if draw(st.booleans()) else (),
        special=draw(st.dictionaries(dates, special_days(), max_size=8)),
    )


moments = st.one_of(
    st.integers(0, 400 * 1440).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 400 * 86_400_000_000).map(lambda micro: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)),
)
working_times = st.one_of(
    st.integers(0, 5_000).map(lambda minutes: timedelta(minutes=minutes)),
    st.timedeltas(timedelta(0), timedelta(days=10)),
)
limits = st.one_of(
    st.builds(Limit, st.integers(0, 3_000), st.just("menit")),
    st.builds(Limit, st.integers(0, 60), st.just("jam"), st.booleans()),
    st.builds(Limit, st.integers(0, 15), st.just("hari"), st.booleans()),
    st.builds(Limit, st.integers(0, 4), st.just("minggu"), st.booleans()),
    st.builds(Limit, st.integers(0, 14), st.just("bulan"), st.booleans()),
)
