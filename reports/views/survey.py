"""The survey, and what came of all of them together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import office_day
from tickets.views.common import get_ticket, office_page

from .. import permissions, surveys
from ..figures import satisfaction
from ..figures.model import ENOUGH
from ..forms import SurveyForm
from ..models import UNSUR
from .common import BadPeriod, bad, period_of
from .page import months


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def survey(request, number):
    """The form on a page of its own. To whoever is not asked, or not any more, there is none."""
    ticket = get_ticket(request.user, number)
    if not surveys.is_asked(request.user, ticket):
        raise Http404(_("Survei ini tidak ditujukan kepada Anda atau sudah dijawab."))
    if request.method == "POST" and "lewati" in request.POST:
        surveys.skip(ticket, request.user)
        messages.info(request, _("Baik, survei ini tidak akan ditanyakan lagi."))
        return redirect(ticket)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _answered(request, ticket, form):
        return redirect(ticket)
    return render(request, "reports/survey.html", {"ticket": ticket, "form": form}, status=422 if form.errors else 200)


def _answered(request, ticket, form):
    said = form.cleaned_data
    try:
        surveys.answer(ticket, request.user, form.scores, stars=said["stars"], detailed=form.detailed, comment=said["comment"].strip())
        messages.success(request, _("Terima kasih atas penilaian Anda."))
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    return True


@require_safe
@permissions.satisfaction_required
def overview(request):
    """IKM and the nine unsur of a month. A month only: out of two periods that overlap somebody's answer could be read."""
    if set(request.GET) - {"periode"}:
        return bad(request)
    try:
        period = period_of(request)
    except BadPeriod as reason:
        return bad(request, str(reason))
    if not period.is_month:
        return bad(request, _("Kepuasan ditampilkan per bulan."))
    office = request.user.organisation
    figures = satisfaction.figures(office, period)
    comments = satisfaction.comments(office, period) if figures.sums and permissions.may_read_comments(request.user) else []
    context = {
        "period": period,
        "months": months(office_day(office), office.zone),
        "satisfaction": figures,
        "unsur": list(zip((label for _name, label in UNSUR), figures.averages, strict=True)) if figures.sums else [],
        "enough": ENOUGH,
        "comments": comments,
    }
    return render(request, "reports/satisfaction.html", context)
