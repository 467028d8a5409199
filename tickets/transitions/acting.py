from sop.definition import ENDS

from .. import fields, permissions, registry
from ..forms import ActionForm
from ..models import Status, TicketEvent
from . import base


def act(ticket_id, turn, action, *, actor, data=None, files=None, note=None, now=None):
    """Take one action of the SOP and return the TicketEvent that records it.

    `turn`: number of the event that opened the turn the form was made for. `data`, `files`: answers and uploads by field code (a
    QueryDict or a plain dict). `note`: may also be in data. `now`: aware datetime; only tests and the demo pass it.
    Raises TurnPassed (someone was faster), PermissionDenied (not this person), ValidationError (by field; `.form` is the bound form).
    """
    with base.stored_files() as kept, base.locked(ticket_id, turn) as ticket:
        now = base.moment(now, ticket)
        capacity = permissions.capacity(actor, ticket, now) or base.refuse()
        chosen = ticket.current_act.action(action)
        if chosen is None or not permissions.offered(ticket, chosen):
            base.refuse()
        begun = begin(ticket, now) if ticket.status == Status.DRAFT else None
        return take(ticket, chosen, capacity, actor=actor, data=data, files=files, note=note, now=now, kept=kept, begun=begun)


def begin(ticket, now):
    """Bring a draft to life: row 1's clock starts. Returns its StepRun."""
    ticket.start()
    ticket.created_at = now
    return base.enter_step(ticket, ticket.current_step, at=now, event_number=ticket.event_count + 1)


def opening_facts(ticket):
    return {
        "number": ticket.number,
        "procedure": ticket.procedure.code,
        "revision": ticket.revision_id,
        "subject": ticket.subject,
        "confidential": ticket.confidential,
        "requester": ticket.requester_id,
        "requester_name": ticket.requester_name,
        "requester_unit": ticket.requester_unit,
        "requester_contact": ticket.requester_contact,
        "opened_as": ticket.opened_as,
        "channel": ticket.channel,
    }


def take(ticket, action, capacity, *, actor, data, files, note, now, kept, begun=None):
    """Validate, move and record `action` on the locked `ticket`. `begun`: the StepRun of begin(), when this opens the ticket."""
    kind = TicketEvent.Kind.OPENED if begun else TicketEvent.Kind.ACTED
    at_act, step = ticket.current_act, ticket.current_step
    form = bound_form(ticket, action, actor=actor, data=data, files=files, note=note, now=now)
    if not form.is_valid():
        raise base.form_errors(form)
    answers = form.answers
    cleared = fill_effects(ticket, action, answers, form)
    check_effects(ticket, action, answers, form)
    files_said = base.keep_uploads(ticket, form.uploads, actor=actor, now=now, kept=kept)
    answers.update(files_said)

    run = base.settle(ticket, now, begun)
    ticket.answers = {code: value for code, value in ticket.answers.items() if code not in cleared} | answers
    ticket.choices = {**ticket.choices, step.no: action.code}
    if kind == TicketEvent.Kind.OPENED:
        ticket.subject = subject_of(ticket, answers)
    if "prioritas" in (f.kind for f in action.fields):
        code = next(f.code for f in action.fields if f.kind == "prioritas")
        ticket.priority = answers.get(code, ticket.priority)
    name_holders(ticket, action, answers, capacity, actor)
    base.refresh_words(ticket)
    moved = base.move(ticket, action.target, at=now, by=actor, run=run, planned=form.planned)
    data = {
        "answers": answers,
        "cleared": cleared,
        "to": action.target,
        "deviation": action.deviation,
        "letters": [[letter.kind, letter.title] for letter in action.letters],
        "effects": list(action.effects),
        **({"opening": opening_facts(ticket)} if begun else {}),
    }
    if form.checked:
        data["checklist"] = form.checked
    if at_act.signature:
        data["signature"] = at_act.signature
    if capacity.own_request:
        data["own_request"] = True
    runs = [moved["left"] or run, moved["entered"]]

    def then(event):
        base.bind_uploads(kept, event)
        apply_effects(ticket, action, answers, event)

    return base.record(
        ticket,
        kind,
        at=now,
        actor=actor,
        act=at_act.code,
        action=action.code,
        note=form.note,
        runs=runs,
        data=data,
        then=then,
        **base.standing_fields(capacity),
    )


def subject_of(ticket, answers):
    """First line of the first paragraph answered, else of the first text, else the procedure's name; at most 120 characters."""
    asked = ticket.current_act.actions[0].fields
    for kind in ("paragraf", "teks"):
        for f in asked:
            if f.kind == kind and str(answers.get(f.code, "")).strip():
                line = str(answers[f.code]).strip().splitlines()[0]
                return line if len(line) <= 120 else line[:119].rstrip() + "…"
    return ticket.procedure.name[:200]


def bound_form(ticket, action, *, actor, data, files, note, now):
    """The ActionForm of `action` filled with `data` (and `note`)."""
    data = {} if data is None else data
    if note is not None:
        data = data.copy()
        data["_catatan"] = note
    return ActionForm(data, files or {}, **form_arguments(ticket, action, actor, now))


def form_arguments(ticket, action, actor, now=None):
    """Keyword arguments of ActionForm for `action` at the ticket's current act."""
    target_step = None if action.target in ENDS else ticket.definition.step_of(action.target)
    context = fields.Context(ticket.organisation, ticket.answers, actor)
    return {"act": ticket.current_act, "action": action, "context": context, "target_step": target_step, "now": now}


def fill_effects(ticket, action, answers, form):
    """Add to `answers` what effects answer themselves. Returns the codes that stay empty all the same."""
    for name in action.effects:
        effect = registry.effect(name)
        answers.update(effect.fill(ticket, answers) if effect else {})
    return [code for code in form.cleared if code not in answers]


def check_effects(ticket, action, answers, form):
    """First half of each effect: errors for the form, before anything moves."""
    for name in action.effects:
        effect = registry.effect(name)
        for code, message in (effect.check(ticket, answers) if effect else {}).items():
            form.add_error(code if code in form.fields else None, message)
    if form.errors:
        raise base.form_errors(form)


def apply_effects(ticket, action, answers, event):
    """Second half of each effect, inside the move's transaction."""
    for name in action.effects:
        effect = registry.effect(name)
        if effect is not None:
            effect.apply(ticket, answers, event)


def name_holders(ticket, action, answers, capacity, actor):
    """The first who acts in a role holds it; a field of kind petugas names who holds the role it names."""
    column = capacity.role
    if column == ticket.definition.requester:
        if capacity.standing.kind == "plh":
            base.name_spokesperson(ticket, actor)
    else:
        holder = capacity.standing.absent or actor
        role = ticket.definition.acting_role(column)
        if capacity.standing.kind == "plh" or not ticket.holders.filter(role=role).exists() or ticket.current_act.approval:
            base.name_holder(ticket, role, holder)
    for f in action.fields:
        if f.kind == "petugas" and f.code in answers:
            base.name_holder(ticket, ticket.definition.acting_role(f.role) if _is_column(ticket, f.role) else f.role, answers[f.code]["id"])


def _is_column(ticket, role):
    return any(p.code == role for p in ticket.definition.performers)
