"""A ticket's events as sentences."""

from dataclasses import dataclass, field

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.sentences import one_stop
from accounts.templatetags.portal import person
from sop.definition import DONE, REJECTED
from worktime import words

from .. import permissions
from ..deadlines import parse
from ..models import Channel, HoldReason, Status, TicketEvent
from .answers import FileLink, Shown, file_link, shown_answers

Kind = TicketEvent.Kind
LATE = 100  # per cent
STEP_DONE = "lanjut"  # the action of a row with one way on


@dataclass
class Entry:
    """One event: `who` did `what` (safe HTML) `at`. `tone`: act, done, deviation, late, held or "" (class of the kit's timeline)."""

    event: TicketEvent
    icon: str
    tone: str
    who: str
    what: str
    role: str = ""
    answers: list[Shown] = field(default_factory=list)
    files: list[FileLink] = field(default_factory=list)
    internal: bool = False
    deviation: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def at(self):
        return self.event.at

    @property
    def note(self):
        return self.event.note


def timeline(user, ticket):
    """[Entry] of what `user` may read of `ticket`, oldest first. One query."""
    events = ticket.events.select_related("actor", "on_behalf_of").exclude(kind=Kind.WATCHED).order_by("number")
    staff = permissions.sees_internal(user, ticket)
    return [entry(ticket, event) for event in events if staff or not event.data.get("internal")]


def entry(ticket, event):
    """The Entry of one TicketEvent of `ticket`."""
    icon, tone, what = SENTENCES[event.kind](ticket, event)
    data = event.data
    return Entry(
        event=event,
        icon=icon,
        tone="deviation" if data.get("deviation") and tone in ("act", "") else tone,
        who=person(event.actor, event.standing, event.on_behalf_of),
        what=one_stop(what),
        role=_role(ticket, event),
        answers=[] if _told_later(ticket, event) else shown_answers(_fields(ticket, event), data.get("answers", {}), ticket.number),
        files=[file_link(ticket.number, said) for said in data.get("files", [])],
        internal=bool(data.get("internal")),
        deviation=bool(data.get("deviation")),
        remarks=_remarks(ticket, event),
    )


def _told_later(ticket, event):
    """What a konsep held is told once, by the event that sent it."""
    return event.kind == Kind.DRAFTED and ticket.status != Status.DRAFT


def _role(ticket, event):
    """The role acted in, "" for none. Who enters a request for somebody else does so in their own, not in the requester's."""
    opened_as = event.data.get("opening", {}).get("opened_as")
    role = opened_as or event.role
    return _column(ticket, role) if role else ""


def _column(ticket, role):
    """The SOP column acted in; of somebody outside the office it says that a colleague recorded it."""
    performer = next((p for p in ticket.definition.performers if p.code == role), None)
    if performer is not None and performer.external:
        return _("mencatat untuk %s") % performer.label
    return ticket.definition.role_label(role)


def _action(ticket, event):
    """The sop.definition.Action taken, or None."""
    try:
        return ticket.definition.act(event.act).action(event.action)
    except KeyError:
        return None


def _fields(ticket, event):
    action = _action(ticket, event)
    if action is not None:
        return action.fields
    if event.kind == Kind.DRAFTED:
        return ticket.definition.act(event.act).actions[0].fields
    return ()


def _step(ticket, event):
    try:
        return ticket.definition.step_of(event.act).no
    except KeyError:
        return event.act


def _drafted(ticket, event):
    return "device-floppy", "", _("menyimpan konsep.")


def _opened(ticket, event):
    opening = event.data.get("opening", {})
    if opening.get("requester") == event.actor_id:
        if ticket.definition.requester:
            return "send", "act", _("mengajukan permintaan ini.")
        return "send", "act", format_html(_("membuka tiket ini: <b>{}</b>."), _label(ticket, event))
    name, channel = opening.get("requester_name", ""), opening.get("channel")
    if channel in Channel.values and channel != Channel.PORTAL:
        return "send", "act", format_html(_("mengajukan permintaan ini untuk <b>{}</b> ({})."), name, str(Channel(channel).label).lower())
    return "send", "act", format_html(_("mengajukan permintaan ini untuk <b>{}</b>."), name)


def _acted(ticket, event):
    to = event.data.get("to")
    icon, tone = {DONE: ("circle-check", "done"), REJECTED: ("circle-x", "late")}.get(to, ("check", "act"))
    step = _step(ticket, event)
    if event.action == STEP_DONE:
        what = format_html(_("menyelesaikan langkah {}"), step)
    else:
        what = format_html(_("memilih <b>{}</b> pada langkah {}"), _label(ticket, event), step)
    return icon, tone, format_html("{}{}.", what, _onwards(ticket, event, to))


