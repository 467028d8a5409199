"""Pictures of an asset: checked by content, drawn anew (nothing of what came in is kept but its pixels), stored under a random name."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tickets import attachments

from . import services
from .models import AssetPhoto

MOST = 12
LONGEST_SIDE = 1600  # pixels: sharp on a screen, light on a phone
CONTENT_TYPE = "image/jpeg"


def check(upload):
    """The JPEG (bytes) drawn from an uploaded picture; ValidationError says what is wrong with it."""
    checked = attachments.check(upload)
    if not checked.content_type.startswith("image/"):
        raise ValidationError(_("%s bukan gambar. Kirim foto JPG, PNG, atau WebP.") % checked.name)
    try:
        with Image.open(checked.file) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(_("%s bukan gambar yang utuh. Simpan ulang gambarnya lalu kirim lagi.") % checked.name) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=82)
    return out.getvalue()


def keep(asset, jpeg, caption, *, actor):
    """Store a picture of `asset`; its file is removed again if anything goes wrong. ValidationError when there are enough."""
    photo = AssetPhoto(
        asset=asset,
        caption=caption,
        size=len(jpeg),
        sha256=hashlib.sha256(jpeg).hexdigest(),
        uploaded_by=actor,
        uploaded_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            services.note_photo(asset.pk, _("Foto ditambahkan."), actor=actor)  # holds the asset's lock: the count below stays true
            if asset.photos.count() >= MOST:
                raise ValidationError(_("Paling banyak %d foto untuk satu aset. Hapus yang lama dahulu.") % MOST)
            photo.file.save("", ContentFile(jpeg), save=False)
            photo.save()
    except BaseException:
        if photo.file:
            photo.file.delete(save=False)
        raise
    return photo


def remove(photo, *, actor):
    with transaction.atomic():
        services.note_photo(photo.asset_id, _("Foto dihapus."), actor=actor)
        photo.delete()
        transaction.on_commit(lambda: photo.file.storage.delete(photo.file.name))
