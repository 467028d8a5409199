"""Choosing assets to print labels of, and where a scanned label leads."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import office_day
from sop.sheet.pdf import CannotRender

from ..listing import FilterForm
from ..models import Asset, AssetLabel
from ..permissions import manager_required, viewer_required
from . import sheets
from .formats import FORMATS


class LabelForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Ukuran label"), choices=[(made.code, made.name) for made in FORMATS.values()])
    start = forms.IntegerField(
        label=gettext_lazy("Mulai dari label ke-"),
        min_value=1,
        initial=1,
        required=False,
        help_text=gettext_lazy("Untuk lembar yang sebagian labelnya sudah terpakai."),
    )

    def clean(self):
        said = super().clean()
        made_for = FORMATS.get(said.get("format"))
        if made_for and (said.get("start") or 1) > made_for.on_page:
            self.add_error("start", _("Lembar ini hanya memuat %d label.") % made_for.on_page)
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def choose(request):
    """The assets the list is narrowed to, or those ticked, and the PDF of their labels."""
    office = request.user.organisation
    form = LabelForm(request.POST or None)
    asked = _ids(request.POST.getlist("aset") if request.method == "POST" else request.GET.getlist("aset"))
    error = ""
    if request.method == "POST" and form.is_valid():
        chosen = list(Asset.objects.of(office).filter(pk__in=asked).order_by("code", "register_number", "pk"))
        if chosen:
            try:
                return _pdf(office, chosen, FORMATS[form.cleaned_data["format"]], form.cleaned_data["start"] or 1)
            except CannotRender as lacking:
                error = str(lacking)
        else:
            error = _("Centang paling sedikit satu aset.")
    filters = FilterForm(request.GET, organisation=office)
    found = Asset.objects.of(office).filter(pk__in=asked) if asked and request.method == "GET" else filters.apply(Asset.objects.of(office))
    assets = list(found.described()[: sheets.MOST + 1])
    ticked = set(asked) if request.method == "POST" else {asset.pk for asset in assets}
    context = {
        "form": form,
        "assets": assets[: sheets.MOST],
        "ticked": ticked,
        "more": len(assets) > sheets.MOST,
        "most": sheets.MOST,
        "error": error,
    }
    return render(request, "assets/label_choice.html", context, status=422 if error or form.errors else 200)


def _ids(texts):
    return [int(text) for text in texts[: sheets.MOST] if text.isascii() and text.isdigit() and len(text) < 19]


def _pdf(office, assets, made_for, start):
    response = HttpResponse(sheets.write(office, assets, made_for, start=start), content_type="application/pdf")
    name = f"label-aset-{office.short_name}-{office_day(office).isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@viewer_required
def opened(request, token):
    """Where the QR code of a label leads: to the page of its asset."""
    label = get_object_or_404(AssetLabel.objects.select_related("asset"), token=token, asset__organisation=request.user.organisation_id)
    return redirect(label.asset)
