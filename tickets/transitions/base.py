"""What every function of the door shares: locking, the turn, step runs, recording."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.sentences import one_stop
from sop.definition import ENDS
from worktime.store import calendar_for

from .. import attachments, deadlines, events, registry
from ..models import RungRecord, Status, StepRun, Ticket, TicketEvent, Turn


class TurnPassed(Exception):
    """Somebody was faster, or the page was stale. `event`: the TicketEvent that moved the ticket on; `by` (User or None), `at`."""

    def __init__(self, ticket):
        self.ticket = ticket
        self.event = ticket.events.select_related("actor").get(number=ticket.turn)
        self.by, self.at = self.event.actor, self.event.at
        super().__init__(one_stop(_("Tiket ini sudah ditindaklanjuti oleh %(who)s.") % {"who": self.by or _("Sistem")}))


@contextmanager
def locked(ticket_id, turn=None):
    """The ticket, locked for the length of one transaction; TurnPassed when `turn` is no longer its turn."""
    with transaction.atomic():
        ticket = Ticket.objects.locked().select_related("organisation", "procedure", "revision", "opened_by").get(pk=ticket_id)
        if turn is not None and ticket.turn != turn:
            raise TurnPassed(ticket)
        yield ticket


def moment(now, ticket=None):
    """`now` or the clock's, never before the ticket's newest change: two servers' clocks differ, the order of events does not."""
    now = now or timezone.now()
    return max(now, ticket.changed_at) if ticket is not None and ticket.changed_at else now


def refuse():
    raise PermissionDenied(_("Anda tidak berwenang melakukan ini pada tiket tersebut."))


def calendar_of(ticket):
    return calendar_for(ticket.organisation, ticket.definition.service_hours)


# Turn


def write_turns(ticket):
    """Write anew whose turn it is; nobody's at an end. Returns the rows."""
    if ticket.event_count:  # before its first event a ticket has none
        ticket.turns.all().delete()
    _keep(ticket, "holders", ticket.holders.all())
    rows = [] if ticket.status not in (Status.DRAFT, Status.RUNNING, Status.HELD) else turn_rows(ticket)
    return _keep(ticket, "turns", Turn.objects.bulk_create(rows))


def _keep(ticket, name, rows):
    """Let `ticket.<name>.all()` answer with `rows` as long as this ticket is locked: its event and its notices ask again. Returns them."""
    known = getattr(ticket, name).all()
    known._result_cache, known._prefetch_done = list(rows), True
    ticket.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known
    return known._result_cache


def _forget(ticket, name):
    ticket.__dict__.get("_prefetched_objects_cache", {}).pop(name, None)


def turn_rows(ticket):
    """Unsaved Turn rows of the current act: one per office role that may act."""
    act, definition = ticket.current_act, ticket.definition
    common = {"ticket": ticket, "organisation_id": ticket.organisation_id}
    if ticket.status == Status.DRAFT:
        return [Turn(**common, column=act.roles[0], role=ticket.opened_as, person_id=ticket.opened_by_id, of_requester=True)]
    named = {h.role: h.person_id for h in ticket.holders.all()}
    rows = {}
    for column in act.roles:
        if column == definition.requester and (ticket.requester_id or ticket.opened_as == column):
            person = ticket.requester_id or ticket.opened_by_id
            rows.setdefault(column, Turn(**common, column=column, role=column, person_id=person, of_requester=True))
            continue
        role = ticket.opened_as if column == definition.requester else definition.acting_role(column)
        person = named.get(role)
        if act.approval and person and person in ticket.askers:
            person = None  # somebody else decides where there is anybody (querysets.View)
        rows.setdefault(role, Turn(**common, column=column, role=role, person_id=person, approval=act.approval))
    return list(rows.values())


def name_holder(ticket, role, person):
    """`person` (User or id) holds the office role `role` on this ticket from now on."""
    ticket.holders.update_or_create(role=role, defaults={"person_id": getattr(person, "pk", person)})
    _forget(ticket, "holders")


