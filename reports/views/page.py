"""Laporan: did we keep our mutu baku?"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import office_day
from tickets.models import Ticket

from .. import permissions, presenting, tables
from ..exports import closing_of, figures_of
from ..period import Period
from .common import PARAMETERS, BadPeriod, bad, period_of

MONTHS_OFFERED = 24
SHOWN = 12  # visits over their limit named on the page; the link leads to all


@require_safe
@permissions.reader_required
def page(request):
    try:
        period = period_of(request)
    except BadPeriod as reason:
        return bad(request, str(reason))
    if set(request.GET) - PARAMETERS:
        return bad(request)
    office, today = request.user.organisation, office_day(request.user.organisation)
    closing = closing_of(office, period)
    figures = figures_of(office, period, closing)
    context = {
        "period": period,
        "running": not period.is_over(today),
        "closing": closing,
        "may_close": permissions.may_close(request.user) and period.is_month and period.is_over(today) and closing is None,
        "may_close_any": permissions.may_close(request.user),
        "months": months(today, office.zone),
        "before": period.months_ago(1) if period.is_month else None,
        "after": period.months_ago(-1) if period.is_month and period.months_ago(-1).first <= today else None,
        "linked": True,
        "charts": presenting.drawn(figures),
        **tables.content(figures, SHOWN),
        "visible": visible(request.user, [row.ticket for row in figures.missed]),
    }
    return render(request, "reports/page.html", context)


def months(today, zone):
    """The Periods offered, the running month first."""
    this = Period.month(today.year, today.month, zone)
    return [this.months_ago(count) for count in range(MONTHS_OFFERED)]


def visible(user, numbers):
    """Those of the ticket `numbers` that `user` may open."""
    return set(Ticket.objects.visible_to(user).filter(number__in=numbers).values_list("number", flat=True))
