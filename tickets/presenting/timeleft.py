"""How much of a step's time is left, as a share for the ring and in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from worktime import words
from worktime.arithmetic import add, between
from worktime.calendars import CalendarError
from worktime.explain import explain
from worktime.limits import Limit
from worktime.store import ROUND_THE_CLOCK, calendar_for

from ..deadlines import parse
from ..models import Status


@dataclass(frozen=True)
class TimeLeft:
    """`percent`: used share of the limit, None without one. `tone`: ok, soon, late, held or none. `due_at`: aware datetime or None."""

    words: str
    percent: int | None = None
    tone: str = "none"
    due_at: datetime | None = None


class Calendars:
    """The calendars of one office for one answer: one query for the office hours, however many tickets ask."""

    def __init__(self, organisation):
        self.organisation, self._kept = organisation, {}

    def of(self, definition):
        """The calendar that the procedure `definition` (sop.definition.Procedure) counts in."""
        hours = ROUND_THE_CLOCK if definition.service_hours == ROUND_THE_CLOCK else "kantor"
        if hours not in self._kept:
            self._kept[hours] = calendar_for(self.organisation, hours)
        return self._kept[hours]


def clock_of(calendar, run):
    """The Calendar in which the limit of `run` counts: by the clock for calendar hours and appointed moments."""
    limit = Limit.from_json(run.limit)
    if limit is None:
        return calendar.round_the_clock if run.planned_at else calendar
    return calendar.counting(limit)


def time_left(ticket, run, calendar, now=None):
    """The TimeLeft of `ticket`, whose running StepRun is `run` (or None), over the Calendar of its procedure."""
    if ticket.status == Status.DRAFT:
        return TimeLeft(_("belum diajukan"))
    if not ticket.is_open:
        return TimeLeft(ticket.get_status_display())
    if ticket.status == Status.HELD:
        return TimeLeft(_("waktu berhenti"), _share(run, calendar, ticket.held_since), "held")
    if run is None or run.due_at is None:
        return TimeLeft(_("tanpa batas waktu"))
    now = now or timezone.now()
    try:
        return _running(run, calendar, now)
    except CalendarError:  # decades away: one odd row must not take the list with it
        return TimeLeft(_("tanpa batas waktu"))


def _running(run, calendar, now):
    clock = clock_of(calendar, run)
    seconds = int(between(clock, now, run.due_at).total_seconds())
    late = now > run.due_at
    if late:
        seconds = min(seconds, -1)
    percent = _share(run, calendar, now)
    percent = max(percent, 100) if late else min(percent, 99)
    tone = "late" if late else "soon" if percent >= 75 else "ok"
    text = words.time_left(seconds, clock.day_seconds, clock=clock.always_open)
    return TimeLeft(text, percent, tone, run.due_at)


def _share(run, calendar, now):
    """Used share of the limit at `now`, in per cent; None without a limit."""
    if run is None or run.due_at is None:
        return None
    clock = clock_of(calendar, run)
    whole, left = _whole(clock, calendar, run), between(clock, now, run.due_at)
    if whole <= timedelta(0):
        return 100
    return max(0, round(100 * (whole - left) / whole))


def _whole(clock, calendar, run):
    """The limit of `run` (timedelta) on its own `clock`, before any hold moved its due moment."""
    limit = Limit.from_json(run.limit)
    if limit is None:
        return between(clock, run.entered_at, run.planned_at or run.due_at)
    start = run.planned_at or run.entered_at
    if not run.held_seconds and not limit.calendar:  # nearly every row of a list: the due moment is at hand
        return between(clock, start, run.due_at)
    return between(clock, start, add(calendar, start, limit))


def explanation(run, calendar):
    """Lines that tell how the due moment of `run` came about; empty without one."""
    if run is None or run.due_at is None:
        return []
    limit = Limit.from_json(run.limit)
    if limit is None:
        return [_("Dijadwalkan: %s") % words.full_moment(run.due_at.astimezone(calendar.tzinfo), calendar.zone_label)]
    lines = [_("Batas waktu langkah ini menurut SOP: %s.") % run.duration_text]
    lines += explain(calendar, run.planned_at or run.entered_at, limit)
    if run.holds:
        clock = calendar.counting(limit)
        lines.pop()  # the moment before holds moved it
        for since, until in run.holds:
            since, until = parse(since).astimezone(calendar.tzinfo), parse(until).astimezone(calendar.tzinfo)
            held = words.exact_length(between(clock, since, until).total_seconds())
            lines.append(_("Ditunda %(since)s – %(until)s: %(held)s tidak dihitung") % _span(since, until, held))
        lines.append(_("Batas: %s") % words.full_moment(run.due_at.astimezone(calendar.tzinfo), calendar.zone_label))
    return lines


def _span(since, until, held):
    return {"since": words.short_moment(since), "until": words.short_moment(until), "held": held}
