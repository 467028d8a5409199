"""From printed times to moments: limits by answer, ranges, plans, "-", empty; the ladder; holds; holidays declared while it runs."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop import loader, services
from sop.definition import Act, Action, Rung, Step
from sop.models import Procedure
from tests.worktime.strategies import calendars, limits, moments
from tickets import audit, deadlines, tasks, transitions
from tickets.models import StepRun, Ticket
from tickets.transitions import base
from worktime import changes
from worktime.arithmetic import between, share
from worktime.calendars import Calendar, CalendarError
from worktime.models import Holiday

from .conftest import MONDAY

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


class Clock:
    """A ticket of the SOP clock_sop.yaml: Monday 08.00 WIB, and the technician who takes each row."""

    def __init__(self, people):
        result = loader.parse(Path(__file__).with_name("clock_sop.yaml").read_bytes(), "clock_sop.yaml")
        assert not result.errors, result.errors
        services.load(result)
        self.people, self.now = people, MONDAY
        self.procedure = Procedure.objects.get(code="uji-waktu")

    def open(self, kind="ringan"):
        self.ticket = transitions.open_ticket(self.procedure, actor=self.people["pegawai.bps"], data={"jenis": kind}, now=self.now)
        return self

    def to(self, step, **data):
        while (ticket := Ticket.objects.get(pk=self.ticket.pk)).position != f"{step}a":
            more = {"_rencana": "2026-11-18T10:00"} if ticket.position == "4a" else {}
            transitions.act(ticket.pk, ticket.turn, "lanjut", actor=self.people["teknisi.bps"], data=more, now=self.now)
        return self

    @property
    def run(self):
        return StepRun.objects.running().get(ticket=self.ticket)

    def rungs(self):
        return [(percent, deadlines.parse(at) - self.now, who) for percent, at, who in self.run.rungs]


@pytest.fixture
def clock(offices, people):
    return Clock(people)


@pytest.mark.django_db
def test_a_dash_and_an_empty_cell_have_no_limit_and_the_dash_is_kept_as_printed(clock):
    run = clock.open().run  # row 1 is left in the same breath
    printed = list(StepRun.objects.filter(ticket=clock.ticket).order_by("pk").values_list("step", "duration_text", "due_at"))
    assert printed == [("1", "-", None), ("2", "", None)]
    assert (run.limit, run.rungs, run.next_at) == (None, [], None)


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "due"), [("ringan", HOUR), ("berat", 2 * 24 * HOUR)])
def test_a_limit_is_picked_by_the_answer_given_before(clock, answer, due):
    assert clock.open(answer).to(3).run.due_at - MONDAY == due


@pytest.mark.django_db
def test_of_a_range_the_first_is_the_target_and_the_second_the_limit(clock):
    run = clock.open().to(4).run
    assert (run.target_at - MONDAY, run.due_at - MONDAY) == (10 * MINUTE, HOUR)


@pytest.mark.django_db
def test_a_planned_step_is_due_at_the_appointment(clock):
    run = clock.open().to(5).run
    assert run.planned_at == run.due_at == dt.datetime(2026, 11, 18, 3, 0, tzinfo=dt.UTC)  # 10.00 WIB
    assert [percent for percent, _at, _who in run.rungs] == [100]


@pytest.mark.django_db
def test_a_least_time_is_no_limit_but_a_target(clock):
    run = clock.open().to(6).run
    assert (run.due_at, run.target_at is not None, run.next_at) == (None, True, None)


@pytest.mark.django_db
def test_a_rows_own_ladder_goes_before_the_procedures_and_a_miss_is_always_recorded(clock):
    assert clock.open().to(3).rungs() == [(100, HOUR, ["pemegang", "admin"])]
    assert clock.to(4).rungs() == [(50, 30 * MINUTE, ["admin"]), (100, HOUR, []), (150, 90 * MINUTE, ["pimpinan"])]


@pytest.mark.django_db
def test_without_a_ladder_the_default_holds(desk):
    ticket = desk.open()
    run = StepRun.objects.running().get(ticket=ticket)
    assert [(percent, deadlines.parse(at) - MONDAY, who) for percent, at, who in run.rungs] == [
        (75, 450 * dt.timedelta(seconds=1), ["pemegang"]),
        (100, 10 * MINUTE, ["pemegang", "pembagi"]),
        (200, 20 * MINUTE, ["pimpinan"]),
    ]


@pytest.mark.django_db
def test_silence_ends_the_ticket_once_and_only_after_its_time(clock):
    clock.open().to(7)
    lapse_at = clock.run.lapse_at
    assert lapse_at == MONDAY + 24 * HOUR

    assert transitions.lapse(clock.ticket.pk, now=lapse_at) is None
    event = transitions.lapse(clock.ticket.pk, now=lapse_at + dt.timedelta(seconds=1))
    assert transitions.lapse(clock.ticket.pk, now=lapse_at + HOUR) is None

    assert (event.kind, event.actor, event.data["to"]) == ("lewat-waktu", None, "selesai")
    assert str(Ticket.objects.get(pk=clock.ticket.pk).status) == "selesai"


@pytest.mark.django_db
def test_a_second_late_is_missed_and_on_time_is_not(clock):
    clock.open().to(4)
    clock.now += HOUR
    clock.to(5)
    kept = StepRun.objects.get(ticket=clock.ticket, step="4")
    assert kept.missed_at is None

    other = Clock.open(clock)
    other.to(4)
    due = other.run.due_at
    other.now = due + dt.timedelta(seconds=1)
    other.to(5)

    late = StepRun.objects.get(ticket=other.ticket, step="4")
    assert (late.missed_at, late.missed_role, late.missed_person) == (due, "teknisi", clock.people["teknisi.bps"])
    assert [e.data["percent"] for e in other.ticket.events.filter(kind="tenggat")] == [50, 100]
    transitions.record_rung(other.ticket.pk, now=due + HOUR)
    assert other.ticket.events.filter(kind="tenggat", data__percent=100).count() == 1


# Holding


@pytest.mark.django_db
def test_a_hold_over_the_weekend_moves_the_due_moment_by_the_working_time_held(clock):
    clock.now = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)  # Friday 16.00 WIB, half an hour before closing
    clock.open().to(4)
    due = clock.run.due_at  # 30 minutes on Friday, 30 on Monday: 08.00
    assert due == dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
    ticket = Ticket.objects.get(pk=clock.ticket.pk)
    technician = clock.people["teknisi.bps"]
    transitions.hold(ticket.pk, ticket.turn, actor=technician, reason="suku-cadang", now=clock.now + 10 * MINUTE)
    assert StepRun.objects.running().get(ticket=ticket).next_at is None

    ticket = Ticket.objects.get(pk=ticket.pk)
    transitions.resume(ticket.pk, ticket.turn, actor=technician, now=dt.datetime(2026, 11, 23, 0, 45, tzinfo=dt.UTC))  # Monday 07.45

    run = clock.run
    assert run.held_seconds == 35 * 60  # 20 minutes on Friday, 15 on Monday
    assert run.due_at == due + 35 * MINUTE
    assert [percent for percent, _at, _who in run.rungs] == [50, 100, 150]


ACT = Act("1a", "1", ("teknisi",), "proses", (Action("lanjut", "Selesai", "selesai"),))
STEP = Step("1", "Bekerja", (ACT,))


class Ladder:
    escalation = (Rung(75, ("pemegang",)), Rung(100, ()), Rung(200, ("pimpinan",)))


holds = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)), max_size=3)


def filled(calendar, start, limit, held=()):
    run = StepRun(entered_at=start, limit=limit.as_json(), holds=[[deadlines.iso(a), deadlines.iso(b)] for a, b in held])
    deadlines.fill(run, calendar, Ladder, STEP, ACT)
    return run


def spans(start, drawn):
    """Holds that follow one another: [(from, to)] after `start`, from (minutes until, minutes long)."""
    found, at = [], start
    for until, length in drawn:
        found.append((at + until * MINUTE, at + (until + length) * MINUTE))
        at = found[-1][1]
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(calendars(), moments, limits, holds)
def test_every_hold_before_the_end_moves_it_by_exactly_the_working_time_held(calendar, start, limit, drawn):
    clock = calendar.counting(limit)
    plain = filled(calendar, start, limit)
    if plain.due_at is None:
        return
    due = plain.due_at
    for number, (since, until) in enumerate(held := spans(start, drawn), 1):
        moved = filled(calendar, start, limit, held[:number]).due_at
        expected = between(clock, since, until) if since < due else dt.timedelta(0)
        assert between(clock, due, moved) == expected
        assert moved >= due
        due = moved


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(calendars(), moments, limits)
def test_rungs_come_in_order_and_the_hundredth_is_the_due_moment(calendar, start, limit):
    run = filled(calendar, start, limit)
    if run.due_at is None:
        return
    at = {percent: deadlines.parse(moment) for percent, moment, _who in run.rungs}
    assert at[75] <= at[100] == run.due_at <= at[200]
    assert run.next_at == at[75] == share(calendar.counting(limit), start, run.due_at, 75)


def test_a_calendar_without_working_time_gives_no_moments_and_stops_nobody():
    empty = Calendar(week=((),) * 7)
    from worktime.limits import Limit

    run = filled(empty, MONDAY, Limit(10, "menit"))
    assert (run.due_at, run.rungs, run.next_at) == (None, [], None)
    with pytest.raises(CalendarError):
        between_or_add(empty)


def between_or_add(calendar):
    from worktime.arithmetic import add
    from worktime.limits import Limit

    return add(calendar, MONDAY, Limit(10, "menit"))


# A holiday declared while it runs


@pytest.mark.django_db
def test_a_holiday_declared_while_a_step_runs_moves_it_through_the_door_and_leaves_the_past_alone(clock, work, monday_morning):
    clock.open("berat").to(3)
    left = StepRun.objects.get(ticket=clock.ticket, step="2")
    before = base.run_state(left)
    due = clock.run.due_at
    holiday = Holiday(organisation=clock.procedure.organisation, date=dt.date(2026, 11, 17), name="Pilkada", kind=Holiday.Kind.NATIONAL)

    with work():
        changes.save_holiday(holiday, actor=clock.people["pengelola.bps"])

    assert clock.run.due_at == due + 24 * HOUR
    event = clock.ticket.events.get(kind="hitung-ulang")
    assert (event.actor, event.data["reason"], event.data["due_before"]) == (None, "kalender", deadlines.iso(due))
    left.refresh_from_db()
    assert base.run_state(left) == before
    assert Ticket.objects.get(pk=clock.ticket.pk).due_at == clock.run.due_at
    assert audit.verify_ticket(Ticket.objects.get(pk=clock.ticket.pk)) == []


@pytest.mark.django_db
def test_a_holiday_declared_afterwards_hides_no_breach(clock, work, monday_morning):
    clock.open().to(4)
    transitions.record_rung(clock.ticket.pk, now=MONDAY + 61 * MINUTE)
    holiday = Holiday(organisation=clock.procedure.organisation, date=dt.date(2026, 11, 16), name="Terlambat", kind=Holiday.Kind.LOCAL)

    with work():
        changes.save_holiday(holiday, actor=clock.people["pengelola.bps"])

    assert clock.run.missed_at == MONDAY + HOUR
    assert 100 in clock.run.told


@pytest.mark.django_db
def test_should_the_message_get_lost_the_sweep_finds_the_office_and_queues_it_once(clock, tasks, monday_morning):
    from tickets.tasks import sweep

    clock.open().to(4)
    holiday = Holiday(organisation=clock.procedure.organisation, date=dt.date(2026, 11, 16), name="Libur", kind=Holiday.Kind.LOCAL)
    changes.save_holiday(holiday, actor=clock.people["pengelola.bps"])
    tasks.discard()

    sweep()
    assert [name for name, *_rest in tasks.waiting()].count("tickets.tasks.recalculate_office") >= 1
    tasks.run()
    sweep()
    assert [name for name, *_rest in tasks.waiting()].count("tickets.tasks.recalculate_office") == 0
    assert clock.ticket.events.filter(kind="hitung-ulang").count() == 1


def test_the_sweep_is_named_in_the_beat_schedule(settings):
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep.name, "notifications.tasks.deliver_waiting", "notifications.tasks.heartbeat"} <= named
