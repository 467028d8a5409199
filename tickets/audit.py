"""Is the record whole? Walk every chain, rebuild each ticket from its events, compare with the rows, and match the daily checkpoints."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from . import audit_facts, deadlines, events, registry
from .models import Checkpoint, StepRun, Ticket, TicketEvent
from .transitions import base

ADDED_LATER = {"worked_seconds"}  # facts of a step run that older events do not tell; an event cannot lose one without breaking its chain


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: the ticket's number (an office's code, or "" for a checkpoint) and an Indonesian sentence."""

    ticket: str
    message: str


def verify(organisation=None, *, files=False):
    """All Findings, of one organisation or of all. Empty: nothing was changed, removed, inserted or cut off.

    `files`: read every attachment and letter too; that takes as long as reading them from disk.
    """
    missing = [Finding(code, message) for code, message in audit_facts.missing_numbers(organisation)]
    tickets = Ticket.objects.order_by("pk")
    if organisation is not None:
        tickets = tickets.filter(organisation=organisation)
    found = []
    for ticket in tickets.select_related("revision", "procedure", "organisation").iterator(chunk_size=200):
        messages = verify_ticket(ticket)
        if messages:  # an office at work moves on while we read: look again with the ticket held still
            messages = _verify_locked(ticket.pk)
        if files:
            messages = messages + audit_facts.changed_files(ticket)
        history = list(ticket.events.order_by("number"))
        messages = messages + [said for check in registry.audits() for said in check(ticket, history, files=files)]
        found += [Finding(ticket.number, message) for message in messages]
    return found + missing + _verify_checkpoints(organisation)


def _verify_locked(pk):
    with base.locked(pk) as ticket:
        return verify_ticket(ticket)


def verify_ticket(ticket):
    """Sentences about what does not fit in one ticket."""
    history = list(ticket.events.order_by("number"))
    found = _verify_chain(ticket, history)
    if not history:
        return ["Tiket ini tidak punya satu kejadian pun."]
    if not found:
        found += _compare(ticket, rebuild(history)) + audit_facts.compare(ticket, history)
    return found


def _verify_chain(ticket, history):
    found, before = [], ""
    for expected, event in enumerate(history, 1):
        if event.number != expected:
            found.append(f"Kejadian nomor {expected} hilang atau disisipkan (ditemukan nomor {event.number}).")
            break
        if events.mac(event, before) != event.mac:
            found.append(f"Kejadian nomor {event.number} telah diubah atau rantainya terputus.")
            break
        before = event.mac
    if not found and (ticket.event_count != len(history) or ticket.head != before):
        found.append(f"Rantai terpotong: tiket mencatat {ticket.event_count} kejadian, ditemukan {len(history)}.")
    return found


def rebuild(history):
    """The state a ticket should have after its events: {"state", "answers", "choices", "runs"} in the form events keep it."""
    answers, choices, runs, state = {}, {}, {}, {}
    for event in history:
        data = event.data
        answers = {code: value for code, value in answers.items() if code not in data.get("cleared", [])} | data.get("answers", {})
        if event.kind in (TicketEvent.Kind.ACTED, TicketEvent.Kind.OPENED):
            choices[event.act.rstrip("abcdefghijklmnopqrstuvwxyz")] = event.action
        for run in data.get("runs", []):
            runs[run["step"], run["visit"]] = run
        state = data["after"]
    return {"state": state, "answers": answers, "choices": choices, "runs": runs}


