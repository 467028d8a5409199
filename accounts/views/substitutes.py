"""Pengaturan › Pengganti: Plh. and Plt., now, coming and past."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import services
from ..forms import DelegationForm, LastDayForm
from ..models import Delegation
from ..permissions import administrator_required, get_own_or_404
from ..roles import office_day
from ..saving import refusals

PAST_SHOWN = 50


@require_safe
@administrator_required
def substitutes(request):
    office = request.user.organisation
    today = office_day(office)
    rows = Delegation.objects.filter(organisation=office).select_related("absent", "role", "substitute")
    context = {
        "today": today,
        "current": rows.on(today),
        "coming": rows.filter(starts_on__gt=today).order_by("starts_on"),
        "past": rows.filter(ends_on__lt=today)[:PAST_SHOWN],
    }
    return render(request, "accounts/settings/substitutes.html", context)


@administrator_required
def add(request):
    form = DelegationForm(request.POST or None, organisation=request.user.organisation)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            services.add_delegation(form.instance, actor=request.user)
            messages.success(request, _("%(who)s sudah ditetapkan.") % {"who": form.instance})
            return redirect("pengaturan-pengganti")
    return render(request, "accounts/settings/substitute_form.html", {"form": form}, status=422 if form.errors else 200)


@administrator_required
@require_POST
def end(request, pk):
    row = get_own_or_404(Delegation.objects.select_related("absent", "role", "substitute", "organisation"), request, pk)
    form = LastDayForm(request.POST)
    if form.is_valid():
        try:
            services.end_delegation(row, form.cleaned_data["last_day"], actor=request.user)
        except ValidationError as refused:
            form.add_error("last_day", refused)
        else:
            messages.success(request, _("Akhir penggantian sudah dicatat."))
            return redirect("pengaturan-pengganti")
    messages.error(request, form.errors["last_day"][0])
    return redirect("pengaturan-pengganti")
