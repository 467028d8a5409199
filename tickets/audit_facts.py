"""What a ticket's rows say beside its state: who asked for what and when, its files, its number. The events say all of it too."""

import hashlib

from accounts.models import Counter

from .models import Attachment, Ticket, TicketEvent

OF_A_FILE = {"token", "name", "sha256", "size"}
MOST_NUMBERS = 5  # named in one sentence


def compare(ticket, history):
    """Sentences about facts of `ticket` that its events (all, in order) tell otherwise."""
    opening = next((event.data["opening"] for event in reversed(history) if "opening" in event.data), {})
    told = opening | {"opened_by": history[0].actor_id, "created_at": _begun(history)}
    kept = {
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
        "opened_by": ticket.opened_by_id,
        "channel": ticket.channel,
        "created_at": ticket.created_at,
    }
    # Older events do not tell subject and confidential; an event cannot lose a fact without breaking its chain.
    off = [name for name in told if name in kept and kept[name] != told[name]]
    found = [f"Data pembukaan tiket tidak sesuai dengan kejadiannya: {', '.join(off)}."] if off else []
    return found + _compare_spokespeople(ticket, history) + _compare_files(ticket, history)


def _compare_spokespeople(ticket, history):
    column = ticket.definition.requester
    moves = [event for event in history if event.kind == TicketEvent.Kind.ACTED]
    told = {event.actor_id for event in moves if event.standing == "plh" and event.role == column}
    kept = {row.person_id for row in ticket.spokespeople.all()}
    return [] if kept == told else ["Yang bertindak atas nama pemohon tidak sesuai dengan kejadiannya."]


def _begun(history):
    """When the ticket began: when it was sent, or its konsep first kept."""
    return next((event.at for event in history if event.kind == TicketEvent.Kind.OPENED), history[0].at)


def _compare_files(ticket, history):
    told = {said["token"]: (*_facts(said), bool(event.data.get("internal")), event.pk) for event in history for said in _files(event)}
    rows = Attachment.objects.filter(ticket=ticket)
    kept = {row.token.hex: (row.name, row.sha256, row.size, row.internal, row.event_id) for row in rows}
    off = sorted({(told.get(token) or kept[token])[0] for token in told.keys() | kept.keys() if told.get(token) != kept.get(token)})
    return [f"Berkas tidak sesuai dengan kejadiannya: {', '.join(off)}."] if off else []


def _facts(said):
    return said["name"], said["sha256"], said["size"]


def _files(event):
    """What `event` says of the files that came with it: in the conversation, or as answers."""
    lists = [event.data.get("files", []), *(value for value in event.data.get("answers", {}).values() if isinstance(value, list))]
    return [item for items in lists for item in items if isinstance(item, dict) and item.keys() == OF_A_FILE]


def changed_files(ticket):
    """Sentences about files of `ticket` whose content is not what came in. Reads every one of them."""
    found = []
    for row in Attachment.objects.filter(ticket=ticket):
        try:
            with row.file.open("rb") as source:
                same = hashlib.file_digest(source, "sha256").hexdigest() == row.sha256
        except OSError:
            found.append(f"Berkas {row.name} tidak ada di penyimpanan.")
            continue
        if not same:
            found.append(f"Isi berkas {row.name} telah diubah.")
    return found


def missing_numbers(organisation=None):
    """[(organisation code, sentence)] about numbers that were given and whose tickets are gone."""
    counters = Counter.objects.filter(name="tiket").select_related("organisation").order_by("organisation", "year")
    if organisation is not None:
        counters = counters.filter(organisation=organisation)
    found = []
    for counter in counters:  # read before the tickets: what is opened meanwhile has a higher number
        numbers = Ticket.objects.filter(organisation=counter.organisation_id, number__contains=f"-{counter.year}-")
        there = {int(number.rpartition("-")[2]) for number in numbers.values_list("number", flat=True)}
        gone = [number for number in range(1, counter.value + 1) if number not in there]
        if gone:
            named = ", ".join(map(str, gone[:MOST_NUMBERS])) + (", ..." if len(gone) > MOST_NUMBERS else "")
            found.append((counter.organisation.code, f"{len(gone)} tiket tahun {counter.year} hilang, nomor urut {named}."))
    return found
