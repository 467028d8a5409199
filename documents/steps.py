"""What was done, as a letter tells it: one row per act taken, with holds, reopenings and moves outside the SOP said beside.

Only what the SOP's own acts said goes in. Comments and files of the conversation, internal or not, never do.
"""

from django.utils.translation import gettext as _

from accounts.templatetags.portal import person
from tickets.models import HoldReason, TicketEvent

from . import words

Kind = TicketEvent.Kind
TOLD = (Kind.OPENED, Kind.ACTED, Kind.LAPSED, Kind.REOPENED, Kind.HELD, Kind.RESUMED)


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
