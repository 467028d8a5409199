"""Export, and import with a look before anything is written."""

import csv
import tempfile

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import cells
from accounts.roles import office_day

from ..listing import FilterForm
from ..models import Asset, Import, ImportRow
from ..permissions import manager_required, viewer_required
from . import jobs, kib, writing

MOST_IN_WORKBOOK = 20_000  # assets: what a page can wait for; the command has no limit
PAGE = 100
RECENT = 10
XLSX, CSV, KIB_B = "xlsx", "csv", "kib-b"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Daftar aset (XLSX atau CSV)"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"accept": ".xlsx,.csv", "data-hc-max-bytes": settings.ATTACHMENT_MAX_BYTES}


def _get(request, uuid):
    return get_object_or_404(Import.objects.select_related("asked_by", "applied_by"), uuid=uuid, organisation=request.user.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return redirect(jobs.begin(request.user.organisation, request.user, form.cleaned_data["file"]))
        except ValidationError as error:
            form.add_error("file", error)
    recent = Import.objects.filter(organisation=request.user.organisation_id).select_related("asked_by")[:RECENT]
    return render(request, "assets/import.html", {"form": form, "recent": recent}, status=422 if form.errors else 200)


@require_safe
@manager_required
def preview(request, uuid):
    """How far a check is, and then what it found; redrawn alone while it goes on."""
    job = _get(request, uuid)
    if request.htmx and request.htmx.target == "impor" and job.is_pending:
        return render(request, "assets/_import.html", {"job": job})
    counts = {ImportRow.Outcome.BAD: job.bad, ImportRow.Outcome.NEW: job.new, ImportRow.Outcome.CHANGED: job.changed}
    tabs = [(code.value, code.label, count) for code, count in counts.items() if count and not job.is_pending]
    chosen = request.GET.get("baris", "")
    chosen = chosen if chosen in [code for code, _label, _count in tabs] else tabs[0][0] if tabs else ""
    page = Paginator(job.rows.filter(outcome=chosen).select_related("asset"), PAGE).get_page(request.GET.get("page"))
    before = Import.objects.filter(organisation=job.organisation_id, sha256=job.sha256, state=Import.State.DONE).exclude(pk=job.pk).first()
    context = {"job": job, "tabs": tabs, "chosen": chosen, "page": page, "before": before, "expired": jobs.has_expired(job)}
    answer = render(request, "assets/import_preview.html", context)
    if request.htmx and request.htmx.target == "impor":
        answer["HX-Refresh"] = "true"  # the check has ended meanwhile: the whole page is another one
    return answer


@require_POST
@manager_required
def confirm(request, uuid):
    job = _get(request, uuid)
    with transaction.atomic():
        if not jobs.confirm(job, request.user, skip_bad=request.POST.get("lewati") == "ya"):
            messages.warning(request, _("Impor ini tidak dapat dijalankan sekarang. Periksa hasil di bawah, atau unggah lagi berkasnya."))
    return redirect(job)


@require_POST
@manager_required
def discard(request, uuid):
    """Forget a file nobody wants imported any more; one that was imported stays on record."""
    job = _get(request, uuid)
    if job.is_ready or job.has_failed:
        jobs.forget(job)
        messages.success(request, _("%s tidak jadi diimpor. Tidak ada aset yang berubah.") % job.name)
    return redirect("aset-impor")


@require_safe
@manager_required
def errors(request, uuid):
    """The bad rows as CSV: one line for each cell."""
    job = _get(request, uuid)

    def lines():
        writer = csv.writer(writing.Echo(), delimiter=";")
        yield writing.BOM + writer.writerow([_("Baris"), _("Aset"), _("Kolom"), _("Isi"), _("Yang perlu diperbaiki")])
        for row in job.rows.filter(outcome=ImportRow.Outcome.BAD).iterator(chunk_size=500):
            for title, value, message in row.told:
                yield writer.writerow([row.number, *map(cells.text, (row.label, title, value, message))])

    return _attached(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), f"salah-{job.uuid.hex[:8]}.csv")


@require_safe
@viewer_required
def export(request):
    """The assets the list is narrowed to, as a file; with `contoh=ya` only the titles, for a first import."""
    office, form = request.user.organisation, request.GET.get("bentuk", XLSX)
    found = FilterForm(request.GET, organisation=office).apply(Asset.objects.of(office))
    name = f"aset-{office.short_name}-{office_day(office).isoformat()}"
    if request.GET.get("contoh") == "ya":
        found, name = Asset.objects.none(), "contoh-daftar-aset"
    if form == CSV:
        return _attached(StreamingHttpResponse(writing.csv_lines(office, found), content_type="text/csv; charset=utf-8"), f"{name}.csv")
    if found.order_by()[: MOST_IN_WORKBOOK + 1].count() > MOST_IN_WORKBOOK:
        messages.warning(request, _("Daftar ini lebih dari %d aset. Saring dahulu, atau ambil sebagai CSV.") % MOST_IN_WORKBOOK)
        return redirect(f"{reverse('aset-daftar')}?{request.GET.urlencode()}")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    if form == KIB_B:
        kib.write(file, office, found)
        name = name.replace("aset-", "kib-b-", 1)
    else:
        writing.write_xlsx(file, office, found)
    file.seek(0)
    return _attached(FileResponse(file, content_type=WORKBOOK), f"{name}.xlsx")


def _attached(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