def _compare(ticket, rebuilt):
    found = []
    if base.state(ticket) != rebuilt["state"]:
        off = [name for name, value in base.state(ticket).items() if value != rebuilt["state"].get(name)]
        found.append(f"Keadaan tiket tidak sesuai dengan kejadiannya: {', '.join(off)}.")
    if ticket.answers != rebuilt["answers"]:
        found.append("Data isian tiket tidak sesuai dengan kejadiannya.")
    if ticket.choices != rebuilt["choices"]:
        found.append("Pilihan tindakan tidak sesuai dengan kejadiannya.")
    kept = {(run.step, run.visit): base.run_state(run) for run in ticket.runs.all()}
    for key in kept.keys() & rebuilt["runs"].keys():
        for name in ADDED_LATER - rebuilt["runs"][key].keys():
            del kept[key][name]
    if kept != rebuilt["runs"]:
        off = sorted(f"{step} (ke-{visit})" for step, visit in kept.keys() ^ rebuilt["runs"].keys())
        off += sorted(f"{key[0]} (ke-{key[1]})" for key in kept.keys() & rebuilt["runs"].keys() if kept[key] != rebuilt["runs"][key])
        found.append(f"Catatan langkah tidak sesuai dengan kejadiannya: {', '.join(off)}.")
    found += _compare_deadlines(ticket)
    return found


def _compare_deadlines(ticket):
    """The pending moments of the running step are a projection too: computed afresh they must be the same."""
    run = base.running(ticket)
    if run is None:
        return []
    fresh = StepRun(**{f.attname: getattr(run, f.attname) for f in StepRun._meta.concrete_fields})
    deadlines.fill(fresh, base.calendar_of(ticket), ticket.definition, ticket.current_step, ticket.current_act)
    expected = None if ticket.held_since else fresh.next_at
    same = (fresh.due_at, fresh.target_at, fresh.rungs, expected) == (run.due_at, run.target_at, run.rungs, run.next_at)
    return [] if same else ["Tenggat langkah berjalan tidak sesuai dengan kalender kantor; jalankan hitung ulang."]


# Checkpoints


def make_checkpoint(organisation, day=None, now=None):
    """Keep one digest a day over the heads of all tickets of `organisation`. Returns the Checkpoint, made or already there."""
    now = now or timezone.now()
    day = day or timezone.localdate(now)
    kept = Checkpoint.objects.filter(organisation=organisation, day=day).first()
    if kept is not None:
        return kept
    previous = Checkpoint.objects.filter(organisation=organisation).order_by("-day").first()
    tickets = organisation.tickets.order_by("pk")
    if previous is not None:
        # An hour more: a move is stamped before its transaction commits.
        tickets = tickets.filter(changed_at__gte=previous.made_at - timedelta(hours=1))
    heads = {str(pk): [count, head] for pk, count, head in tickets.values_list("pk", "event_count", "head")}
    total = sum(organisation.tickets.values_list("event_count", flat=True))
    digest = hashlib.sha256(events.canonical([previous.digest if previous else "", str(day), heads]).encode()).hexdigest()
    return Checkpoint.objects.create(
        organisation=organisation, day=day, tickets=organisation.tickets.count(), events=total, digest=digest, heads=heads, made_at=now
    )


def _verify_checkpoints(organisation):
    """Every head a checkpoint saw must still be the mac of that event: a chain cut off and written anew does not match."""
    rows = Checkpoint.objects.order_by("organisation", "day")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    found, digests = [], {}
    for row in rows.iterator():
        before = digests.get(row.organisation_id, "")
        if hashlib.sha256(events.canonical([before, str(row.day), row.heads]).encode()).hexdigest() != row.digest:
            found.append(Finding("", f"Titik periksa {row.day:%d-%m-%Y} telah diubah."))
        digests[row.organisation_id] = row.digest
        found += _verify_heads(row)
    return found


def _verify_heads(row):
    ids = [int(pk) for pk in row.heads]
    kept = {
        (ticket, number): mac for ticket, number, mac in TicketEvent.objects.filter(ticket__in=ids).values_list("ticket", "number", "mac")
    }
    numbers = dict(Ticket.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [
        Finding(numbers.get(pk, str(pk)), f"Kejadian nomor {row.heads[str(pk)][0]} tidak sama dengan titik periksa {row.day:%d-%m-%Y}.")
        for pk in ids
        if row.heads[str(pk)][0] and kept.get((pk, row.heads[str(pk)][0])) != row.heads[str(pk)][1]
    ]
