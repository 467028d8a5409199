"""Pengaturan: the hub, the office's own data, and the log of settings changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import services, settings_menu
from ..forms import OfficeForm
from ..letterhead import is_complete, letterhead
from ..models import Organisation, SettingsChange
from ..permissions import administrator_required
from ..saving import refusals

PER_PAGE = 25


@require_safe
@administrator_required
def hub(request):
    return render(request, "accounts/settings/hub.html", {"items": settings_menu.items()})


@administrator_required
def office(request):
    # A copy of its own: a refused form must not change the office name shown in the frame.
    form = OfficeForm(request.POST or None, request.FILES or None, instance=Organisation.objects.get(pk=request.user.organisation_id))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            services.update_office(form.instance, services.changed_fields(form), actor=request.user)
            messages.success(request, _("Data instansi sudah disimpan."))
            return redirect("pengaturan-instansi")
    stored = request.user.organisation
    context = {"form": form, "head": letterhead(stored), "head_complete": is_complete(stored)}
    return render(request, "accounts/settings/office.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def logo(request):
    """The office's own logo; its file lies outside the web root."""
    own = request.user.organisation
    if own is None or not own.logo:
        raise Http404
    try:
        return FileResponse(own.logo.open("rb"), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None


@require_safe
@administrator_required
def log(request):
    changes = SettingsChange.objects.filter(organisation=request.user.organisation_id).select_related("actor")
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    page.total = page.paginator.count
    return render(request, "accounts/settings/log.html", {"page": page})