def _onwards(ticket, event, to):
    """Said only when it is not simply the next row: ", kembali ke langkah 4"."""
    if to == DONE:
        return _("; tiket selesai")
    if to == REJECTED:
        return _("; tiket ditolak")
    if not to:
        return ""
    order = [act.code for act in ticket.definition.acts]
    if event.act in order and to in order and order.index(to) <= order.index(event.act):
        return _("; kembali ke langkah %s") % ticket.definition.step_of(to).no
    return ""


def _label(ticket, event):
    action = _action(ticket, event)
    return action.label if action else event.action


def _held(ticket, event):
    reason, waiting = event.data.get("reason"), event.data.get("waiting_for")
    label = str(HoldReason(reason).label).lower() if reason in HoldReason.values else _("tanpa alasan")
    if waiting:
        return "player-pause", "held", format_html(_("menunda tiket: {} ({})."), label, waiting)
    return "player-pause", "held", format_html(_("menunda tiket: {}."), label)


def _resumed(ticket, event):
    seconds = event.data.get("held_seconds") or 0
    if not seconds:  # held overnight, say
        return "player-play", "act", _("melanjutkan tiket.")
    return "player-play", "act", format_html(_("melanjutkan tiket; {} tidak dihitung selama ditunda."), words.working_time(seconds))


def _cancelled(ticket, event):
    return "ban", "late", _("membatalkan tiket.")


def _reopened(ticket, event):
    return "rotate-2", "act", format_html(_("membuka kembali tiket pada langkah {}."), _step(ticket, event))


def _reassigned(ticket, event):
    label = ticket.definition.role_label(event.data.get("role", ""))
    return "user-share", "act", format_html(_("mengalihkan peran {} kepada <b>{}</b>."), label, event.data.get("person_name", ""))


def _commented(ticket, event):
    if event.data.get("internal"):
        return "lock", "", _("menulis catatan internal.")
    return "message", "", _("menulis komentar.")


def _attached(ticket, event):
    count = len(event.data.get("files", []))
    return "paperclip", "", ngettext("melampirkan %d berkas.", "melampirkan %d berkas.", count) % count


def _watched(ticket, event):
    return "eye", "", _("mulai memantau tiket.") if event.data.get("on") else _("berhenti memantau tiket.")


def _rung(ticket, event):
    percent, step = event.data.get("percent", LATE), event.data.get("step", "")
    if percent < LATE:
        return "hourglass", "", format_html(_("mencatat: {}% waktu langkah {} sudah terpakai."), percent, step)
    if percent == LATE:
        return "clock-exclamation", "late", format_html(_("mencatat: batas waktu langkah {} sudah lewat."), step)
    return "clock-exclamation", "late", format_html(_("mencatat: waktu langkah {} sudah mencapai {}% dari batasnya."), step, percent)


def _lapsed(ticket, event):
    to = event.data.get("to")
    icon, tone = {DONE: ("circle-check", "done"), REJECTED: ("circle-x", "late")}.get(to, ("clock", "act"))
    return (
        icon,
        tone,
        format_html(_("meneruskan tiket dari langkah {} karena tidak ada tindakan sampai waktunya lewat."), _step(ticket, event)),
    )


def _recalculated(ticket, event):
    due = parse(event.data.get("due_at"))
    if due is None:
        return "calendar-time", "", _("menghitung ulang tenggat karena kalender kantor berubah.")
    local = timezone.localtime(due)
    moment = f"{dateformat.format(local, 'j F Y H.i')} {local.strftime('%Z')}"
    return "calendar-time", "", format_html(_("menghitung ulang tenggat karena kalender kantor berubah: menjadi {}."), moment)


SENTENCES = {
    Kind.DRAFTED: _drafted,
    Kind.OPENED: _opened,
    Kind.ACTED: _acted,
    Kind.HELD: _held,
    Kind.RESUMED: _resumed,
    Kind.CANCELLED: _cancelled,
    Kind.REOPENED: _reopened,
    Kind.REASSIGNED: _reassigned,
    Kind.COMMENTED: _commented,
    Kind.ATTACHED: _attached,
    Kind.WATCHED: _watched,
    Kind.RUNG: _rung,
    Kind.LAPSED: _lapsed,
    Kind.RECALCULATED: _recalculated,
}


def _remarks(ticket, event):
    """Short facts that must not be overlooked."""
    data, found = event.data, []
    if data.get("own_request"):
        found.append(_("Memutuskan permintaannya sendiri karena tidak ada pejabat lain."))
    if data.get("checklist"):
        found.append(one_stop(_("Diperiksa: %s.") % "; ".join(data["checklist"])))
    planned = next((run.get("planned_at") for run in data.get("runs", []) if run.get("planned_at") and not run.get("left_at")), None)
    if planned:
        local = timezone.localtime(parse(planned))
        found.append(_("Direncanakan pada %s.") % f"{dateformat.format(local, 'j F Y H.i')} {local.strftime('%Z')}")
    if data.get("signature"):
        found.append(_("Dibubuhi paraf.") if data["signature"] == "paraf" else _("Ditandatangani."))
    return found
