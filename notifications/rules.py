"""Which event tells whom what. The more important kind comes first: one person is told once, of the most important."""

from sop.definition import ENDS
from tickets.models import Status, TicketEvent

from .audience import Audience
from .kinds import Kind

Event = TicketEvent.Kind


def told(ticket, event):
    """{user id: Kind} of everybody to be told of `event`: active people of the office, never the one who did it."""
    rule = RULES.get(event.kind)
    if rule is None:
        return {}
    audience = Audience(ticket, event.at)
    found = {}
    for kind, people in rule(ticket, event, audience):
        for person in people:
            found.setdefault(person, kind)
    found.pop(event.actor_id, None)
    alive = audience.active(set(found)) if found else set()
    return {person: kind for person, kind in found.items() if person in alive}


def _moved(ticket, event, audience):
    if not ticket.is_open:
        yield Kind.FINISHED, audience.askers | audience.watchers
        if event.kind in (Event.CANCELLED, Event.LAPSED):
            yield Kind.FINISHED, audience.named
        return
    if ticket.status == Status.RUNNING and ticket.turn == event.number:
        yield (Kind.RETURNED if went_back(ticket, event) else Kind.TURN), audience.takers
    if event.kind == Event.OPENED:
        yield Kind.NEWS, audience.askers  # somebody opened it for them
    if event.kind == Event.RESUMED:
        yield Kind.NEWS, audience.askers
    yield Kind.NEWS, audience.watchers


def went_back(ticket, event):
    """Whether the ticket was handed back to an earlier act, or taken up again after it had ended."""
    if event.kind == Event.REOPENED:
        return True
    to = event.data.get("to")
    if event.kind != Event.ACTED or not to or to in ENDS:
        return False
    order = [act.code for act in ticket.definition.acts]
    return event.act in order and to in order and order.index(to) <= order.index(event.act)


def _reassigned(ticket, event, audience):
    yield from _moved(ticket, event, audience)
    if ticket.status == Status.HELD:  # no turn is told while the clock stands, but whose it will be is
        yield Kind.NEWS, {event.data["person"]}


def _held(ticket, event, audience):
    yield Kind.NEWS, audience.askers | audience.takers | audience.watchers


def _rung(ticket, event, audience):
    percent = event.data["percent"]
    kind = Kind.REMINDER if percent < 100 else Kind.MISSED if percent == 100 else Kind.ESCALATED
    yield kind, audience.rung(event.data["to"])


def _said(ticket, event, audience):
    internal = bool(event.data.get("internal"))
    yield Kind.MENTIONED, audience.mentioned(event.note, internal=internal)
    concerned = audience.takers | audience.named | audience.watchers
    yield Kind.COMMENTED, audience.staff(concerned | {ticket.opened_by_id}) if internal else concerned | audience.askers


RULES = {
    Event.OPENED: _moved,
    Event.ACTED: _moved,
    Event.LAPSED: _moved,
    Event.CANCELLED: _moved,
    Event.REOPENED: _moved,
    Event.RESUMED: _moved,
    Event.REASSIGNED: _reassigned,
    Event.HELD: _held,
    Event.RUNG: _rung,
    Event.COMMENTED: _said,
    Event.ATTACHED: _said,
}
