"""Labels as PDF: whose it is, what it is, its number and year, and a QR code that leads to its page."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator

from sop.sheet import pdf
from sop.sheet.text import FORBIDDEN

from ..models import AssetLabel

MOST = 240  # labels at once, ten sheets: what a page can wait for
PADDING = 2.0  # mm inside a label: printers are not that exact


def write(organisation, assets, made_for, *, start=1):
    """The labels of `assets` ([Asset] of `organisation`) as PDF bytes.

    `made_for`: formats.Format. `start`: place on the first sheet, from 1: those before are used up. Raises sop.sheet.pdf.CannotRender.
    """
    tokens = tokens_of(assets)
    labels = [_label(asset, tokens[asset.pk]) for asset in assets]
    with translation.override("id"):
        context = {
            "office": organisation.name,
            "sheets": list(_sheets(labels, made_for, start - 1)),
            "format": made_for,
            "padding": PADDING,
        }
        html = FORBIDDEN.sub("", render_to_string("assets/labels.html", context))
        return pdf.drawn(html, (settings.BASE_DIR / "templates" / "assets" / "labels.css").read_text())


def tokens_of(assets):
    """{asset id: token}; who has no label yet gets one."""
    ids = [asset.pk for asset in assets]
    there = set(AssetLabel.objects.filter(asset__in=ids).values_list("asset", flat=True))
    AssetLabel.objects.bulk_create([AssetLabel(asset_id=pk) for pk in ids if pk not in there], ignore_conflicts=True)
    return dict(AssetLabel.objects.filter(asset__in=ids).values_list("asset", "token"))


def address(token):
    """Where the QR code leads: built from the settings, never from a request."""
    return settings.PORTAL_URL + reverse("aset-label-buka", args=[token])


def _label(asset, token):
    import segno

    code = segno.make(address(token), error="m", micro=False)
    return {
        "name": Truncator(" ".join(filter(None, [asset.name, asset.brand]))).chars(90),
        "number": asset.full_code,
        "year": str(asset.acquired_year or ""),
        "qr": code.svg_data_uri(scale=4, border=2, dark="#000"),
    }


def _sheets(labels, made_for, used):
    """Yield for each sheet its labels with `x`, `y` in mm."""
    places = [None] * used + labels
    for first in range(0, len(places), made_for.on_page):
        sheet = []
        for place, label in enumerate(places[first : first + made_for.on_page]):
            if label is not None:
                row, column = divmod(place, made_for.columns)
                x = made_for.left + column * (made_for.width + made_for.gap)
                sheet.append(label | {"x": round(x, 2), "y": round(made_for.top + row * made_for.height, 2)})
        yield sheet
