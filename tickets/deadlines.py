"""From a step's printed time to moments: target, due, the rungs of its ladder, its lapse. Reads, computes, changes nothing in the database.

A run keeps `start` (when its clock began: entered, or planned), its holds, and from these everything is computed afresh whenever the
calendar changes; rungs already told stay told.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sop.definition import Rung
from worktime.arithmetic import add, between, share
from worktime.calendars import CalendarError
from worktime.limits import Limit

HOLDER, ALLOCATES, HEADS = "pemegang", "pembagi", "pimpinan"
DEFAULT_LADDER = (Rung(75, (HOLDER,)), Rung(100, (HOLDER, ALLOCATES)), Rung(200, (HEADS,)))


def ladder(procedure, step):
    """The Rungs of `step`: its own, else the procedure's, else the default; always with one at 100 %, ordered by percent."""
    own = step.escalation or procedure.escalation or DEFAULT_LADDER
    rungs = {rung.percent: rung for rung in own}
    rungs.setdefault(100, Rung(100, ()))
    return [rungs[percent] for percent in sorted(rungs)]


@dataclass
class Moments:
    """Aware datetimes of a run, or None; `rungs`: [(percent, moment, (who, ...))] in order."""

    due: datetime | None = None
    target: datetime | None = None
    lapse: datetime | None = None
    rungs: list = field(default_factory=list)


def moments(calendar, procedure, step, *, start, limit, target, planned, holds):
    """The Moments of a run of `step` whose clock began at `start`.

    `limit`, `target`: worktime Limits or None. `planned`: the appointed moment or None. `holds`: [(from, to)] that ended. A calendar
    that has no working time gives no moments: a wrong setting must not stop an office from working.
    """
    try:
        return _moments(calendar, procedure, step, start, limit, target, planned, holds)
    except CalendarError:
        return Moments()


def _moments(calendar, procedure, step, start, limit, target, planned, holds):
    by_clock = limit.calendar if limit else planned is not None
    clock = calendar.round_the_clock if by_clock else calendar
    found = Moments()
    if limit or planned:
        found.due = later(clock, add(calendar, start, limit) if limit else planned, holds)
    if target:
        found.target = later(clock, add(calendar, start, target), holds)
    if step.lapse:
        found.lapse = later(
            calendar.round_the_clock if step.lapse.after.calendar else calendar, add(calendar, start, step.lapse.after), holds
        )
    if limit:
        due = add(calendar, start, limit)
        found.rungs = [
            (rung.percent, later(clock, share(clock, start, due, rung.percent), holds), rung.to) for rung in ladder(procedure, step)
        ]
    elif planned:
        found.rungs = [(100, found.due, next(r for r in ladder(procedure, step) if r.percent == 100).to)]
    return found


def later(calendar, moment, holds):
    """`moment` moved by exactly the working time of each hold that began before it."""
    for since, until in holds:
        if since < moment:
            moment = add(calendar, moment, between(calendar, since, until))
    return moment


def fill(run, calendar, procedure, step, act):
    """Write the Moments of `run` into its fields (unsaved): due, target, lapse, pending rungs, and when the sweep must look at it.

    `act`: the sop.definition.Act the ticket is at.
    """
    holds = [(parse(since), parse(until)) for since, until in run.holds]
    found = moments(
        calendar,
        procedure,
        step,
        start=run.planned_at or run.entered_at,
        limit=Limit.from_json(run.limit),
        target=Limit.from_json(run.target),
        planned=run.planned_at,
        holds=holds,
    )
    told = set(run.told)
    run.due_at, run.target_at, run.lapse_at = found.due, found.target, found.lapse
    run.rungs = [[percent, iso(at), list(to)] for percent, at, to in found.rungs if percent not in told]
    set_next(run, step, act)


def worked_seconds(calendar, run):
    """Seconds of the run's own clock (working time, or the wall clock for a limit in calendar hours) from its start to `left_at`.

    Held time is taken out; a step left before its appointed moment took none. None where the calendar cannot say.
    """
    limit = Limit.from_json(run.limit)
    clock = calendar.counting(limit)
    start = run.planned_at if run.planned_at and limit else run.entered_at
    try:
        worked = _seconds(clock, start, run.left_at)
        held = sum(_seconds(clock, max(parse(since), start), min(parse(until), run.left_at)) for since, until in run.holds)
    except CalendarError:
        return None
    return max(0, worked - held)


def _seconds(clock, since, until):
    return int(between(clock, since, until).total_seconds()) if until > since else 0


def set_next(run, step, act):
    """`next_at`: the earliest pending rung or the lapse; None when nothing is pending."""
    pending = [parse(at) for _percent, at, _to in run.rungs]
    if run.lapse_at and may_lapse(step, act):
        pending.append(run.lapse_at)
    run.next_at = min(pending, default=None)


def may_lapse(step, act):
    """Whether the lapse of `step` moves a ticket that is at `act`.

    A row of several acts lapses only at those that lead where the lapse does: silence of the requester at 6b ends a ticket, silence of
    the technician at 6a does not. A row in which no act leads there lapses at any.
    """
    if step.lapse is None:
        return False
    leading = {a.code for a in step.acts if any(x.target == step.lapse.target and not x.deviation for x in a.actions)}
    return act.code in leading or not leading


def passed(run, now):
    """Pending rungs whose moment lies before `now`, in order."""
    return [rung for rung in run.rungs if parse(rung[1]) < now]


def iso(moment):
    """UTC with microseconds: one text per moment, whatever zone it came in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def parse(text):
    return datetime.fromisoformat(text) if text else None
