"""Contracts with others: the list, in the order in which they end, adding and changing."""

from django import forms
from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import office_day
from accounts.services import record

from ..models import Asset
from ..permissions import manager_required, may_manage, viewer_required
from .models import Contract


class ContractForm(forms.ModelForm):
    class Meta:
        model = Contract
        fields = ("number", "subject", "partner", "starts_on", "ends_on", "note")
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def _get_validation_exclusions(self):
        """The office is no field of the form, and still part of what makes a number unique."""
        return super()._get_validation_exclusions() - {"organisation"}


@require_safe
@viewer_required
def listing(request):
    office = request.user.organisation
    same = Asset.objects.of(office).active().filter(contract=OuterRef("number")).order_by().values("contract")
    found = Contract.objects.filter(organisation=office).annotate(assets=Coalesce(Subquery(same.annotate(n=Count("pk")).values("n")), 0))
    today = office_day(office)
    rows = [(contract, (contract.ends_on - today).days) for contract in found]
    context = {"rows": [row for row in rows if row[1] >= 0], "ended": [row for row in rows if row[1] < 0][::-1]}
    return render(request, "assets/plans/contracts.html", context | {"may_manage": may_manage(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add(request):
    return _edit(request, Contract(organisation=request.user.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit(request, pk):
    return _edit(request, get_object_or_404(Contract, pk=pk, organisation=request.user.organisation_id))


def _edit(request, contract):
    new = contract.pk is None
    form = ContractForm(request.POST or None, instance=contract)
    if request.method == "POST" and form.is_valid():
        form.save()
        what = _("Kontrak dicatat: %s") if new else _("Kontrak diubah: %s")
        record(request.user.organisation, request.user, what % contract, contract=contract.pk)
        messages.success(request, _("Kontrak %(number)s sudah disimpan.") % {"number": contract.number})
        return redirect("aset-kontrak")
    context = {"form": form, "contract": None if new else contract}
    return render(request, "assets/plans/contract_form.html", context, status=422 if form.errors else 200)


@require_POST
@manager_required
def remove(request, pk):
    contract = get_object_or_404(Contract, pk=pk, organisation=request.user.organisation_id)
    record(request.user.organisation, request.user, _("Kontrak dihapus: %s") % contract)
    contract.delete()
    messages.success(request, _("Kontrak %(number)s dihapus.") % {"number": contract.number})
    return redirect("aset-kontrak")
