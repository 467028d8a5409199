"""The SOP sheet of a ticket: the office's own form with the current act lit and the passed ones stamped."""

from django.utils.translation import gettext as _

from sop import sheet

from ..models import TicketEvent
from ..presenting.steps import to_repeat

PASSING = (TicketEvent.Kind.ACTED, TicketEvent.Kind.OPENED, TicketEvent.Kind.LAPSED)


def of_ticket(ticket, entries, waiting):
    """Markup of the sheet. `entries`: presenting.timeline.Entry, oldest first; `waiting`: who holds the turn."""
    return sheet.html(ticket.revision.definition, ticket.definition, state=state_of(ticket, entries, waiting))


def state_of(ticket, entries, waiting):
    """The sheet.SheetState of `ticket`. What is to be passed again carries no stamp."""
    people, again = [one.person for one in waiting if one.person], to_repeat(ticket)
    return sheet.SheetState(
        current_act=ticket.position if ticket.is_open else "",
        passed={code: stamp for code, stamp in stamps(entries).items() if code not in again},
        holder=people[0] if len(people) == 1 else "",
    )


def stamps(entries):
    """{act code: sheet.Stamp} of the last time each act was passed."""
    found = {}
    for entry in entries:
        event = entry.event
        if event.kind in PASSING:
            before = found.get(event.act)
            who = event.actor.name if event.actor_id else _("Sistem")
            found[event.act] = sheet.Stamp(who, event.at, before.count + 1 if before else 1)
    return found
