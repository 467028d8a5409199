"""Pengaturan › Peran: the office's roles, and who holds them from when to when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import services
from ..forms import HoldingForm, LastDayForm, RoleForm, colleagues
from ..models import Role, RoleHolding
from ..permissions import administrator_required, get_own_or_404
from ..roles import office_day
from ..saving import refusals
from .people import keep_own_session


@require_safe
@administrator_required
def roles(request):
    office = request.user.organisation
    now = RoleHolding.objects.on(office_day(office)).filter(person__is_active=True).select_related("person").order_by("person__name")
    found = Role.objects.filter(organisation=office).prefetch_related(Prefetch("holdings", now, to_attr="now"))
    return render(request, "accounts/settings/roles.html", {"roles": found, "somebody": _who_is_meant(request)})


def _who_is_meant(request):
    """The colleague that `?orang=` names (User), or None: whoever was added a moment ago need not be looked for in a long list."""
    pk = request.GET.get("orang", "")
    return colleagues(request.user.organisation).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None


@administrator_required
def add(request):
    form = RoleForm(request.POST or None, instance=Role(organisation=request.user.organisation))
    if request.method == "POST" and form.is_valid():
        form.instance.code = form.cleaned_data["code"]
        with refusals(form):
            services.add_role(form.instance, actor=request.user)
            messages.success(request, _("Peran %(role)s sudah ditambah. Sekarang tetapkan pemegangnya.") % {"role": form.instance})
            return redirect("pengaturan-peran-ubah", form.instance.pk)
    return render(request, "accounts/settings/role_form.html", {"form": form}, status=422 if form.errors else 200)


@administrator_required
def edit(request, pk):
    role = get_own_or_404(Role.objects.select_related("organisation"), request, pk)
    form = RoleForm(request.POST or None, instance=role)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            services.update_role(form.instance, services.changed_fields(form), actor=request.user)
            messages.success(request, _("Peran %(role)s sudah disimpan.") % {"role": role})
            return redirect("pengaturan-peran-ubah", pk)
    return _page(request, pk, form=form)


@administrator_required
@require_POST
def give(request, pk):
    role = get_own_or_404(Role.objects.select_related("organisation"), request, pk)
    form = HoldingForm(request.POST, role=role)
    if form.is_valid():
        with refusals(form):
            services.give_role(form.instance, actor=request.user)
            keep_own_session(request, form.instance.person)
            messages.success(request, _("%(name)s sekarang tercatat sebagai %(role)s.") % {"name": form.instance.person, "role": role})
            return redirect("pengaturan-peran-ubah", pk)
    return _page(request, pk, giving=form)


@administrator_required
@require_POST
def end(request, pk):
    """End the holding `pk` on a day."""
    holding = get_own_or_404(RoleHolding.objects.select_related("role__organisation", "person"), request, pk, office="role__organisation")
    role_id, person = holding.role_id, holding.person
    form = LastDayForm(request.POST)
    if form.is_valid():
        try:
            services.end_holding(holding, form.cleaned_data["last_day"], actor=request.user)
        except ValidationError as refused:
            form.add_error("last_day", refused)
        else:
            keep_own_session(request, person)
            messages.success(request, _("Akhir peran %(name)s sudah dicatat.") % {"name": person})
            return redirect("pengaturan-peran-ubah", role_id)
    messages.error(request, form.errors["last_day"][0])
    return redirect("pengaturan-peran-ubah", role_id)


def _page(request, pk, form=None, giving=None):
    role = get_own_or_404(Role.objects.select_related("organisation"), request, pk)
    today = office_day(role.organisation)
    holdings = list(role.holdings.select_related("person").order_by("-starts_on", "person__name"))
    refused = (form is not None and form.errors) or (giving is not None and giving.errors)
    context = {
        "role": role,
        "form": form or RoleForm(instance=role),
        "giving": giving or HoldingForm(role=role, initial={"person": _who_is_meant(request)}),
        "today": today,
        "current": [h for h in holdings if h.ends_on is None or h.ends_on >= today],
        "past": [h for h in holdings if h.ends_on is not None and h.ends_on < today],
    }
    return render(request, "accounts/settings/role.html", context, status=422 if refused else 200)