def name_spokesperson(ticket, person):
    """`person` (User) acts in the requester's name: from now on they have asked too."""
    ticket.spokespeople.get_or_create(person=person)
    ticket.__dict__.pop("askers", None)


def holders_of(ticket):
    return {h.role: h.person_id for h in ticket.holders.all()}


# Step runs


def running(ticket):
    return ticket.runs.running().first()


def enter_step(ticket, step, *, at, event_number, planned=None, calendar=None):
    """Open a StepRun for a visit to `step`; its clock begins now, or at `planned` when the step has a plan. `calendar`: calendar_of(ticket)."""
    duration = step.duration.resolve(ticket.answers) if step.duration else None
    limit, target = (duration.limit, duration.target) if duration else (None, None)
    run = StepRun(
        ticket=ticket,
        step=step.no,
        visit=(ticket.runs.filter(step=step.no).count() if ticket.event_count else 0) + 1,
        entered_at=at,
        entered_event=event_number,
        duration_text=duration.text if duration else "",
        limit=limit.as_json() if limit else None,
        target=target.as_json() if target else None,
        planned_at=planned,
    )
    deadlines.fill(run, calendar or calendar_of(ticket), ticket.definition, step, ticket.current_act)
    run.save()
    ticket.due_at = run.due_at
    return run


def settle(ticket, now, run=None):
    """Record what the clock did before `now`: the miss, and every rung passed, in order, as Sistem. Returns the running StepRun.

    Called before every move, so that a step left late is recorded as missed and told once even if no sweep saw it. `run`: the running
    StepRun, if the caller has it.
    """
    run = run or running(ticket)
    if run is None or ticket.status != Status.RUNNING:
        return run
    for percent, at, to in deadlines.passed(run, now):
        run.rungs = [rung for rung in run.rungs if rung[0] != percent]
        run.told = [*run.told, percent]
        deadlines.set_next(run, ticket.current_step, ticket.current_act)
        if percent == 100 and run.missed_at is None:
            turn = next(iter(ticket.turns.all()), None)
            run.missed_at = run.due_at
            run.missed_role, run.missed_person_id = (turn.role, turn.person_id) if turn else ("", None)
        run.attempts = 0
        run.save()
        data = {"percent": percent, "moment": at, "to": to, "step": run.step, "visit": run.visit}
        event = record(ticket, TicketEvent.Kind.RUNG, at=now, act=ticket.position, data=data, runs=[run])
        RungRecord.objects.create(run=run, percent=percent, event=event)
    return run


def leave_step(run, calendar, *, at, event_number, by):
    """Close `run` (or None). `calendar`: calendar_of its ticket."""
    if run is None:
        return
    run.left_at, run.left_event, run.left_by, run.next_at = at, event_number, by, None
    run.worked_seconds = deadlines.worked_seconds(calendar, run)
    run.save(update_fields=["left_at", "left_event", "left_by", "next_at", "worked_seconds"])


MOMENTS = ("entered_at", "left_at", "planned_at", "due_at", "target_at", "lapse_at", "missed_at")
FACTS = (
    "step",
    "visit",
    "entered_event",
    "left_event",
    "left_by_id",
    "limit",
    "target",
    "holds",
    "held_seconds",
    "worked_seconds",
    "told",
    "missed_role",
    "missed_person_id",
)


def run_state(run):
    """What an event keeps of a step run, enough to rebuild it."""
    return {name: deadlines.iso(getattr(run, name)) for name in MOMENTS} | {name: getattr(run, name) for name in FACTS}


def state(ticket):
    """What every event keeps of the ticket after it: the part that `audit verify` rebuilds."""
    return {
        "status": str(ticket.status),
        "position": ticket.position,
        "priority": int(ticket.priority),
        "turn": ticket.turn,
        "due_at": deadlines.iso(ticket.due_at),
        "held_since": deadlines.iso(ticket.held_since),
        "closed_at": deadlines.iso(ticket.closed_at),
        "holders": {role: person for role, person in sorted(holders_of(ticket).items())},
        "turns": sorted([t.role, t.column, t.person_id] for t in ticket.turns.all()) if ticket.is_open else [],
    }


