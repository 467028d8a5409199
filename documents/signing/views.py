"""The public page behind the QR code, and the upload of a copy that was signed elsewhere."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import checking
from .examining import TooBusy


class FileForm(forms.Form):
    berkas = forms.FileField(
        label=gettext_lazy("Berkas PDF"), error_messages={"required": gettext_lazy("Pilih berkas PDF yang ingin diperiksa.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["berkas"].widget.attrs = {"accept": "application/pdf,.pdf", "data-hc-max-bytes": settings.ATTACHMENT_MAX_BYTES}

    def clean_berkas(self):
        upload = self.cleaned_data["berkas"]
        if upload.size > settings.ATTACHMENT_MAX_BYTES:
            raise forms.ValidationError(_("Berkas terlalu besar: paling besar %d MB.") % (settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)))
        return upload


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request, token=None):
    """Public: whether a letter is valid, superseded, void, still being made or unknown; and whether a file is that letter. Names nobody."""
    letter = checking.find(token) if token else None
    form, verdict, code = FileForm(), None, 404 if token and not letter else 200
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        verdict, code = _judged(request, form)
    other = bool(letter and verdict and verdict.letter and verdict.letter.pk != letter.pk)
    context = {
        "token": token,
        "letter": letter,
        "standing": checking.standing(letter) if letter else "",
        "verdict": verdict,
        "found": checking.standing(verdict.letter) if verdict and verdict.letter else "",
        "other": other,
        "shown": other or not letter,  # the page tells of its own letter below
        "form": form,
    }
    response = render(request, "documents/check.html", context, status=code)
    response["X-Robots-Tag"] = "noindex"
    return response


def _judged(request, form):
    """(Verdict or None, status code)."""
    if not form.is_valid():
        return None, 422
    busy = _("Terlalu banyak berkas diperiksa saat ini. Coba lagi sebentar.")
    if not checking.may_ask(request.META["REMOTE_ADDR"]):
        form.add_error("berkas", busy)
        return None, 429
    try:
        return checking.judge(form.cleaned_data["berkas"].read()), 200
    except TooBusy:
        form.add_error("berkas", busy)
        return None, 429


@require_safe
def old_address(request, token):
    """Where QR codes of letters issued by earlier versions lead."""
    return redirect("surat-periksa", token, permanent=True)
