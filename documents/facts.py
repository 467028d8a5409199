"""What a berita acara says, as plain JSON: taken once, in the transaction of the act, so that it can be drawn any time and stay the same.

Only what the SOP's own acts said goes in: answers, notes of actions, holds and reopenings. Comments and files of the conversation,
internal or not, never do.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.templatetags.portal import person
from tickets.models import HoldReason, TicketEvent
from tickets.presenting import answers

from . import words
from .parties import parties

Kind = TicketEvent.Kind
TOLD = (Kind.OPENED, Kind.ACTED, Kind.LAPSED, Kind.REOPENED, Kind.HELD, Kind.RESUMED)
NOT_DATA = ("petugas", "prioritas")  # who does it and how urgent: said elsewhere, or nobody's business on paper


def snapshot(ticket, *, kind, title, number, version, replaces, on):
    """The facts of a letter about `ticket`. `on`: date printed. `replaces`: date of the version before, or None."""
    zone = ZoneInfo(ticket.organisation.zone)
    events = list(ticket.events.filter(kind__in=TOLD).select_related("actor", "on_behalf_of").order_by("number"))
    runs = list(ticket.runs.all())
    signers = parties(ticket, [e for e in events if e.kind in (Kind.OPENED, Kind.ACTED)])
    request, data = _answers(ticket)
    return {
        "form": 1,
        "kind": kind,
        "title": title,
        "number": number,
        "version": version,
        "replaces": words.long_date(replaces) if replaces else "",
        "on": on.isoformat(),
        "head": _head(ticket.organisation),
        "office": ticket.organisation.name,
        "city": ticket.organisation.city,
        "ticket": ticket.number,
        "opened_on": words.long_date(ticket.created_at.astimezone(zone)),
        "activity": ticket.definition.name,
        "sop": _sop(ticket.revision.definition),
        "first": signers.first.as_json(),
        "second": signers.second and signers.second.as_json(),
        "witness": signers.witness and signers.witness.as_json(),
        "relation": signers.relation,
        "request": request,
        "steps": steps(ticket, events, runs, zone),
        "data": data,
    }


def _head(office):
    """The letterhead as it is today: a letter keeps the one it was issued under."""
    address = " ".join(filter(None, [office.address, office.postcode]))
    reach = [(_("Telepon %s"), office.phone), (_("Laman %s"), office.website), (_("Pos-el %s"), office.email)]
    return {
        "line_1": office.head_line_1,
        "line_2": office.head_line_2 or ("" if office.head_line_1 else office.name),
        "address": address,
        "reach": ", ".join(text % value for text, value in reach if value),
        "logo": office.logo.name if office.logo else "",
    }


def _sop(document):
    """Number, name and revision of the SOP the ticket followed."""
    if document.revised_on:
        dated = _("revisi tanggal %s") % words.long_date(dt.date.fromisoformat(document.revised_on))
    elif document.effective_on:
        dated = _("berlaku sejak %s") % words.long_date(dt.date.fromisoformat(document.effective_on))
    else:
        dated = ""
    return {"number": document.number, "name": document.name, "dated": dated}


# Recorded data


def _answers(ticket):
    """(what was asked for at the first act, everything recorded after): two lists of printed answers."""
    asked = {f.code for action in ticket.definition.first_act.actions for f in action.fields}
    fields = [f for f in ticket.definition.fields.values() if f.kind not in NOT_DATA]
    shown = [(f.code in asked, printed(f, ticket.answers[f.code])) for f in fields if ticket.answers.get(f.code) not in (None, "", [])]
    return [p for first, p in shown if first], [p for first, p in shown if not first]


def printed(field, value):
    """One answer: {"label", "text"}, a table {"label", "columns", "rows"}, or files {"label", "files": [names]}."""
    if field.kind == "berkas":
        return {"label": field.label, "files": [said["name"] for said in value]}
    if field.kind == "tabel":
        rows = [[answers.text(column.kind, row.get(column.code)) for column in field.columns] for row in value]
        return {"label": field.label, "columns": [column.label for column in field.columns], "rows": rows}
    return {"label": field.label, "text": answers.text(field.kind, value)}


# What was done


def steps(ticket, events, runs, zone):
    """One row per act taken: {"activity", "step", "repeat", "who", "role", "day", "time", "action", "note", "deviation", "remarks"}.

    `activity` is empty for a later act of the same visit. `repeat`: how often the row had been visited before.
    """
    rows, remarks, held, since, last_run = [], [], None, {}, None
    for event in events:
        if event.kind == Kind.HELD:
            held = event
        elif event.kind == Kind.RESUMED:
            remarks.append(_hold_remark(held, event, zone))
        elif event.kind == Kind.REOPENED:
            rows.append(_reopened(ticket, event, zone))
            last_run = None
        else:
            run = _run_of(ticket, event, runs)
            started = since.get(run.pk, run.entered_at)
            row = _row(ticket, event, run, started, zone)
            row["remarks"] = remarks + row["remarks"]
            if run.pk == last_run:
                row["activity"] = ""
            rows.append(row)
            remarks, last_run, since[run.pk] = [], run.pk, event.at
    return rows


def _run_of(ticket, event, runs):
    step = ticket.definition.act(event.act).step
    return next(
        r for r in runs if r.step == step and r.entered_event <= event.number and (r.left_event is None or r.left_event >= event.number)
    )


def _row(ticket, event, run, started, zone):
    definition = ticket.definition
    act = definition.act(event.act)
    action = act.action(event.action) if event.action else None
    return {
        "activity": definition.step(run.step).activity,
        "step": run.step,
        "repeat": run.visit - 1,
        "who": _who(ticket, event),
        "role": definition.role_label(event.role) if event.role else "",
        **span(started, event.at, zone),
        "action": action.label if action else _("Dilanjutkan oleh sistem karena tidak ada tindakan sampai waktunya lewat"),
        "note": event.note,
        "deviation": bool(event.data.get("deviation")),
        "remarks": _remarks(event),
    }


def _who(ticket, event):
    """`Plh. Rina a.n. Bima`; for somebody without an account, their name and who recorded it."""
    definition = ticket.definition
    if event.actor is None:
        return person(None)
    external = event.role and definition.performer(event.role).external
    absent_requester = event.role and event.role == definition.requester and not ticket.requester_id
    if external or absent_requester:
        name = ticket.requester_name if absent_requester else definition.role_label(event.role)
        return _("%(name)s, dicatat oleh %(recorder)s") % {"name": name, "recorder": event.actor}
    return str(person(event.actor, event.standing, event.on_behalf_of))


def _remarks(event):
    found = []
    if event.data.get("checklist"):
        found.append(_("Diperiksa: %s.") % "; ".join(event.data["checklist"]))
    if event.data.get("own_request"):
        found.append(_("Diputuskan oleh pemohon sendiri karena tidak ada pejabat lain."))
    return found


def _hold_remark(held, resumed, zone):
    reason = str(HoldReason(held.data["reason"]).label).lower()
    return _("Ditunda %(span)s (%(reason)s).") % {"span": _joined(span(held.at, resumed.at, zone)), "reason": reason}


def _reopened(ticket, event, zone):
    return {
        "activity": _("Tiket dibuka kembali"),
        "step": "",
        "repeat": 0,
        "who": str(person(event.actor)),
        "role": "",
        **span(event.at, event.at, zone),
        "action": _("Dibuka kembali pada langkah %s") % ticket.definition.act(event.act).step,
        "note": event.note,
        "deviation": True,
        "remarks": [],
    }


def span(start, end, zone):
    """{"day", "time"} from `start` to `end` on the office's clock: one day with two times, one time, or two whole moments."""
    start, end = start.astimezone(zone), end.astimezone(zone)
    first, last, label = words.clock(start), words.clock(end), end.strftime("%Z")
    if start.date() != end.date():
        return {"day": "", "time": f"{words.short_date(start)} {first} s.d. {words.short_date(end)} {last} {label}"}
    return {"day": words.short_date(end), "time": f"{last} {label}" if first == last else f"{first}–{last} {label}"}


def _joined(said):
    return " ".join(filter(None, [said["day"], said["time"]]))
