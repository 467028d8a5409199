"""What the clock does to a ticket, as Sistem: rungs of the escalation ladder, lapses, deadlines computed anew."""

from sop.definition import ENDS

from .. import deadlines
from ..models import Status, TicketEvent
from . import base


def record_rung(ticket_id, *, now=None):
    """Record every rung of the running step that has passed, and the miss. May run twice: each rung is told once. Returns how many."""
    with base.locked(ticket_id) as ticket:
        before = ticket.event_count
        base.settle(ticket, base.moment(now, ticket))
        return ticket.event_count - before


def lapse(ticket_id, *, now=None):
    """Move on a ticket whose step says `lewat_waktu` and has lapsed. Returns the TicketEvent, or None when it has not."""
    with base.locked(ticket_id) as ticket:
        now = base.moment(now, ticket)
        run = base.settle(ticket, now)
        if run is None or ticket.status != Status.RUNNING or run.lapse_at is None or run.lapse_at >= now:
            return None
        act, target = ticket.current_act, ticket.current_step.lapse.target
        if not deadlines.may_lapse(ticket.current_step, act):
            return None
        # The letters an action to the same target would have issued: a finished ticket has its berita acara, confirmed or not.
        same = next((a for a in act.actions if a.target == target), None)
        letters = [[letter.kind, letter.title] for letter in same.letters] if same else []
        moved = base.move(ticket, target, at=now, by=None, run=run)
        data = {"to": target, "letters": letters, "deviation": target in ENDS and same is None}
        return base.record(ticket, TicketEvent.Kind.LAPSED, at=now, act=act.code, data=data, runs=[moved["left"], moved["entered"]])


def recalculate(ticket_id, *, reason="", now=None):
    """Compute the running step's moments anew after the calendar changed. Returns the TicketEvent, or None when nothing moved.

    What was already told or missed stays so: a holiday declared afterwards does not hide a breach.
    """
    with base.locked(ticket_id) as ticket:
        now = base.moment(now, ticket)
        run = base.settle(ticket, now)
        if run is None:
            return None
        before = (run.due_at, run.target_at, run.lapse_at, run.rungs)
        held = ticket.status == Status.HELD
        deadlines.fill(run, base.calendar_of(ticket), ticket.definition, ticket.current_step, ticket.current_act)
        if held:
            run.next_at = None
        if (run.due_at, run.target_at, run.lapse_at, run.rungs) == before:
            return None
        run.save()
        ticket.due_at = None if held else run.due_at
        data = {"reason": reason, "due_before": deadlines.iso(before[0]), "due_at": deadlines.iso(run.due_at)}
        return base.record(ticket, TicketEvent.Kind.RECALCULATED, at=now, act=ticket.position, data=data, runs=[run])
