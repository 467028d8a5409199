"""Hold, resume, cancel, reopen, reassign: moves of a ticket's life beside its SOP."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import roles
from worktime.arithmetic import between

from .. import deadlines, permissions
from ..models import HoldReason, Status, TicketEvent
from . import base

Kind = TicketEvent.Kind


def hold(ticket_id, turn, *, actor, reason, waiting_for="", note="", now=None):
    """Stop the clock with a reason (HoldReason) and who is waited for. Returns the TicketEvent."""
    if reason not in HoldReason.values:
        raise ValidationError({"reason": _("Pilih alasan penundaan.")})
    if reason == HoldReason.OTHER and not str(note).strip():
        raise ValidationError({"note": _("Jelaskan alasannya.")})
    with base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "hold", ticket, now)
        run = base.settle(ticket, now)
        if run is not None:
            run.next_at = None
            run.save(update_fields=["next_at"])
        ticket.put_on_hold(now, reason, str(waiting_for).strip()[:150])
        ticket.due_at = None
        ticket.turn = ticket.event_count + 1
        data = {"reason": reason, "waiting_for": ticket.hold_waiting_for}
        return base.record(ticket, Kind.HELD, at=now, actor=actor, act=ticket.position, note=note, data=data, runs=[run])


def resume(ticket_id, turn, *, actor, note="", now=None):
    """Let the clock run again; the due moment moves by exactly the working time held. Returns the TicketEvent."""
    with base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "resume", ticket, now)
        run = base.running(ticket)
        held = add_held(ticket, run, now)
        ticket.take_off_hold()
        ticket.due_at = run.due_at if run else None
        ticket.turn = ticket.event_count + 1
        base.write_turns(ticket)
        data = {"held_seconds": held}
        return base.record(ticket, Kind.RESUMED, at=now, actor=actor, act=ticket.position, note=note, data=data, runs=[run])


def add_held(ticket, run, now):
    """Count the hold that ends at `now` on `run`: working seconds held, due and target moved by just as much. Returns the seconds."""
    if run is None:
        return 0
    calendar = base.calendar_of(ticket)
    worked = int(between(calendar, ticket.held_since, now).total_seconds())
    run.holds = [*run.holds, [deadlines.iso(ticket.held_since), deadlines.iso(now)]]
    run.held_seconds += worked
    deadlines.fill(run, calendar, ticket.definition, ticket.current_step, ticket.current_act)
    run.save()
    return worked


def cancel(ticket_id, turn, *, actor, note, now=None):
    """Call the ticket off, with a reason. A hold still running is counted first. Returns the TicketEvent."""
    if not str(note).strip():
        raise ValidationError({"note": _("Tuliskan alasan pembatalan.")})
    with base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "cancel", ticket, now)
        run = base.settle(ticket, now)
        if ticket.status == Status.HELD:
            add_held(ticket, run, now)
        number = ticket.event_count + 1
        base.leave_step(run, base.calendar_of(ticket), at=now, event_number=number, by=actor)
        at_act = ticket.position
        ticket.call_off(now)
        ticket.advance(Status.CANCELLED.value)
        ticket.due_at, ticket.turn = None, number
        base.write_turns(ticket)
        return base.record(ticket, Kind.CANCELLED, at=now, actor=actor, act=at_act, note=note, runs=[run])


def reopen(ticket_id, turn, *, actor, note, now=None):
    """Take a finished ticket up again at the procedure's `buka_kembali`, within seven days. Returns the TicketEvent."""
    if not str(note).strip():
        raise ValidationError({"note": _("Tuliskan apa yang belum beres.")})
    with base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "reopen", ticket, now)
        number = ticket.event_count + 1
        ticket.take_up_again()
        ticket.advance(ticket.definition.reopen_at)
        ticket.turn = number
        entered = base.enter_step(ticket, ticket.current_step, at=now, event_number=number)
        base.write_turns(ticket)
        return base.record(
            ticket, Kind.REOPENED, at=now, actor=actor, act=ticket.position, note=note, data={"deviation": True}, runs=[entered]
        )


def reassign(ticket_id, turn, *, actor, role, person, note="", now=None):
    """Give the office role `role` (code) on this ticket to `person` (User who holds it today). Returns the TicketEvent."""
    with base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "reassign", ticket, now)
        base.settle(ticket, now)
        if role not in reassignable(ticket):
            raise ValidationError({"role": _("Peran ini tidak dapat dialihkan pada tiket tersebut.")})
        if person is None or not roles.holders(ticket.organisation, [role], now).filter(pk=person.pk).exists():
            raise ValidationError({"person": _("Pilih orang yang memegang peran itu.")})
        before = base.holders_of(ticket).get(role)
        base.name_holder(ticket, role, person)
        if ticket.status == Status.RUNNING and any(row.role == role for row in ticket.turns.all()):
            ticket.turn = ticket.event_count + 1
        base.write_turns(ticket)
        data = {"role": role, "person": person.pk, "person_name": person.name, "before": before}
        return base.record(ticket, Kind.REASSIGNED, at=now, actor=actor, act=ticket.position, note=note, data=data)


def reassignable(ticket):
    """Office roles of this ticket that somebody in particular can hold, in column order."""
    definition = ticket.definition
    return list(dict.fromkeys(definition.acting_role(p.code) for p in definition.performers if p.code != definition.requester))