# Moving and recording


def move(ticket, target, *, at, by, run, planned=None):
    """Move to the act or end `target`: position, life, step runs, turns. Returns {"left": run or None, "entered": run or None}.

    `run`: the running StepRun, as settle() returned it, or None.
    """
    number, entered = ticket.event_count + 1, None
    ticket.advance(target)
    ticket.turn = number
    if target in ENDS:
        leave_step(run, calendar_of(ticket), at=at, event_number=number, by=by)
        ticket.end(target, at)
        ticket.due_at = None
    else:
        step = ticket.current_step
        if run is not None and run.step == step.no:
            before = run.next_at
            deadlines.set_next(run, step, ticket.current_act)
            if run.next_at != before:
                run.save(update_fields=["next_at"])
            run = None
        else:
            calendar = calendar_of(ticket)
            leave_step(run, calendar, at=at, event_number=number, by=by)
            entered = enter_step(ticket, step, at=at, event_number=number, planned=planned, calendar=calendar)
    write_turns(ticket)
    return {"left": run, "entered": entered}


def record(ticket, kind, *, at, runs=(), data=None, then=None, **who):
    """Append the event with the state it leaves, save the ticket, and let the upper floors add their rows.

    `then(event)`: what else the move does (files, effects), before the callbacks: those lock counters, which come last.
    """
    ticket.changed_at = at
    data = {**(data or {}), "after": state(ticket)}
    changed = [run_state(run) for run in runs if run is not None]
    if changed:
        data["runs"] = changed
    event = events.append(ticket, kind, at=at, data=data, **who)
    ticket.save()
    if then is not None:
        then(event)
    for callback in registry.event_callbacks():
        callback(ticket, event)
    return event


def standing_fields(capacity):
    """Event fields of a permissions.Capacity."""
    return {"on_behalf_of": capacity.standing.absent, "standing": capacity.standing.kind, "role": capacity.role}


@contextmanager
def stored_files():
    """Collects attachments; their files are removed again when the transaction around them fails, staged ones when it does not."""
    kept = []
    try:
        yield kept
    except BaseException:
        for attachment, _checked in kept:
            attachment.file.delete(save=False)
        raise
    for _attachment, checked in kept:
        staged = getattr(checked, "staged", None)
        if staged is not None:
            transaction.on_commit(lambda row=staged: attachments.discard(row))


def keep_uploads(ticket, uploads, *, actor, now, kept, internal=False):
    """Store {field code: [Checked]}; returns {field code: [what an event says of each file]}. `event` is set once it exists."""
    if not uploads:
        return {}
    attachments.require_room(ticket, sum(len(items) for items in uploads.values()))
    said = {}
    for code, items in uploads.items():
        for checked in items:
            attachment = attachments.store(ticket, checked, event=None, actor=actor, now=now, field=code, internal=internal)
            kept.append((attachment, checked))
            said.setdefault(code, []).append(
                {"token": attachment.token.hex, "name": checked.name, "sha256": checked.sha256, "size": checked.size}
            )
    return said


def bind_uploads(kept, event):
    for attachment, _checked in kept:
        attachment.event = event
        attachment.save(update_fields=["event"])


def form_errors(form):
    """ValidationError with the form's errors by field; the form itself rides along so that a page can show it again."""
    error = ValidationError({name: errors for name, errors in form.errors.as_data().items()}) if form.errors else ValidationError("")
    error.form = form
    return error


def refresh_words(ticket):
    """What the search finds a ticket by. Never internal notes."""
    said = [ticket.number, ticket.subject, ticket.requester_name, ticket.requester_unit, ticket.procedure.name]
    said += [v for v in ticket.answers.values() if isinstance(v, str)]
    said += [v["label"] for v in ticket.answers.values() if isinstance(v, dict) and "label" in v]
    ticket.words = " ".join(said).lower()[:8000]
