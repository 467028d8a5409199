"""Rows of the lists and sheets: tickets, visits and events as plain values, named by the SOP each ticket stays on."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from tickets.models import Channel, Priority, Status, TicketEvent


@dataclass(frozen=True)
class TicketRow:
    ticket_id: int
    number: str
    subject: str
    service: str
    requester: str
    unit: str
    channel: str
    priority: str
    status: str
    status_label: str
    created_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True)
class VisitRow:
    """`seconds`: the time it took, None while it runs. `missed_at`: the limit that passed, or None. `who`: who left it, or has the turn."""

    ticket_id: int
    number: str
    subject: str
    service: str
    step: str
    activity: str
    visit: int
    limit: str
    entered_at: dt.datetime
    left_at: dt.datetime | None
    due_at: dt.datetime | None
    missed_at: dt.datetime | None
    seconds: int | None
    held_seconds: int
    who: str


@dataclass(frozen=True)
class EventRow:
    ticket_id: int
    number: str
    subject: str
    service: str
    act: str
    action: str
    at: dt.datetime
    who: str


def of_tickets(tickets, definitions):
    return [
        TicketRow(
            t.pk,
            t.number,
            t.subject,
            definitions.name(t.procedure_id),
            t.requester_name,
            t.requester_unit,
            str(Channel(t.channel).label),
            str(Priority(t.priority).label),
            str(t.status),
            str(Status(t.status).label),
            t.created_at,
            t.closed_at,
        )
        for t in tickets
    ]


def of_visits(visits, definitions):
    prefetch_related_objects(visits, "ticket", "left_by", "missed_person")
    return [
        VisitRow(
            run.ticket_id,
            run.ticket.number,
            run.ticket.subject,
            definitions.name(run.ticket.procedure_id),
            run.step,
            definitions.of(run.ticket.procedure_id, run.ticket.revision_id).step(run.step).activity,
            run.visit,
            run.duration_text,
            run.entered_at,
            run.left_at,
            run.due_at,
            run.missed_at,
            run.worked_seconds,
            run.held_seconds,
            str(run.left_by or run.missed_person or ""),
        )
        for run in visits
    ]


def of_events(events, definitions):
    prefetch_related_objects(events, "ticket", "actor")
    return [
        EventRow(
            event.ticket_id,
            event.ticket.number,
            event.ticket.subject,
            definitions.name(event.ticket.procedure_id),
            event.act,
            _action(event, definitions),
            event.at,
            str(event.actor or ""),
        )
        for event in events
    ]


def _action(event, definitions):
    definition = definitions.of(event.ticket.procedure_id, event.ticket.revision_id)
    action = definition.act(event.act).action(event.action) if event.action else None
    return action.label if action else str(TicketEvent.Kind(event.kind).label)
