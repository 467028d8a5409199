from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roles import Standing

from .. import fields, permissions
from ..forms import ActionForm
from ..models import Channel, Status, Ticket, TicketEvent
from ..numbering import next_number
from . import acting, base


def open_ticket(
    procedure,
    *,
    actor,
    action=None,
    data=None,
    files=None,
    note=None,
    draft=False,
    requester=None,
    contact=None,
    channel=Channel.PORTAL,
    key=None,
    now=None,
):
    """Open a ticket of `procedure` (sop.models.Procedure) and take its first action; with `draft`, keep it at 1a as a konsep.

    `requester`: a User of the office, or None with `contact` {"name", "unit", "contact"} for somebody without an account; neither: the
    actor. `action`: code, by default the first. `key`: UUID of the form; the same one opens once and returns the same ticket.
    Raises PermissionDenied, ValidationError (by field; `.form` is the bound form).
    """
    revision = procedure.revision_in_force
    if revision is None:
        raise ValidationError(_("Prosedur ini belum atau tidak lagi berlaku; pilih layanan lain."))
    definition = revision.definition.procedure(procedure.code)
    opened_as = _opened_as(actor, procedure, definition, requester, contact)
    again = Ticket.objects.filter(opened_by=actor, opening_key=key).first() if key else None
    if again is not None:
        return again
    try:
        with base.stored_files() as kept, transaction.atomic():
            now = base.moment(now)
            ticket = _new(
                procedure,
                revision,
                actor=actor,
                opened_as=opened_as,
                requester=requester,
                contact=contact,
                channel=channel,
                key=key,
                now=now,
            )
            chosen = definition.first_act.action(action) if action else definition.first_act.actions[0]
            if chosen is None:
                base.refuse()
            if draft:
                _draft(ticket, chosen, actor=actor, data=data, files=files, now=now, kept=kept)
            else:
                behalf = requester if requester is not None and requester != actor else None
                capacity = permissions.Capacity(definition.first_act.roles[0], Standing(opened_as, behalf))
                begun = acting.begin(ticket, now)
                acting.take(ticket, chosen, capacity, actor=actor, data=data, files=files, note=note, now=now, kept=kept, begun=begun)
    except IntegrityError:
        again = Ticket.objects.filter(opened_by=actor, opening_key=key).first() if key else None
        if again is None:
            raise
        return again
    return ticket


def save_draft(ticket_id, turn, *, actor, data=None, files=None, now=None):
    """Keep what is typed in a konsep; required fields may still be empty. Returns the TicketEvent."""
    with base.stored_files() as kept, base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        if ticket.status != Status.DRAFT or ticket.opened_by_id != actor.pk:
            base.refuse()
        return _draft(ticket, ticket.current_act.actions[0], actor=actor, data=data, files=files, now=now, kept=kept)


def _opened_as(actor, procedure, definition, requester, contact):
    """The office role in which `actor` opens; PermissionDenied when there is none."""
    mine = permissions.opening_roles(actor, procedure, definition)
    for_another = contact is not None or (requester is not None and requester != actor)
    if requester is not None and requester.organisation_id != procedure.organisation_id:
        base.refuse()
    if for_another and not definition.requester:
        base.refuse()
    if for_another:
        mine = sorted(mine, key=lambda code: code == definition.requester)
    if not mine:
        base.refuse()
    return mine[0]


def _new(procedure, revision, *, actor, opened_as, requester, contact, channel, key, now):
    person = None if contact is not None else (requester or actor)
    contact = contact or {}
    name = person.name if person else str(contact.get("name", "")).strip()
    if not name:
        raise ValidationError({"_nama": _("Tuliskan nama pemohonnya.")})
    ticket = Ticket(
        organisation=procedure.organisation,
        procedure=procedure,
        revision=revision,
        number=next_number(procedure.organisation, now),
        subject=procedure.name[:200],
        requester=person,
        requester_name=name[:150],
        requester_unit=(person.unit if person else str(contact.get("unit", "")))[:150],
        requester_contact=(person.phone if person else str(contact.get("contact", "")))[:100],
        opened_by=actor,
        opened_as=opened_as,
        opening_key=key,
        channel=channel,
        confidential=procedure.confidential,
        created_at=now,
        changed_at=now,
    )
    ticket.advance(ticket.definition.first_act.code)
    ticket.save()
    return ticket


def _draft(ticket, action, *, actor, data, files, now, kept):
    context = fields.Context(ticket.organisation, ticket.answers, actor)
    form = ActionForm(data or {}, files or {}, act=ticket.current_act, action=action, context=context, now=now, draft=True)
    if form.is_valid() and form.is_blank and ticket.requester_id == ticket.opened_by_id:
        form.add_error(None, _("Konsep belum berisi apa pun. Isi paling sedikit satu isian, lalu simpan."))
    if not form.is_valid():
        raise base.form_errors(form)
    answers = form.answers | base.keep_uploads(ticket, form.uploads, actor=actor, now=now, kept=kept)
    ticket.answers = {code: value for code, value in ticket.answers.items() if code not in form.cleared} | answers
    ticket.subject = acting.subject_of(ticket, ticket.answers)
    ticket.turn = ticket.event_count + 1
    base.refresh_words(ticket)
    base.write_turns(ticket)
    said = {"answers": answers, "cleared": form.cleared, "opening": acting.opening_facts(ticket)}
    event = base.record(
        ticket, TicketEvent.Kind.DRAFTED, at=now, actor=actor, act=ticket.position, role=ticket.current_act.roles[0], data=said
    )
    base.bind_uploads(kept, event)
    return event
