"""Notices as sentences: for the inbox, for mails (whole) and for chat (number and link only, never personal data)."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.deadlines import parse
from tickets.models import HoldReason, Status, TicketEvent

from .kinds import Kind

EXCERPT = 500  # characters of a comment quoted in a mail
Event = TicketEvent.Kind


@dataclass(frozen=True)
class Text:
    """`headline`: one sentence without a full stop. `lines`: facts, [(label, value)]. `quote`: words of a public comment or note."""

    headline: str
    lines: list = field(default_factory=list)
    quote: str = ""


def text_of(notice):
    headline = HEADLINES[notice.kind](notice, notice.data)
    return Text(headline, _facts(notice), _quote(notice))


def office_moment(moment, organisation):
    """`20 November 2026 07.30 WIB` at the office, whatever zone is active: tasks have none."""
    local = timezone.localtime(moment, ZoneInfo(organisation.zone))
    return f"{dateformat.format(local, 'j F Y H.i')} {organisation.zone_label}"


def notice_url(notice):
    """The address people know the portal by; never taken from a request."""
    return settings.PORTAL_URL + notice.path


def preferences_url():
    return settings.PORTAL_URL + reverse("pemberitahuan-pilihan")


def chat_text(notice):
    """For a channel outside the house: which kind, which ticket, where to read on. No name, no subject, no words of anybody."""
    number = f"{notice.ticket.number}\n" if notice.ticket_id else ""
    return f"HaloCik: {notice.get_kind_display()}\n{number}{notice_url(notice)}"


# Headlines


def _turn(notice, data):
    if data.get("event") == Event.RESUMED:
        return _("Tiket dilanjutkan, giliran Anda: %s") % data["activity"]
    if data.get("event") == Event.REASSIGNED:
        return _("Tiket dialihkan, giliran Anda: %s") % data["activity"]
    return _("Giliran Anda: %s") % data["activity"]


def _reminder(notice, data):
    return _("%(percent)s%% waktu langkah %(step)s sudah terpakai") % data


def _missed(notice, data):
    return _("Batas waktu langkah %(step)s sudah lewat") % data


def _escalated(notice, data):
    return _("Waktu langkah %(step)s sudah mencapai %(percent)s%% dari batasnya") % data


def _commented(notice, data):
    if data.get("event") == Event.ATTACHED:
        words = {"by": data["by"], "count": data["files"]}
        return ngettext("%(by)s melampirkan %(count)d berkas", "%(by)s melampirkan %(count)d berkas", data["files"]) % words
    if data.get("internal"):
        return _("%(by)s menulis catatan internal") % data
    return _("%(by)s menulis komentar") % data


def _mentioned(notice, data):
    if data.get("internal"):
        return _("%(by)s menyebut Anda dalam catatan internal") % data
    return _("%(by)s menyebut Anda dalam komentar") % data


def _returned(notice, data):
    if data.get("event") == Event.REOPENED:
        return _("Tiket dibuka kembali, giliran Anda: %s") % data["activity"]
    return _("Dikembalikan kepada Anda: %s") % data["activity"]


def _finished(notice, data):
    if data.get("event") == Event.LAPSED:
        return _("Tiket diakhiri sistem karena tidak ada tindakan sampai waktunya lewat")
    return {
        Status.DONE: _("Tiket selesai"),
        Status.REJECTED: _("Tiket ditolak"),
        Status.CANCELLED: _("Tiket dibatalkan"),
    }.get(data["status"], _("Tiket berakhir"))


def _letter(notice, data):
    return _("%(title)s sudah siap diunduh") % data


def _news(notice, data):
    what = data.get("event")
    if what == Event.HELD:
        return _("Tiket ditunda: %s") % _reason(data)
    if what == Event.RESUMED:
        return _("Tiket dilanjutkan")
    if what == Event.OPENED:
        return _("%(by)s membuka tiket ini untuk Anda") % data if data["by"] else _("Tiket dibuka")
    if what == Event.REOPENED:
        return _("Tiket dibuka kembali")
    if what == Event.REASSIGNED:
        return _("Tiket dialihkan kepada %s") % (data.get("to_whom") or _("orang lain"))
    return _("Tiket sampai pada langkah %(step)s: %(activity)s") % data


def _asset(notice, data):
    return data["text"]


def _account(notice, data):
    return _("Kata sandi Anda disetel ulang oleh %(by)s") % data


def _reason(data):
    reason, waiting = data.get("reason"), data.get("waiting_for")
    label = str(HoldReason(reason).label).lower() if reason in HoldReason.values else _("tanpa alasan")
    return f"{label} ({waiting})" if waiting else label


HEADLINES = {
    Kind.TURN: _turn,
    Kind.REMINDER: _reminder,
    Kind.MISSED: _missed,
    Kind.ESCALATED: _escalated,
    Kind.COMMENTED: _commented,
    Kind.MENTIONED: _mentioned,
    Kind.RETURNED: _returned,
    Kind.FINISHED: _finished,
    Kind.LETTER: _letter,
    Kind.NEWS: _news,
    Kind.ASSET: _asset,
    Kind.ACCOUNT: _account,
}


# Facts and quotes

WITH_DEADLINE = {Kind.TURN, Kind.RETURNED, Kind.REMINDER, Kind.MISSED, Kind.ESCALATED}


def _facts(notice):
    data, found = notice.data, []
    if notice.kind == Kind.ACCOUNT:
        found.append((_("Waktu"), office_moment(notice.created_at, notice.organisation)))
    if notice.kind in (Kind.REMINDER, Kind.MISSED, Kind.ESCALATED) and data.get("activity"):
        found.append((_("Langkah"), data["activity"]))
    due_at = parse(data.get("due_at"))
    if notice.kind in WITH_DEADLINE and due_at:
        found.append((_("Batas waktu"), office_moment(due_at, notice.ticket.organisation)))
    if notice.kind in (Kind.TURN, Kind.RETURNED, Kind.FINISHED) and data.get("by"):
        found.append((_("Oleh"), data["by"]))
    return found


QUOTED = {Event.COMMENTED, Event.ACTED, Event.CANCELLED, Event.REOPENED, Event.HELD}


def _quote(notice):
    """Public words only: an internal note is read in the portal, where it is checked who reads it."""
    event = notice.event
    if event is None or event.kind not in QUOTED or event.data.get("internal") or notice.kind == Kind.NEWS:
        return ""
    note = " ".join(event.note.split())
    return note if len(note) <= EXCERPT else note[: EXCERPT - 1].rstrip() + "…"
