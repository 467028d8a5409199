"""The append-only chain of a ticket: canonical form, HMAC, appending, verifying."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings

from .models import TicketEvent


def canonical(value):
    """JSON with sorted keys and no spaces: the same bytes whatever the database did to the document's key order."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def mac(event, before):
    """Hex HMAC-SHA256 of `event` over the `before` one's mac ("" for the first)."""
    said = [
        before,
        event.ticket_id,
        event.number,
        event.kind,
        event.actor_id,
        event.on_behalf_of_id,
        event.standing,
        event.role,
        event.act,
        event.action,
        event.note,
        event.data,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]
    return hmac.new(settings.AUDIT_KEY.encode(), canonical(said).encode(), hashlib.sha256).hexdigest()


def append(ticket, kind, *, at, actor=None, on_behalf_of=None, standing="", role="", act="", action="", note="", data=None):
    """Append an event to the locked `ticket` and move its head. The caller saves the ticket."""
    event = TicketEvent(
        ticket=ticket,
        number=ticket.event_count + 1,
        kind=kind,
        actor=actor,
        on_behalf_of=on_behalf_of,
        standing=standing,
        role=role,
        act=act,
        action=action,
        note=note,
        data=data or {},
        at=at,
    )
    event.mac = mac(event, ticket.head)
    event.save(force_insert=True)
    ticket.event_count = event.number
    ticket.head = event.mac
    return event
