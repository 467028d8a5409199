"""Pictures that administrators upload. What is kept is never the uploaded file but the picture drawn anew from it."""

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageFile

LOGO_BYTES = 512 * 1024
LOGO_PIXELS = 2000  # each side


def checked_logo(upload):
    """A PNG (ContentFile) of the uploaded PNG or JPEG. Drawing it anew drops metadata and anything hidden behind the picture."""
    if upload.size > LOGO_BYTES:
        raise ValidationError(_("Logo terlalu besar: paling besar 512 KB."))
    try:
        picture = Image.open(upload, formats=("PNG", "JPEG"))
        if max(picture.size) > LOGO_PIXELS:  # known from the header: a bomb is refused before it unfolds
            raise ValidationError(_("Logo terlalu lebar atau tinggi: paling besar 2000 piksel tiap sisi."))
        picture = _whole(picture).convert("RGBA")
    except ValidationError:
        raise
    except Exception as broken:  # Pillow raises many kinds for broken files; all mean the same to the reader
        raise ValidationError(_("Berkas ini bukan gambar PNG atau JPEG yang utuh.")) from broken
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.png")


def _whole(picture):
    """`picture`, read to its end; OSError when it is cut off. WeasyPrint makes Pillow lenient for the whole process."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return picture
