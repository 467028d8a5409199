"""An office's calendar in the database: built once, asked for by one query, announced when it changes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import SettingsChange
from worktime import changes, hooks, store
from worktime.arithmetic import add
from worktime.calendars import DEFAULT_WEEK, RAMADAN_WEEK, Calendar
from worktime.limits import Limit
from worktime.models import CalendarState, Holiday, WeeklyPattern
from worktime.proposals import national_holidays

TODAY = date(2026, 11, 20)


def due(calendar, *start, limit="60 menit"):
    return add(calendar, datetime(*start, tzinfo=calendar.tzinfo), Limit.parse(limit)).strftime("%Y-%m-%d %H.%M")


def holiday(office, day, name="HUT Provinsi", kind=Holiday.Kind.LOCAL, hours=()):
    return Holiday(organisation=office, date=date.fromisoformat(day), name=name, kind=kind, hours=[list(pair) for pair in hours])


def test_a_new_office_has_the_ordinary_week_and_the_national_holidays(bps):
    calendar = store.calendar_for(bps)

    assert calendar.week == DEFAULT_WEEK
    assert calendar.zone == "Asia/Jakarta"
    assert due(calendar, 2026, 12, 23, 15, 50) == "2026-12-28 08.20"  # cuti bersama and Christmas


def test_estimates_are_only_proposed(bps):
    estimate = Holiday.objects.filter(organisation=bps, estimated=True).first()

    assert estimate is not None
    assert not estimate.confirmed
    assert "perkiraan" not in estimate.name
    assert estimate.date not in store.calendar_for(bps).special


def test_an_office_without_any_rows_works_the_ordinary_week(offices):
    office = offices["diskominfo-tanah-bumbu"]
    WeeklyPattern.objects.filter(organisation=office).delete()
    CalendarState.objects.filter(organisation=office).delete()

    calendar = store.calendar_for(office)

    assert calendar.week == DEFAULT_WEEK
    assert calendar.zone == "Asia/Makassar"


def test_the_first_calendar_is_given_once(bps):
    before = Holiday.objects.filter(organisation=bps).count()

    changes.create_default(bps)

    assert Holiday.objects.filter(organisation=bps).count() == before
    assert WeeklyPattern.objects.filter(organisation=bps).count() == 1


def test_the_calendar_costs_one_query_first_time_and_every_time(bps, django_assert_num_queries):
    store._kept.clear()
    with django_assert_num_queries(1):
        first = store.calendar_for(bps)
    with django_assert_num_queries(1):
        assert store.calendar_for(bps) is first
    with django_assert_num_queries(0):
        assert store.calendar_for(bps, "24jam").always_open


def test_a_change_is_seen_at_once(bps):
    before = store.calendar_for(bps)

    changes.save_holiday(holiday(bps, "2026-11-23"), actor=None)

    after = store.calendar_for(bps)
    assert after is not before
    assert after.version != before.version
    assert due(after, 2026, 11, 20, 16, 20) == "2026-11-24 08.20"


def test_offices_do_not_share_holidays(offices, bps):
    changes.save_holiday(holiday(bps, "2026-11-23"), actor=None)

    assert due(store.calendar_for(offices["diskominfo-karanganyar"]), 2026, 11, 20, 16, 20) == "2026-11-23 08.20"


def test_ramadan_is_kept_from_day_to_day(bps):
    ramadan = WeeklyPattern(
        organisation=bps, name="Jam Ramadan", starts_on=date(2027, 2, 8), ends_on=date(2027, 3, 9), days=[list(day) for day in RAMADAN_WEEK]
    )
    changes.save_pattern(ramadan, actor=None)

    calendar = store.calendar_for(bps)

    assert due(calendar, 2027, 2, 8, 14, 30) == "2027-02-09 08.30"
    assert due(calendar, 2027, 2, 4, 15, 30) == "2027-02-08 08.30"  # Friday 5 and Saturday 6 February: Imlek and its cuti bersama


def test_a_half_day_and_a_holiday_on_one_date_make_a_holiday(bps):
    changes.save_holiday(holiday(bps, "2026-11-23", "Apel", Holiday.Kind.HOURS, [(450, 690)]), actor=None)
    assert store.calendar_for(bps).hours(date(2026, 11, 23)) == ((450, 690),)

    changes.save_holiday(holiday(bps, "2026-11-23", "Libur pilkada"), actor=None)
    assert store.calendar_for(bps).hours(date(2026, 11, 23)) == ()


def test_two_half_days_on_one_date_leave_what_both_allow(bps):
    changes.save_holiday(holiday(bps, "2026-11-23", "Apel", Holiday.Kind.HOURS, [(540, 960)]), actor=None)
    changes.save_holiday(holiday(bps, "2026-11-23", "Pulang awal", Holiday.Kind.HOURS, [(450, 720)]), actor=None)

    assert store.calendar_for(bps).hours(date(2026, 11, 23)) == ((540, 720),)


def test_proposals_count_once_they_are_confirmed(bps):
    changes.propose(bps, 2028, actor=None)
    assert store.calendar_for(bps).hours(date(2028, 5, 1)) != ()

    ids = Holiday.objects.filter(organisation=bps, date=date(2028, 5, 1)).values_list("pk", flat=True)
    assert changes.confirm(bps, ids, actor=None) == 1

    assert store.calendar_for(bps).hours(date(2028, 5, 1)) == ()


def test_proposing_again_adds_nothing_and_takes_back_moved_estimates(bps):
    assert changes.propose(bps, 2028, actor=None) == len(national_holidays(2028))
    assert changes.propose(bps, 2028, actor=None) == 0
    moved = Holiday.objects.filter(organisation=bps, estimated=True, date__year=2028).first()
    Holiday.objects.filter(pk=moved.pk).update(date=date(2028, 12, 1))

    assert changes.propose(bps, 2028, actor=None) == 1

    assert not Holiday.objects.filter(organisation=bps, date=date(2028, 12, 1)).exists()


def test_holidays_of_another_office_cannot_be_confirmed(offices, bps):
    other = offices["diskominfo-karanganyar"]
    changes.propose(other, 2028, actor=None)
    ids = list(Holiday.objects.filter(organisation=other, date__year=2028).values_list("pk", flat=True))

    assert changes.confirm(bps, ids, actor=None) == 0


def test_every_change_is_written_down_with_what_was_and_what_is(bps, people):
    row = holiday(bps, "2027-05-12")
    changes.save_holiday(row, actor=people["pengelola.bps"])
    row.date = date(2027, 5, 13)
    changes.save_holiday(row, actor=people["pengelola.bps"])

    entry = SettingsChange.objects.filter(organisation=bps).first()

    assert entry.actor == people["pengelola.bps"]
    assert entry.what == "Mengubah kantor tutup Kamis, 13 Mei 2027: HUT Provinsi"
    assert entry.data["changes"] == {"Tanggal": ["Rabu, 12 Mei 2027", "Kamis, 13 Mei 2027"]}
    assert entry.data["backdated"] is False


def test_a_date_that_has_passed_is_marked(bps):
    changes.save_holiday(holiday(bps, "2024-05-13"), actor=None)

    entry = SettingsChange.objects.filter(organisation=bps).first()

    assert entry.what.endswith("(berlaku surut)")
    assert entry.data["backdated"] is True


def test_saving_without_a_change_leaves_no_trace(bps):
    row = holiday(bps, "2027-05-12")
    changes.save_holiday(row, actor=None)
    version, entries = store.calendar_for(bps).version, SettingsChange.objects.count()

    changes.save_holiday(row, actor=None)

    assert store.calendar_for(bps).version == version
    assert SettingsChange.objects.count() == entries


@pytest.fixture
def listener(monkeypatch):
    """What was announced, in order; other floors' listeners are left out."""
    heard = []
    monkeypatch.setattr(hooks, "_listeners", [heard.append])
    return heard


