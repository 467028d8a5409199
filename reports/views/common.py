"""What the report's views share: which period was asked for."""

from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.roles import office_day

from ..period import Period

PARAMETERS = {"periode", "dari", "sampai"}


class BadPeriod(Exception):
    """No period can be read from the address; the text says why."""


def period_of(request):
    """The Period asked for by `periode`, or by `dari` and `sampai`; else the running month. Raises BadPeriod."""
    said, office = request.POST or request.GET, request.user.organisation
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
