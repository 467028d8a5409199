"""Which asset a scanned label or a typed number means."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q

from ..forms import PartOfField
from ..models import Asset, normal_register

MOST = 10
LABEL = re.compile(r"/aset/label/([\w-]{8,64})/?(?:[?#].*)?$", re.ASCII)
PAGE = re.compile(r"/aset/(\d{1,18})/?$", re.ASCII)


def find(organisation, text):
    """[Asset] of the office that `text` means: the one it names exactly, else what the search finds, at most MOST.

    `text`: what the QR code of a label says, or a kode barang with NUP, a NUP, serial number, host name, IP address, `#id`, or words.
    """
    text = " ".join(str(text).replace("\x00", "").split())[:300]
    assets = Asset.objects.of(organisation).described()
    if not text:
        return []
    label, page = LABEL.search(text), PAGE.search(text)
    if label:
        return list(assets.filter(label__token=label[1]))
    if page:
        return list(assets.filter(pk=int(page[1])))
    one = _numbered(organisation, text)
    if one is not None:
        return list(assets.filter(pk=one.pk))
    same = Q(serial_number__iexact=text) | Q(hostname__iexact=text)
    if text.isascii() and text.isdigit() and len(text) <= 10:
        same |= Q(register_number=normal_register(text))
    exactly = list(assets.filter(same).order_by("name", "pk")[:MOST])
    return exactly or list(assets.search(text, organisation).order_by("name", "pk")[:MOST])


def _numbered(organisation, text):
    field = PartOfField(required=False)
    field.organisation = organisation
    try:
        return field.clean(text)
    except ValidationError:
        return None
