"""Photos of an asset: added and removed by its keepers, seen by who may read the register."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import photos
from ..models import AssetPhoto
from ..permissions import manager_required, viewer_required
from .common import get_asset


class PhotoForm(forms.Form):
    photo = forms.FileField()
    caption = forms.CharField(max_length=150, required=False)


def _get(request, token):
    return get_object_or_404(AssetPhoto, token=token, asset__organisation=request.user.organisation_id)


@require_POST
@manager_required
def add(request, pk):
    asset = get_asset(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih fotonya dahulu. Keterangan paling panjang 150 huruf."))
        return redirect(asset)
    try:
        photos.keep(asset, photos.check(form.cleaned_data["photo"]), form.cleaned_data["caption"], actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Foto ditambahkan."))
    return redirect(asset)


@require_POST
@manager_required
def remove(request, token):
    photo = _get(request, token)
    photos.remove(photo, actor=request.user)
    messages.success(request, _("Foto dihapus."))
    return redirect("aset", photo.asset_id)


@require_safe
@viewer_required
def show(request, token):
    photo = _get(request, token)
    try:
        source = photo.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Berkas ini tidak ditemukan di penyimpanan.")) from None
    response = FileResponse(source, filename=f"aset-{photo.asset_id}.jpg", content_type=photos.CONTENT_TYPE)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
