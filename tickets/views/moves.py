"""The moves of a ticket that no SOP prints, each a small page of its own: hold, resume, cancel, reopen, reassign."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from .. import permissions, transitions
from ..presenting.timeline import entry
from ..presenting.turns import what_comes
from . import move_forms
from .acting import _situation
from .common import get_ticket, office_page, posted_turn


@dataclass(frozen=True)
class Move:
    """`verb` of permissions.can; `door` the function of tickets.transitions. Texts are what the page says."""

    verb: str
    door: Callable
    form: type
    title: str
    lead: str
    button: str
    done: str
    refused: str
    icon: str
    danger: bool = False


MOVES = {
    "tunda": Move(
        "hold", transitions.hold, move_forms.HoldForm, _("Tunda tiket"),
        _("Waktu langkah ini berhenti sampai tiket dilanjutkan. Alasannya terbaca oleh semua yang melihat tiket."),
        _("Tunda tiket"), _("Tiket ditunda. Lanjutkan setelah yang ditunggu tiba."),
        _("Yang boleh menunda ialah yang sedang mendapat giliran atau yang membagi tugas."), "player-pause",
    ),
    "lanjutkan": Move(
        "resume", transitions.resume, move_forms.ResumeForm, _("Lanjutkan tiket"),
        _("Waktu berjalan lagi. Batas waktu bergeser sebanyak waktu kerja selama ditunda."),
        _("Lanjutkan"), _("Tiket dilanjutkan."), _("Yang boleh melanjutkan ialah yang sedang mendapat giliran atau yang membagi tugas."), "player-play",
    ),
    "batal": Move(
        "cancel", transitions.cancel, move_forms.CancelForm, _("Batalkan tiket"),
        _("Tiket ditutup tanpa hasil dan tidak dapat dijalankan lagi. Riwayatnya tetap tersimpan."),
        _("Batalkan tiket"), _("Tiket dibatalkan."), _("Yang boleh membatalkan ialah pemohon, pembuka tiket, atau yang membagi tugas."), "ban", True,
    ),
    "buka-kembali": Move(
        "reopen", transitions.reopen, move_forms.ReopenForm, _("Buka kembali tiket"),
        _("Tiket kembali ke langkah yang ditentukan SOP dan dicatat sebagai di luar SOP. Dapat dilakukan sampai tujuh hari setelah selesai."),
        _("Buka kembali"), _("Tiket dibuka kembali."), _("Tiket hanya dapat dibuka kembali dalam tujuh hari setelah selesai, oleh pemohon atau yang membagi tugas."), "rotate-2",
    ),
    "alihkan": Move(
        "reassign", transitions.reassign, move_forms.ReassignForm, _("Alihkan tugas"),
        _("Orang yang dipilih memegang peran itu pada tiket ini, mulai giliran sekarang dan seterusnya."),
        _("Alihkan"), _("Tugas dialihkan."), _("Yang boleh mengalihkan ialah pemegang peran yang membagi tugas."), "user-share",
    ),
}  # fmt: skip


@office_page
def move(request, number, name):
    """GET: the form of the move `name`. POST: do it."""
    ticket, found = get_ticket(request.user, number), MOVES[name]
    if not permissions.can(request.user, found.verb, ticket, seen=True):
        raise PermissionDenied(str(found.refused))
    form = found.form(request.POST or None, ticket=ticket)
    if request.method == "POST" and form.is_valid():
        try:
            event = found.door(ticket.pk, posted_turn(request), actor=request.user, **form.said)
        except transitions.TurnPassed as passed:
            return _passed(request, ticket, found, form, passed)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, f"{form.done or found.done} {what_comes(event.ticket, request.user)}".strip())
            return redirect(ticket)
    return _page(request, ticket, found, form, 422 if request.method == "POST" else 200)


def _page(request, ticket, found, form, status, **more):
    context = {"ticket": ticket, "move": found, "form": form, "entry": None, "possible": True} | more
    return render(request, "tickets/move.html", context | _situation(ticket, request.user), status=status)


def _passed(request, ticket, found, form, passed):
    """409: what happened meanwhile, and the form as it was typed, for the turn that is now, if the move is still possible."""
    fresh = get_ticket(request.user, ticket.number)
    possible = permissions.can(request.user, found.verb, fresh, seen=True)
    return _page(request, fresh, found, form, 409, entry=entry(fresh, passed.event), possible=possible)


def _add_errors(form, error):
    said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, texts in said.items():
        form.add_error(form.fields_of_door.get(name) if name in form.fields_of_door else None, texts)
