"""Visits that were not kept, one by one: how late, on whose turn, and what was said about it."""

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext as _

from tickets.models import HoldReason, TicketEvent
from tickets.presenting.timeleft import Calendars, clock_of
from worktime.arithmetic import between
from worktime.calendars import CalendarError

from .. import sets
from .model import Missed

NOTE = 200  # characters of a reason


def rows(scope, definitions, now, limit=None):
    """[Missed], the oldest first, at most `limit`."""
    return list(each(scope, definitions, now, limit))


def each(scope, definitions, now, limit=None, chunk=500):
    """Yield the Missed, some hundreds at a time."""
    calendars = Calendars(scope.organisation)
    roles = dict(scope.organisation.roles.values_list("code", "name"))
    visits = (
        sets.missed(scope).select_related("ticket", "missed_person").defer("ticket__words", "ticket__answers").order_by("missed_at", "pk")
    )
    keys = list(visits.values_list("pk", flat=True)[:limit])
    for start in range(0, len(keys), chunk):
        part = list(visits.filter(pk__in=keys[start : start + chunk]))
        notes, holds = _notes(part), _holds(part)
        for run in part:
            definition = definitions.of(run.ticket.procedure_id, run.ticket.revision_id)
            step = definition.step(run.step)
            until = min(filter(None, [run.left_at, scope.end, now]))
            yield Missed(
                ticket=run.ticket.number,
                service=definitions.name(run.ticket.procedure_id),
                step=run.step,
                activity=step.activity,
                limit=run.duration_text,
                due_at=run.missed_at.isoformat(timespec="seconds"),
                left_at=run.left_at.isoformat(timespec="seconds") if run.left_at and run.left_at < scope.end else "",
                late_seconds=_late(clock_of(calendars.of(definition), run), run, until),
                who=_who(run, roles),
                reason="" if run.ticket.confidential else _reason(run, notes, holds),
            )


def _late(clock, run, until):
    """Seconds of the run's clock from the limit until `until`, holds that fell between left out."""
    try:
        late = between(clock, run.missed_at, until)
        for since, to in run.holds:
            since, to = max(dt.datetime.fromisoformat(since), run.missed_at), min(dt.datetime.fromisoformat(to), until)
            late -= between(clock, since, to) if to > since else dt.timedelta(0)
    except CalendarError:
        return 0
    return max(0, int(late.total_seconds()))


def _who(run, roles):
    role = roles.get(run.missed_role, run.missed_role)
    return f"{run.missed_person.name} ({role})" if run.missed_person_id else role


def _notes(part):
    """{(ticket id, event number): note} of the acts with which these visits ended; never a comment."""
    events = TicketEvent.objects.filter(ticket__in={run.ticket_id for run in part}, kind__in=("tindakan", "dibatalkan")).exclude(note="")
    return {(ticket, number): note for ticket, number, note in events.values_list("ticket", "number", "note")}


def _holds(part):
    """{ticket id: [(moment, words of the reason)]}."""
    found = {}
    events = TicketEvent.objects.filter(ticket__in={run.ticket_id for run in part}, kind=TicketEvent.Kind.HELD)
    for ticket, at, reason in events.order_by("number").values_list("ticket", "at", F("data__reason")):
        found.setdefault(ticket, []).append((at, str(HoldReason(reason).label)))
    return found


def _reason(run, notes, holds):
    """What was recorded: the note of the act that ended the visit, and why it had been on hold."""
    said = [notes[key].strip()] if (key := (run.ticket_id, run.left_event)) in notes else []
    until = run.left_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    waited = [words for at, words in holds.get(run.ticket_id, ()) if run.entered_at <= at <= until]
    said += [_("Ditunda: %s") % ", ".join(dict.fromkeys(waited)).lower()] if waited else []
    text = ". ".join(" ".join(part.split()).rstrip(".") for part in said if part)
    return text if len(text) <= NOTE else text[: NOTE - 1].rstrip() + "…"
