"""Tutup bulan: one button, no way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import closings, jobs, permissions
from ..models import Job
from .common import BadPeriod, bad, period_of


@require_POST
@permissions.closer_required
def close(request):
    try:
        period = period_of(request)
    except BadPeriod as reason:
        return bad(request, str(reason))
    office = request.user.organisation
    try:
        with transaction.atomic():
            closing = closings.close(office, period, actor=request.user)
            jobs.ask(office, request.user, Job.Kind.CLOSING, period, closing=closing)
        messages.success(
            request, _("%(month)s sudah ditutup. Angkanya tidak akan berubah lagi; PDF-nya sedang dibuat.") % {"month": period.title}
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('laporan')}?periode={period.code}")
