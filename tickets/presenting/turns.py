"""Whose turn it is, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Status


@dataclass(frozen=True)
class Waiting:
    """Who is being waited for: the SOP's own word for the role, and the person if one is named. `recorder`: the office role that
    records for somebody outside the office, or ""."""

    role: str
    person: str = ""
    recorder: str = ""


def waiting_for(ticket):
    """The Waiting of an open ticket, one per role that may act; empty when it has ended. Reads `turns` with their `person`."""
    if not ticket.is_open:
        return []
    if ticket.status == Status.DRAFT:
        return [Waiting(_("Pembuka tiket"), ticket.opened_by.name if "opened_by" in ticket._state.fields_cache else "")]
    return [_waiting(ticket, turn) for turn in ticket.turns.all()]


def _waiting(ticket, turn):
    definition = ticket.definition
    label = definition.role_label(turn.column)
    if turn.column == definition.requester and not turn.of_requester:
        return Waiting(label, ticket.requester_name, definition.role_label(turn.role))
    recorder = definition.role_label(turn.role) if turn.role != turn.column and not turn.of_requester else ""
    return Waiting(label, turn.person.name if turn.person_id else "", recorder)


def whose_turn(ticket):
    """One line: "Teknisi · Yoga Pratama", "Kabid atau Kadis"; "" when the ticket has ended."""
    return _(" atau ").join(" · ".join(filter(None, (w.role, w.person))) for w in waiting_for(ticket))
