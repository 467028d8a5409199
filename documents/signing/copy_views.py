"""The copy that was signed elsewhere: uploading it beside a letter, and downloading it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tickets import attachments
from tickets.models import Ticket
from tickets.views.common import get_ticket, office_page

from .. import permissions
from ..models import Letter, SignedCopy
from ..views import guarded
from . import copies
from .examining import TooBusy
from .views import FileForm


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def upload(request, uuid):
    """Take a signed copy; ask back first where it is not plainly the same letter with a signature on it. POST: berkas, or titipan and yakin."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).select_related("ticket"), uuid=uuid)
    if not permissions.may_retry(request.user, get_ticket(request.user, letter.ticket.number)):
        raise PermissionDenied(_("Salinan bertanda tangan diunggah oleh petugas tiket ini."))
    if not letter.is_issued or letter.is_void:
        raise Http404
    form, reading, staged = FileForm(), None, None
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        try:
            reading, staged = _read(request, form, letter)
        except ValidationError as refused:
            form.add_error("berkas", refused)
        except TooBusy:
            form.add_error("berkas", _("Terlalu banyak berkas diperiksa saat ini. Coba lagi sebentar."))
        if reading and not staged:
            return redirect("surat", letter.uuid)
    context = {"letter": letter, "form": form, "reading": reading, "staged": staged}
    return render(request, "documents/signing/copy.html", context, status=422 if form.errors or staged else 200)


def _read(request, form, letter):
    """(Reading or None, the staged file somebody has yet to vouch for or None); a copy that needs no word is kept."""
    token = request.POST.get("titipan", "")
    if token:
        form.errors.clear()  # the file is here already
        file = next(iter(attachments.claim(request.user, [token])), None)
        if file is None:
            raise ValidationError(_("Berkas yang tadi diunggah sudah tidak ada. Unggah sekali lagi."))
    elif form.is_valid():
        file = form.cleaned_data["berkas"]
    else:
        return None, None
    checked = attachments.check(file)
    if checked.content_type != "application/pdf":
        raise ValidationError(_("%(name)s bukan PDF. Simpan atau pindai sebagai PDF.") % {"name": checked.name})
    reading = copies.read(letter, checked.file.read())
    if reading.needs_word and not (token and "yakin" in request.POST):
        return reading, file.staged if token else attachments.stage(request.user, file)
    copies.keep(letter, reading, actor=request.user)
    if token:
        attachments.discard(file.staged)
    messages.success(request, _("Salinan bertanda tangan sudah disimpan."))
    return reading, None


@require_safe
@office_page
def download(request, uuid):
    """The copy as it was uploaded; with ?lihat it opens in the browser."""
    tickets = Ticket.objects.visible_to(request.user)
    copy = get_object_or_404(SignedCopy.objects.filter(letter__ticket__in=tickets).select_related("letter__ticket"), uuid=uuid)
    try:
        source = copy.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Berkas salinan ini tidak ditemukan di penyimpanan.")) from None
    inline = "lihat" in request.GET
    return guarded(FileResponse(source, as_attachment=not inline, filename=copy.file_name, content_type="application/pdf"), inline)
