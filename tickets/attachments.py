"""Files of a ticket: checked by content, limited in size and number, stored under a random name.

`filetype` knows no text formats: a .txt or .csv is accepted when it decodes as text; html, svg and scripts are therefore refused.
"""

import hashlib
import os
import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from . import metadata
from .models import Attachment, StagedUpload

# extension: content type shown and sent
ALLOWED = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
IMAGES = ("jpg", "png", "webp", "gif")
MAX_PIXELS = 50_000_000
STAGED_FOR = timedelta(days=1)
MOST_STAGED = 30  # of one person at a time: no refused form fills the disk


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: `file` is open at its start."""

    file: File
    name: str
    content_type: str
    size: int
    sha256: str


def safe_name(raw):
    """The visitor's file name as it may be shown: no folders, control or direction-changing characters; at most 150 characters."""
    name = os.path.basename(str(raw or "").replace("\\", "/"))
    name = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    name = re.sub(r"\s+", " ", name).strip(" .") or "berkas"
    stem, dot, extension = name.rpartition(".")
    return (stem[: 150 - len(extension) - 1] + dot + extension[:20]) if dot else name[:150]


def check(upload):
    """A Checked for an uploaded file, or ValidationError with what is wrong and what to do."""
    name = safe_name(upload.name)
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            _("%(name)s terlalu besar: paling besar %(limit)d MB. Perkecil atau bagi berkasnya.") % {"name": name, "limit": limit}
        )
    if not upload.size:
        raise ValidationError(_("%(name)s kosong. Pilih berkas yang berisi.") % {"name": name})
    upload.seek(0)
    content = upload.read()
    kind = _kind(name, content)
    if kind is None:
        raise ValidationError(
            _(
                "%(name)s tidak dapat diterima. Kirim sebagai PDF, gambar (JPG, PNG, WebP), dokumen (DOCX, XLSX, PPTX, ODT, ODS), TXT, atau CSV."
            )
            % {"name": name}
        )
    if kind in IMAGES:
        _check_image(name, content)
    if kind in metadata.CLEANED:
        content = metadata.CLEANED[kind](content)
    return Checked(ContentFile(content), name, ALLOWED[kind], len(content), hashlib.sha256(content).hexdigest())


def _kind(name, content):
    """Key of ALLOWED by content and extension together, or None: a page named .pdf and a PDF named .html are both refused."""
    extension = name.rpartition(".")[2].lower()
    extension = {"jpeg": "jpg", "log": "txt"}.get(extension, extension)
    if extension not in ALLOWED:
        return None
    if extension in ("txt", "csv"):
        return extension if _is_text(content) else None
    found = filetype.guess(content[:8192])
    return extension if found is not None and {"jpeg": "jpg"}.get(found.extension, found.extension) == extension else None


def _is_text(content):
    if filetype.guess(content[:8192]) is not None or b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_image(name, content):
    try:
        with Image.open(BytesIO(content)) as image:  # reads the header only
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("%(name)s bukan gambar yang utuh. Simpan ulang gambarnya lalu kirim lagi.") % {"name": name}) from None
    if width * height > MAX_PIXELS:
        raise ValidationError(_("%(name)s terlalu banyak pikselnya. Perkecil gambarnya lalu kirim lagi.") % {"name": name})


def store(ticket, checked, *, event, actor, now, field="", internal=False):
    """Keep a Checked file with the locked `ticket`. The caller removes `file` again if its transaction fails."""
    attachment = Attachment(
        ticket=ticket,
        event=event,
        field=field,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        internal=internal,
        uploaded_by=actor,
        uploaded_at=now,
    )
    attachment.file.save(checked.name, checked.file, save=False)
    attachment.save()
    return attachment


def require_room(ticket, count):
    """ValidationError when `count` more files would exceed the limit per ticket."""
    room = settings.ATTACHMENT_MAX_PER_TICKET - ticket.attachments.count()
    if count > room:
        raise ValidationError(
            _("Tiket ini hanya dapat menampung %(limit)d berkas; tersisa tempat untuk %(room)d.")
            % {"limit": settings.ATTACHMENT_MAX_PER_TICKET, "room": max(room, 0)}
        )


# Files that came with a refused form


def stage(owner, upload):
    """Keep an upload for a day so that a refused form loses no file; returns its row. The oldest of too many make room."""
    upload.seek(0)
    row = StagedUpload(owner=owner, name=safe_name(upload.name), at=timezone.now())
    row.file.save(row.token.hex, File(upload), save=False)
    row.save()
    for old in StagedUpload.objects.filter(owner=owner).order_by("-pk")[MOST_STAGED:]:
        discard(old)
    return row


def staged(owner, tokens):
    """StagedUpload rows of `owner` by token (texts of a form); others', old and malformed tokens are ignored."""
    known = [token for token in map(_token, tokens) if token]
    return StagedUpload.objects.filter(owner=owner, token__in=known, at__gte=timezone.now() - STAGED_FOR).order_by("pk") if known else []


def _token(text):
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def claim(owner, tokens):
    """Staged uploads of `owner` by token, as files a form field takes."""
    found = []
    for row in staged(owner, tokens):
        try:
            with row.file.open("rb") as source:
                content = ContentFile(source.read(), name=row.name)
        except FileNotFoundError:  # the same form, sent twice: the other one has it
            continue
        content.staged = row
        found.append(content)
    return found


def discard(row):
    """Remove a staged upload and its file."""
    row.file.delete(save=False)
    row.delete()


def discard_old(now=None):
    """Remove staged uploads older than a day; returns how many."""
    old = list(StagedUpload.objects.filter(at__lt=(now or timezone.now()) - STAGED_FOR))
    for row in old:
        discard(row)
    return len(old)
