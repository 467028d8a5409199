"""Laporan: did we keep our mutu baku?"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import office_day
from tickets.models import Ticket

from .. import permissions, presenting, words
from ..figures.model import ENOUGH
from ..models import UNSUR
from ..period import Period
from .common import PARAMETERS, BadPeriod, bad, closing_of, figures_of, period_of

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
        "months": months(today, office.zone),
        "before": period.months_ago(1) if period.is_month else None,
        "after": period.months_ago(-1) if period.is_month and period.months_ago(-1).first <= today else None,
        "linked": True,
        "charts": presenting.drawn(figures),
        **content(figures, SHOWN),
        "visible": visible(request.user, [row.ticket for row in figures.missed]),
    }
    return render(request, "reports/page.html", context)


def content(figures, most=None):
    """What the tables show, on the page and on paper alike. `most`: visits over their limit that are named one by one."""
    satisfaction = figures.satisfaction
    return {
        "figures": figures,
        "verdict": words.verdict(figures.keeping),
        "missed": presenting.moments(figures.missed[:most]),
        "steps_by_service": by_service(figures.steps),
        "unsur": list(zip((label for _name, label in UNSUR), satisfaction.averages, strict=True))
        if satisfaction and satisfaction.sums
        else [],
        "enough": ENOUGH,
    }


def by_service(steps):
    """[(service, [StepFigures])]."""
    found = {}
    for step in steps:
        found.setdefault(step.service, []).append(step)
    return list(found.items())


def months(today, zone):
    """The Periods offered, the running month first."""
    this = Period.month(today.year, today.month, zone)
    return [this.months_ago(count) for count in range(MONTHS_OFFERED)]


def visible(user, numbers):
    """Those of the ticket `numbers` that `user` may open."""
    return set(Ticket.objects.visible_to(user).filter(number__in=numbers).values_list("number", flat=True))
