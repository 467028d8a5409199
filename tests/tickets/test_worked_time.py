"""How long a visit to a row took is fixed when it is left: what reports read."""

import datetime as dt

import pytest

from tickets import audit, deadlines, transitions
from tickets.models import HoldReason, StepRun, Ticket
from worktime.calendars import Calendar
from worktime.limits import Limit

WIB = dt.timezone(dt.timedelta(hours=7))


def run(entered, left, *, limit=None, planned=None, holds=()):
    return StepRun(
        entered_at=at(entered),
        left_at=at(left),
        limit=limit and Limit.parse(limit).as_json(),
        planned_at=planned and at(planned),
        holds=[[deadlines.iso(at(since)), deadlines.iso(at(until))] for since, until in holds],
    )


def at(text):
    """ "20 16:20": that day of November 2026 (the 20th is a Friday), in WIB."""
    day, clock = text.split()
    return dt.datetime.combine(dt.date(2026, 11, int(day)), dt.time.fromisoformat(clock), WIB)


@pytest.mark.parametrize(
    ("visit", "minutes"),
    [
        (run("20 16:20", "23 07:40"), 20),  # Friday 16.20–16.30, Monday 07.30–07.40
        (run("20 16:20", "23 07:40", limit="48 jam kalender"), (64 - 1) * 60 + 20),  # by the clock
        (run("23 08:00", "23 11:00", holds=[("23 08:30", "23 09:00"), ("23 10:00", "23 10:20")]), 130),
        (run("20 16:00", "23 08:00", limit="48 jam kalender", holds=[("20 18:00", "20 20:00")]), (64 - 2) * 60),
        (run("23 08:00", "24 10:00", limit="60 menit", planned="24 09:00"), 60),  # the clock began at the appointed hour
        (run("23 08:00", "23 09:00", limit="60 menit", planned="24 09:00"), 0),
        (run("21 08:00", "22 10:00"), 0),  # a weekend
    ],
)
def test_the_time_a_visit_took_is_that_of_its_own_clock_without_holds(visit, minutes):
    assert deadlines.worked_seconds(Calendar(), visit) == minutes * 60


def test_a_calendar_without_working_time_says_nothing_and_stops_nobody():
    assert deadlines.worked_seconds(Calendar(), run("01 08:00", "02 08:00")) is not None
    far = run("01 08:00", "02 08:00")
    far.entered_at = far.entered_at.replace(year=1980)

    assert deadlines.worked_seconds(Calendar(), far) is None


@pytest.mark.django_db
def test_the_door_writes_it_and_the_audit_knows_it(desk):
    ticket = desk.open()
    desk.later(4)
    transitions.hold(
        ticket.pk, Ticket.objects.get(pk=ticket.pk).turn, actor=desk.person("admin.bps"), reason=HoldReason.PARTS, now=desk.now
    )
    desk.later(30)
    transitions.resume(ticket.pk, Ticket.objects.get(pk=ticket.pk).turn, actor=desk.person("admin.bps"), now=desk.now)
    desk.later(3)
    desk.approve(ticket)

    assert StepRun.objects.get(ticket=ticket, step="1").worked_seconds == 7 * 60
    assert audit.verify_ticket(Ticket.objects.get(pk=ticket.pk)) == []
    StepRun.objects.filter(ticket=ticket, step="1").update(worked_seconds=60)
    assert "Catatan langkah" in audit.verify_ticket(Ticket.objects.get(pk=ticket.pk))[0]


@pytest.mark.django_db
def test_events_from_before_it_was_kept_are_still_whole(desk, monkeypatch):
    whole = transitions.base.run_state
    monkeypatch.setattr(transitions.base, "run_state", lambda run: {k: v for k, v in whole(run).items() if k != "worked_seconds"})
    ticket = desk.open()
    desk.approve(ticket)
    monkeypatch.undo()

    assert audit.verify_ticket(Ticket.objects.get(pk=ticket.pk)) == []
