"""Comments, files and watching: they move nothing, so they carry no turn."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import attachments, permissions
from ..models import TicketEvent, Watch
from . import base

MAX_TEXT = 10_000


def comment(ticket_id, *, actor, text, internal=False, files=(), now=None):
    """Say something on a ticket, publicly or to its staff only. Returns the TicketEvent."""
    text = str(text or "").replace("\x00", "").strip()
    if not text and not files:
        raise ValidationError({"text": _("Tulis komentarnya dahulu.")})
    if len(text) > MAX_TEXT:
        raise ValidationError({"text": _("Komentar terlalu panjang: paling banyak %d huruf.") % MAX_TEXT})
    return _say(ticket_id, TicketEvent.Kind.COMMENTED, "comment_internal" if internal else "comment", actor, text, files, internal, now)


def attach(ticket_id, *, actor, files, internal=False, now=None):
    """Add files (uploads) to a ticket. Returns the TicketEvent."""
    if not files:
        raise ValidationError({"files": _("Pilih berkasnya dahulu.")})
    verb = "comment_internal" if internal else "attach"
    return _say(ticket_id, TicketEvent.Kind.ATTACHED, verb, actor, "", files, internal, now)


def _say(ticket_id, kind, verb, actor, text, files, internal, now):
    checked = _checked(files)
    with base.stored_files() as kept, base.locked(ticket_id) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, verb, ticket, now)
        try:
            said = base.keep_uploads(ticket, {"": checked} if checked else {}, actor=actor, now=now, kept=kept, internal=internal)
        except ValidationError as error:
            raise ValidationError({"files": error.messages}) from None
        data = {"internal": internal} | ({"files": said[""]} if said else {})
        event = base.record(ticket, kind, at=now, actor=actor, note=text, data=data)
        base.bind_uploads(kept, event)
        return event


def _checked(files):
    found, errors = [], []
    for upload in files:
        try:
            item = attachments.check(upload)
            object.__setattr__(item, "staged", getattr(upload, "staged", None))
            found.append(item)
        except ValidationError as error:
            errors += error.messages
    if errors:
        raise ValidationError({"files": errors})
    return found


def watch(ticket_id, *, actor, on=True, now=None):
    """Follow a ticket's notices, or stop. Returns the TicketEvent, or None when nothing changed."""
    with base.locked(ticket_id) as ticket:
        now = base.moment(now, ticket)
        permissions.require(actor, "watch", ticket, now)
        if on:
            _row, changed = Watch.objects.get_or_create(ticket=ticket, person=actor)
        else:
            changed = Watch.objects.filter(ticket=ticket, person=actor).delete()[0]
        if not changed:
            return None
        return base.record(ticket, TicketEvent.Kind.WATCHED, at=now, actor=actor, data={"on": on})
