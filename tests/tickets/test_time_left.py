"""How much of a limit is used after a hold, worked out by hand. BPS works Mon-Thu 07.30-12.00 and 13.00-16.00, Fri 07.30-11.30 and 13.00-16.30."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tickets import deadlines
from tickets.models import Status
from tickets.presenting.rows import Run
from tickets.presenting.timeleft import time_left
from worktime.arithmetic import between
from worktime.limits import Limit
from worktime.store import calendar_for

pytestmark = pytest.mark.django_db


def at(day, clock):
    """A moment of November 2026 in WIB; the 20th is a Friday."""
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def office(offices):
    return calendar_for(offices["bps-bengkulu"])


def shown(office, sops, now, *, entered, limit="", planned=None, held=None, since=None):
    """(percent, words) at `now` of a run, `held` (from, to) once; `since`: on hold from then on."""
    definition = sops["setting-jaringan"].revision_in_force.definition.procedure("setting-jaringan")
    limit = Limit.parse(limit) if limit else None
    holds = [held] if held else []
    due = deadlines.moments(
        office, definition, definition.steps[0], start=planned or entered, limit=limit, target=None, planned=planned, holds=holds
    ).due
    seconds = int(between(office, *held).total_seconds()) if held else 0
    run = Run(entered, planned, due, limit.as_json() if limit else None, seconds)
    ticket = SimpleNamespace(status=Status.HELD if since else Status.RUNNING, is_open=True, held_since=since)
    left = time_left(ticket, run, office, now)
    return left.percent, left.words


def test_calendar_hours_are_held_by_the_clock(office, sops):
    """48 hours from Friday 15.00, one used when held at 16.00; the weekend (64 hours, one of them at work) does not count."""
    case = {"entered": at(20, "15:00"), "limit": "48 jam kalender"}
    weekend = at(20, "16:00"), at(23, "08:00")

    assert shown(office, sops, at(21, "12:00"), **case, since=at(20, "16:00")) == (2, "waktu berhenti")
    assert shown(office, sops, at(23, "08:00"), **case, held=weekend) == (2, "sisa 1 hari 23 jam")
    assert shown(office, sops, at(24, "07:00"), **case, held=weekend) == (50, "sisa 1 hari")
    assert shown(office, sops, at(25, "06:00"), **case, held=weekend) == (98, "sisa 1 jam")


def test_calendar_hours_held_outside_office_hours(office, sops):
    """Held from Friday 17.00 to 21.00: no working time, four hours of the clock."""
    evening = at(20, "17:00"), at(20, "21:00")

    assert shown(office, sops, at(21, "07:00"), entered=at(20, "15:00"), limit="24 jam kalender", held=evening) == (50, "sisa 12 jam")


def test_working_time_is_held_by_the_office(office, sops):
    """One hour from Friday 15.30; held from 16.00 to Monday 08.00, an hour of work; the other half hour is left."""
    weekend = at(20, "16:00"), at(23, "08:00")

    assert shown(office, sops, at(23, "08:00"), entered=at(20, "15:30"), limit="1 jam", held=weekend) == (50, "sisa 30 menit kerja")
    assert shown(office, sops, at(23, "08:15"), entered=at(20, "15:30"), limit="1 jam", held=weekend) == (75, "sisa 15 menit kerja")


def test_an_appointment_is_held_by_the_clock(office, sops):
    """Made on Monday 08.00 for Tuesday 08.00; held from 20.00 to 08.00, so it moves to 20.00."""
    night = at(23, "20:00"), at(24, "08:00")

    assert shown(office, sops, at(24, "08:00"), entered=at(23, "08:00"), planned=at(24, "08:00"), held=night) == (50, "sisa 12 jam")
