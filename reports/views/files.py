"""A report to take away: the register as CSV and the figures as JSON at once; PDF, XLSX and evidence are made by a task."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import exports, jobs, permissions, register
from ..models import Job
from ..period import Period
from .common import PARAMETERS, BadPeriod, bad, period_of


def with_period(view):
    """`view(request, period)` for the period in the address; a bad one is refused."""

    def checked(request):
        try:
            period = period_of(request)
        except BadPeriod as reason:
            return bad(request, str(reason))
        return bad(request) if set(request.GET) - PARAMETERS else view(request, period)

    return checked


@require_safe
@permissions.reader_required
@with_period
def as_csv(request, period):
    lines = register.csv_lines(request.user.organisation, period, request.user)
    return _named(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), request, period, "csv")


@require_safe
@permissions.reader_required
@with_period
def as_json(request, period):
    office = request.user.organisation
    figures = exports.figures_of(office, period, exports.closing_of(office, period))
    return _named(HttpResponse(exports.as_json(figures), content_type="application/json"), request, period, "json")


def _named(response, request, period, extension):
    name = exports.file_name(request.user.organisation, period, extension)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


KINDS = {Job.Kind.PDF: permissions.may_read, Job.Kind.XLSX: permissions.may_read, Job.Kind.SPBE: permissions.may_close}


@require_POST
@permissions.reader_required
def ask(request):
    """Have a file made; leads to the page that shows how far it is."""
    kind, may = request.POST.get("jenis", ""), KINDS.get(request.POST.get("jenis", ""))
    if may is None:
        return bad(request)
    if not may(request.user):
        raise PermissionDenied
    try:
        period = period_of(request)
    except BadPeriod as reason:
        return bad(request, str(reason))
    with transaction.atomic():
        return redirect(jobs.ask(request.user.organisation, request.user, kind, period))


@require_safe
@permissions.reader_required
def job(request, uuid):
    """How far a file is; redrawn alone while it is being made."""
    found = _own(request, uuid)
    partial = request.htmx and request.htmx.target == "berkas"
    context = {"job": found, "period": jobs.period_of(found)}
    return render(request, "reports/_job.html" if partial else "reports/job.html", context)


@require_POST
@permissions.reader_required
def retry(request, uuid):
    found = _own(request, uuid)
    with transaction.atomic():
        jobs.retry(found)
    return redirect(found)


@require_safe
@permissions.reader_required
def download(request, uuid):
    found = _own(request, uuid)
    if not found.is_done:
        raise Http404(_("Berkas ini belum selesai dibuat."))
    return _file(found.file, found.name)


@require_safe
@permissions.reader_required
def closed_pdf(request, month):
    """The PDF of a closed month, for every reader of the office's reports."""
    try:
        period = Period.parse(month, request.user.organisation.zone)
    except ValueError as error:
        raise Http404(str(error)) from None
    closing = exports.closing_of(request.user.organisation, period)
    if closing is None or not hasattr(closing, "file"):
        raise Http404(_("Bulan ini belum ditutup, atau berkasnya masih dibuat."))
    return _file(closing.file.file, exports.file_name(request.user.organisation, period, "pdf"))


def _own(request, uuid):
    """A job of the person themselves: what it holds was made for their eyes."""
    return get_object_or_404(Job.objects.filter(organisation=request.user.organisation_id, asked_by=request.user), uuid=uuid)


def _file(file, name):
    try:
        source = file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Berkas ini tidak ditemukan di penyimpanan.")) from None
    response = FileResponse(source, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
