"""What the report's views share: which period was asked for, and its figures, frozen or of this moment."""

from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.roles import office_day

from ..figures import Figures, build
from ..models import Closing
from ..period import Period

PARAMETERS = {"periode", "dari", "sampai"}


class BadPeriod(Exception):
    """No period can be read from the address; the text says why."""


def period_of(request):
    """The Period asked for by `periode`, or by `dari` and `sampai`; else the running month. Raises BadPeriod."""
    said, office = request.GET or request.POST, request.user.organisation
    text = said.get("periode", "").strip()
    if not text and (said.get("dari") or said.get("sampai")):
        text = f"{said.get('dari', '')}..{said.get('sampai', '')}"
    if not text:
        text = f"{office_day(office):%Y-%m}"
    try:
        return Period.parse(text, office.zone)
    except ValueError as error:
        raise BadPeriod(str(error)) from None


def bad(request, why=""):
    context = {"why": why or _("Alamat ini memuat saringan yang tidak dikenal.")}
    return HttpResponseBadRequest(render_to_string("reports/bad.html", context, request))


def closing_of(organisation, period):
    """The Closing of the month `period`, or None."""
    if not period.is_month:
        return None
    return Closing.objects.filter(organisation=organisation, month=period.first).select_related("closed_by", "file").first()


def figures_of(organisation, period, closing=None):
    """Figures as they were frozen, or counted now."""
    return Figures.from_json(closing.figures) if closing else build(organisation, period)
