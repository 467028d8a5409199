"""Files of a ticket: only ever downloaded, never shown, and only after asking who is there."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import permissions
from ..attachments import ALLOWED
from ..models import Attachment
from .common import get_ticket, office_page

SENT_AS = frozenset(ALLOWED.values())


@require_safe
@office_page
def download(request, number, token):
    ticket = get_ticket(request.user, number)
    attachment = get_object_or_404(Attachment, ticket=ticket, token=token)
    if attachment.internal and not permissions.sees_internal(request.user, ticket):
        raise Http404
    content_type = attachment.content_type if attachment.content_type in SENT_AS else "application/octet-stream"
    try:
        source = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Berkas ini tidak ditemukan di penyimpanan.")) from None
    response = FileResponse(source, as_attachment=True, filename=attachment.name, content_type=content_type)
    # Even a browser that ignores "attachment" and guesses a type gets a page without script, origin or network.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