def test_a_change_is_announced_after_commit(bps, listener, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changes.save_holiday(holiday(bps, "2026-11-23"), actor=None)
        assert listener == []

    assert listener == [bps]


def test_a_proposal_changes_nothing_and_is_not_announced(bps, listener, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changes.propose(bps, 2028, actor=None)

    assert listener == []


def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(bps, listener, caplog, django_capture_on_commit_callbacks):
    def broken(organisation):
        raise RuntimeError("broken on purpose")

    hooks._listeners.insert(0, broken)
    with django_capture_on_commit_callbacks(execute=True):
        changes.save_holiday(holiday(bps, "2026-11-23"), actor=None)

    assert listener == [bps]
    assert "broken on purpose" in caplog.text


def test_an_office_stays_unsettled_until_its_deadlines_follow_the_calendar_in_force(bps):
    first = store.calendar_for(bps).version
    store.settle(bps, first)
    assert bps.pk not in store.unsettled()

    changes.save_holiday(holiday(bps, "2026-11-23"), actor=None)
    assert bps.pk in store.unsettled()

    store.settle(bps, first)  # a task that started before the change
    assert bps.pk in store.unsettled()

    store.settle(bps, store.calendar_for(bps).version)
    assert bps.pk not in store.unsettled()


def test_the_ordinary_week_cannot_be_deleted(bps):
    with pytest.raises(ValueError, match="ordinary"):
        changes.delete_pattern(WeeklyPattern.objects.get(organisation=bps), actor=None)


def test_a_snapshot_tells_the_same_as_the_rows(bps):
    calendar = store.from_snapshot(store.snapshot(bps), "Asia/Jayapura")

    assert isinstance(calendar, Calendar)
    assert calendar.tzinfo == ZoneInfo("Asia/Jayapura")
    assert calendar.special == store.calendar_for(bps).special
