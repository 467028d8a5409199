"""Writing into a letter: before the act that issues it, and as a correction afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tickets.views.common import get_ticket, office_page, posted_turn

from .. import drafts, facts, letters, permissions
from ..models import Letter
from ..views import letter_at
from . import corrections
from .forms import CorrectionForm, PartsForm, may_be_edited


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def draft(request, number, action, place):
    """Konsep surat: the parts of the letter that the action would issue, to be written anew or left as proposed."""
    ticket = get_ticket(request.user, number)
    chosen, kind, title = letter_at(ticket, action, place)
    if not permissions.may_write(request.user, ticket, chosen):
        raise PermissionDenied(_("Konsep surat disunting oleh yang dapat mengambil tindakan yang menerbitkannya."))
    written = drafts.of(ticket, kind, title)
    arguments = letters.draft_arguments(ticket, kind, title, action=chosen, user=request.user)
    before = arguments.pop("before")
    source, _facts = facts.begun(ticket, **arguments)
    shown = [(part, proposal, content) for part, proposal, content in facts.contents(source, {}, before)]
    edited = written.parts if written else {}
    parts = [(part, edited.get(part.code, content)) for part, _proposal, content in shown if may_be_edited(part, content)]
    form = PartsForm(request.POST or None, parts=parts)
    page = {
        "ticket": ticket,
        "form": form,
        "title": title,
        "action": chosen,
        "place": place,
        "written": written,
        "edition": written.edition if written else 0,
        "automatic": [part.name for part, _proposal, content in shown if content and part.name and not may_be_edited(part, content)],
        "overtaken": False,
    }
    if request.method != "POST":
        return render(request, "documents/drafting/draft.html", page)
    again = "_usulan" in request.POST
    if not again and not form.is_valid():
        return render(request, "documents/drafting/draft.html", page, status=422)
    changed = {} if again else form.changed_from({part.code: proposal for part, proposal, _content in shown})
    try:
        drafts.save(ticket, kind, title, changed, by=request.user, turn=posted_turn(request), edition=_posted_edition(request))
    except drafts.Overtaken as by:
        now = {"overtaken": True, "written": by.draft, "edition": by.draft.edition if by.draft else 0}
        return render(request, "documents/drafting/draft.html", page | now, status=409)
    except drafts.Passed:
        messages.warning(request, _("Tiket ini sudah ditindaklanjuti; konsep tidak disimpan."))
        return redirect(ticket)
    messages.success(
        request, _("Konsep kembali ke usulan sistem.") if again else _("Konsep disimpan. Suratnya terbit setelah tindakan diambil.")
    )
    return redirect("surat-konsep", ticket.number, chosen.code, place)


def _posted_edition(request):
    text = request.POST.get("_edisi", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def correction(request, uuid):
    """A new version of a letter that is issued, with a reason."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).select_related("ticket", "organisation"), uuid=uuid)
    ticket = get_ticket(request.user, letter.ticket.number)
    if not permissions.may_correct(request.user, letter):
        raise PermissionDenied(_("Surat diperbaiki oleh yang menandatanganinya atau pengelola portal."))
    if letter.is_void or letter.is_superseded or letter.lacks_number:
        raise PermissionDenied(_("Hanya versi terbaru yang sudah bernomor dan berlaku yang dapat diperbaiki."))
    parts = corrections.editable(letter)
    form = CorrectionForm(request.POST or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        changed = form.changed_from({part.code: content for part, content in parts})
        try:
            new = corrections.issue(letter, changed, form.cleaned_data["_alasan"], by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Versi %d terbit dan sedang dibuat.") % new.version)
            return redirect("surat", new.uuid)
    page = {"letter": letter, "ticket": ticket, "form": form}
    return render(request, "documents/drafting/correction.html", page, status=422 if form.errors else 200)
