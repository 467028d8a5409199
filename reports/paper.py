"""A report on paper: letterhead, the same charts, the tables, and the signature of who heads the office."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import roles
from documents import words
from documents.engine import CannotRender, letterhead, pdf
from sop.models import Procedure

from . import presenting, tables

__all__ = ["CannotRender", "of", "signer"]

WIDTH = 620  # pixels: the text width of the page


def of(organisation, figures, closing=None):
    """PDF bytes of `figures`. With `closing` it is marked as closed, and signed by who headed the office then. Raises CannotRender."""
    zone = ZoneInfo(organisation.zone)
    with translation.override("id"), timezone.override(zone):
        html = page(organisation, figures, closing, zone)
    return pdf(html, (settings.BASE_DIR / "templates" / "reports" / "paper.css").read_text())


def page(organisation, figures, closing, zone):
    made = closing.closed_at if closing else dt.datetime.fromisoformat(figures.made_at)
    context = tables.content(figures) | {
        "office": organisation,
        "head": letterhead(organisation),
        "charts": presenting.drawn(figures, linked=False, width=WIDTH),
        "linked": False,
        "visible": (),
        "closing": closing,
        "made": made,
        "place_and_date": ", ".join(filter(None, [organisation.city, words.long_date(made.astimezone(zone).date())])),
        "signer": closing.signer if closing else signer(organisation),
    }
    return render_to_string("reports/paper.html", context)


def signer(organisation, now=None):
    """{"position", "name", "rank", "nip"} of who heads the office today; without one, the position that approved its SOPs and room for a name."""
    heads = dict(organisation.roles.filter(heads=True).values_list("code", "name"))
    people = list(roles.holders(organisation, heads, now)[:2])
    if len(people) == 1:
        head = people[0]
        position = head.position or next(iter(heads.values()))
        return {"position": position, "name": head.name, "rank": head.rank, "nip": head.nip_grouped}
    position = next(iter(heads.values()), "") or _approver(organisation) or _("Pimpinan")
    return {"position": position, "name": "", "rank": "", "nip": ""}


def _approver(organisation):
    procedures = Procedure.objects.offered(organisation).select_related("revision_in_force").order_by("pk")
    return next((p.revision_in_force.definition.approval.position for p in procedures), "")
