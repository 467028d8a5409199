"""Comments and files; they move nothing, so they carry no turn."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import permissions, transitions
from .action_forms import keep_files
from .common import get_ticket, office_page
from .detail import conversation_context, ticket_page
from .talk_forms import INTERNAL, CommentForm


@require_POST
@office_page
def comment(request, number):
    ticket = get_ticket(request.user, number)
    if not permissions.can(request.user, "comment", ticket, seen=True):
        raise PermissionDenied(_("Tiket ini belum dapat dikomentari."))
    staff = permissions.can(request.user, "comment_internal", ticket, seen=True)
    form = CommentForm(request.POST, request.FILES, staff=staff, owner=request.user)
    if not staff and request.POST.get("kepada") == INTERNAL:  # written while they still were: never made public by accident
        form.add_error(None, _("Anda tidak lagi dapat menulis catatan internal pada tiket ini. Komentar belum dikirim."))
    if form.is_valid() and _said(request, ticket, form):
        if request.htmx:
            return render(request, "tickets/_conversation.html", conversation_context(request.user, get_ticket(request.user, number)))
        messages.success(request, _("Komentar Anda sudah tercatat."))
        return redirect(ticket.get_absolute_url() + "#percakapan")
    keep_files(request, form)
    if request.htmx:
        return render(request, "tickets/_conversation.html", conversation_context(request.user, ticket, form), status=422)
    return ticket_page(request, ticket, comment=form, status=422)


def _said(request, ticket, form):
    """Whether the comment was taken; its errors are then on `form`."""
    uploads = [checked_as_upload(item) for item in form.cleaned_data["berkas"]]
    try:
        transitions.comment(ticket.pk, actor=request.user, text=form.cleaned_data["text"], internal=form.internal, files=uploads)
    except ValidationError as error:
        for name, said in _by_field(error).items():
            form.add_error({"text": "text", "files": "berkas"}.get(name), said)
        return False
    return True


def _by_field(error):
    return error.message_dict if hasattr(error, "error_dict") else {None: error.messages}


def checked_as_upload(item):
    """A Checked file as the door takes uploads: it checks again itself."""
    upload = item.file
    upload.name = item.name
    staged = getattr(item, "staged", None)
    if staged is not None:
        upload.staged = staged
    return upload


@require_POST
@office_page
def watch(request, number):
    ticket = get_ticket(request.user, number)
    on = request.POST.get("pantau") == "ya"
    transitions.watch(ticket.pk, actor=request.user, on=on)
    messages.success(
        request, _("Anda memantau tiket ini dan akan diberi tahu perkembangannya.") if on else _("Anda tidak lagi memantau tiket ini.")
    )
    return redirect(ticket)
