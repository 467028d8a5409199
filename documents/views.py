"""Letters to people: the panel of the ticket page, downloads and drafts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tickets import registry
from tickets.views.common import get_ticket, office_page

from . import letters, panels, permissions
from .models import Letter, file_name
from .rendering import CannotRender


@require_safe
@office_page
def download(request, uuid):
    """The PDF of an issued letter; with ?lihat it opens in the browser instead of being saved."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).issued().select_related("ticket"), uuid=uuid)
    try:
        source = letter.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Berkas surat ini tidak ditemukan di penyimpanan.")) from None
    inline = "lihat" in request.GET
    response = FileResponse(source, as_attachment=not inline, filename=letter.file_name, content_type="application/pdf")
    return guarded(response, inline)


@require_safe
@office_page
def draft(request, number, action, place):
    """The letter that the action would issue at the act the ticket is at, as it stands now, marked DRAF."""
    ticket = get_ticket(request.user, number)
    chosen, kind, title = letter_at(ticket, action, place)
    if not permissions.may_draft(request.user, ticket):
        raise PermissionDenied(_("Draf surat hanya untuk petugas tiket ini dan yang mendapat giliran."))
    try:
        content = letters.draft(ticket, kind, title, action=chosen, user=request.user)
    except CannotRender as lacking:
        return HttpResponse(str(lacking), status=503, content_type="text/plain; charset=utf-8")
    name = file_name(_("Draf"), letters.title_of(kind), ticket.number)
    return guarded(
        HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}), True
    )


def letter_at(ticket, action_code, place):
    """(sop.definition.Action, kind, title) of the letter at `place` of that action of the current act, if such letters are made; else 404."""
    action = ticket.current_act.action(action_code) if ticket.current_act else None
    named = action.letters if action else ()
    if place >= len(named) or not registry.makes_letter(named[place].kind):
        raise Http404
    return action, named[place].kind, letters.title_of(named[place].kind, named[place].title)


SAVED = "default-src 'none'; sandbox"
SHOWN = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"  # browsers refuse to show a sandboxed PDF
)


def guarded(response, inline):
    """Our own PDF, and still nothing in it may run, load or be framed, whatever a browser takes it for."""
    response["Content-Security-Policy"] = SHOWN if inline else SAVED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@office_page
def panel(request, number):
    """The letters of a ticket, redrawn alone while one is being made. `ke`: how often the page has asked."""
    ticket = get_ticket(request.user, number)
    asked = request.GET.get("ke", "0")
    return _panel(request, ticket, int(asked) if asked.isdecimal() and len(asked) < 6 else 0)


def _panel(request, ticket, asked=0):
    return render(request, panels.TEMPLATE, {"panel": panels.panel(request.user, ticket, asked)})


@require_POST
@office_page
def retry(request, uuid):
    """Draw a letter that was given up once more."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user), uuid=uuid)
    ticket = get_ticket(request.user, letter.ticket.number)
    if not permissions.may_retry(request.user, ticket):
        raise PermissionDenied(_("Hanya petugas tiket ini yang dapat membuat ulang suratnya."))
    letters.retry(letter)
    if request.htmx:
        return _panel(request, ticket)
    messages.info(request, _("Surat sedang dibuat ulang."))
    return redirect(ticket)
